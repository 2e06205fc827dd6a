import type { Attribute } from '@tributary/protocol/placement'

/** What nearly every page calls the array that tag managers read. */
export const USUAL_DATA_LAYER = 'dataLayer'

/** The field of another name for it, beside the box that says that it is told at all. */
export const DATA_LAYER_NAME = 'data-layer-name'

// What a box says that is ticked.
const TICKED = 'true'

/** What an address says of a field. The data layer has two in a form: the box, and another name, which says nothing by itself. */
export function saidOf(name: string, query: URLSearchParams): readonly string[] {
  const said = query.getAll(name)
  if (name !== 'data-layer' || said.every((one) => one.trim() === '')) return said
  const other = query.get(DATA_LAYER_NAME)?.trim()
  return other ? [other] : said.map((one) => (one === TICKED ? USUAL_DATA_LAYER : one))
}

/** The same field with a sentence for a form in which it is a box. */
export const dataLayerBox = (attribute: Attribute): Attribute => ({
  name: attribute.name,
  type: 'flag',
  says: 'Tag managers and GA4 are told what is looked at and bought.',
})
