import { detailsKeysOf } from '../parent.ts'
import type { Environment } from './environment.ts'

/** The keys of payment details: those of the environment, which several processes share, else those of the data folder. */
export const detailsKeysFor = ({ detailsKeys, dataDir }: Pick<Environment, 'detailsKeys' | 'dataDir'>): (() => readonly Uint8Array[]) =>
  detailsKeys === undefined ? detailsKeysOf(dataDir) : () => detailsKeys
