// Stands in the place of files.ts in the script that a site serves itself, with all files beside it (`bundled/tributary.js`; the WordPress plugin).
const script = (document.currentScript ?? document.querySelector('script[data-tributary-site]')) as HTMLScriptElement

const beside = new URL('.', script.src).href.slice(0, -1)

/** Where the files of this release are, without a slash at the end: where the script came from. */
export const filesOf = (): string => beside
