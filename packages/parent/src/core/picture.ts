const ANY_ORIGIN = 'https://parent.example'

/** Whether a picture's address may be shown: absolute over HTTP, or a path that stays below `media/`, where the parent serves its own pictures. */
export function isSafeSource(source: string): boolean {
  if (URL.canParse(source)) return /^https?:\/\//i.test(source)
  if (!/^media\/[\w./%-]+$/.test(source) || /%(2f|5c|00)/i.test(source)) return false
  // What is left after the dots are resolved counts, encoded ones too: `media/%2e%2e/x` leaves the folder.
  return new URL(source, `${ANY_ORIGIN}/`).href.startsWith(`${ANY_ORIGIN}/media/`)
}
