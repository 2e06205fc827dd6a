import { manifest } from './manifest.ts'

/** Where the files of this release are, without a slash at the end: at the parent. A script that a site serves itself has another module in its place. */
export const filesOf = ({ parent }: { readonly parent: string }): string => `${parent}/v${manifest.version}`
