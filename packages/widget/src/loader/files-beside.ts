// Stands in the place of files.ts in the script that a site serves itself, with all files beside it (`bundled/tributary.js`; the WordPress plugin).
import { manifest } from './manifest.ts'

// Known while the script runs for the first time only.
const current = (document.currentScript as HTMLScriptElement | null)?.src

/** Where the files of this release are, without a slash at the end: where the script came from; at the parent, where it does not say that (an optimiser put it into the page). */
export function filesOf({ parent }: { readonly parent: string }): string {
  const src = document.querySelector<HTMLScriptElement>('script[src][data-tributary-site]')?.src ?? current
  return src ? new URL('.', src).href.slice(0, -1) : `${parent}/v${manifest.version}`
}
