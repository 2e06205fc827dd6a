import type { Attribute } from '@tributary/protocol/placement'
import { html } from 'hono/html'
import { DATA_LAYER_NAME, dataLayerBox, USUAL_DATA_LAYER } from '../core/studio-data-layer.ts'
import type { Filled } from '../core/studio-field.ts'
import type { Html } from './page.ts'
import { studioField } from './studio-field.ts'

/** Whether a data layer is told, as a box, and its name, for which there is room once it is ticked: most pages have the usual one. */
export function dataLayerFields(attribute: Attribute, { typed = '', problem, value }: Filled = {}): Html {
  const isTold = typed !== ''
  const name: Attribute = { ...attribute, name: DATA_LAYER_NAME, says: 'The name of the array on your page, if it is not dataLayer.' }
  const named = {
    ...(typed !== USUAL_DATA_LAYER && { typed, ...(value !== undefined && { value }) }),
    ...(problem !== undefined && { problem }),
  }
  return html`<div class="opens">${studioField(dataLayerBox(attribute), isTold ? { value: '' } : {})}
<div class="opened">${studioField(name, named, { usual: USUAL_DATA_LAYER })}</div></div>`
}
