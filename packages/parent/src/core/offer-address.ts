/** The handle of the offer whose page at the parent this address is; `undefined` where it is none. Never throws, whatever somebody wrote. */
export function handleIn(address: string, parent: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const [, encoded] = (url?.origin === parent && /^\/o\/([^/]+)$/.exec(url.pathname)) || []
  if (encoded === undefined) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
