/** An import whose rows are put aside. */
export interface StagingKey {
  readonly programId: number
  readonly importKey: number
}
