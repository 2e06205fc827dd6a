/** Of an offer of the file what its handle is chosen by; all else of it is put aside. */
export interface NamedOffer {
  /** Its place in the file. */
  readonly position: number
  readonly handle: string
  /** The file states the handle; else another will do where it is taken. */
  readonly isHandleStated: boolean
  readonly line: number
  readonly variants: readonly { readonly sku: string; readonly line: number }[]
}

/** A sku that is stored, with the offer that it belongs to. */
export interface KnownSku {
  readonly sku: string
  readonly handle: string
  readonly source: string
}

/** A handle that is stored, and the format of the file that brought it. */
export interface KnownHandle {
  readonly handle: string
  readonly source: string
}

/** What of an offer of the file belongs to an offer that came from a file of another format. */
export interface Clash {
  readonly offer: NamedOffer
  readonly kind: 'sku' | 'handle'
  readonly value: string
  readonly line: number
}

/** The clashes of a file with what other sources brought. */
export function findClashes(
  source: string,
  offers: readonly NamedOffer[],
  skus: ReadonlyMap<string, KnownSku>,
  handles: ReadonlyMap<string, KnownHandle>,
): Clash[] {
  const isForeign = (known: { readonly source: string } | undefined): boolean => known !== undefined && known.source !== source
  return offers.flatMap((offer): Clash[] => {
    const { handle, isHandleStated, line, variants } = offer
    const foreign = variants.filter(({ sku }) => isForeign(skus.get(sku)))
    if (foreign.length > 0) return foreign.map((variant) => ({ offer, kind: 'sku', value: variant.sku, line: variant.line }))
    const keepsOwn = variants.some(({ sku }) => skus.has(sku))
    return isHandleStated && !keepsOwn && isForeign(handles.get(handle)) ? [{ offer, kind: 'handle', value: handle, line }] : []
  })
}

/**
 * The handle of each offer of the file. Handles stand in links that are out in the world: an offer of which an article is known keeps the one it
 * has, and a handle that this source brought stays with what the file calls so. A handle that is not stated gives way to one that is taken.
 */
export function chooseHandles(
  source: string,
  offers: readonly NamedOffer[],
  skus: ReadonlyMap<string, KnownSku>,
  handles: ReadonlyMap<string, KnownHandle>,
): string[] {
  const used = new Set<string>()
  const take = (handle: string | undefined): string | undefined => {
    if (handle === undefined || used.has(handle)) return undefined
    used.add(handle)
    return handle
  }
  const kept = offers.map(({ variants }) => {
    const known = variants.map(({ sku }) => skus.get(sku)?.handle)
    return take(known.find((handle) => handle !== undefined && !used.has(handle)))
  })
  return offers.map(({ handle }, index) => {
    const stored = handles.get(handle)
    const own = kept[index] ?? (!stored || stored.source === source ? take(handle) : undefined)
    if (own !== undefined) return own
    let free = handle
    for (let count = 2; used.has(free) || handles.has(free); count++) free = `${handle}-${count}`
    used.add(free)
    return free
  })
}
