/** Why a process is not ready, besides its database. */
export interface Readiness {
  /** The process was told to end: it answers what comes, and nothing more is to be sent here. */
  isStopping: boolean
  /** Whether the data folder is still this process's; always where the data are elsewhere. */
  holdsData(): boolean
}
