import './dom.ts'
import { newId } from '@tributary/protocol/id'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { place } from '@tributary/widget/held/place-placement'
import { tend } from '@tributary/widget/upkeep/properties'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addPlacement } from '../support/placement.ts'
import { clearPage, until, ViewObserver } from './dom.ts'
import { openShop } from './shop.ts'

let app: TestApp
let heard: string[]
beforeAll(async () => {
  app = await createTestApp()
  tend('offer', TributaryOffer)
  customElements.define('tributary-offer', TributaryOffer)
  await import('@tributary/widget/events')
  for (const name of ['ready', 'view', 'error']) {
    document.addEventListener(`tributary:${name}`, (event) => {
      const place = event.composedPath()[0] as Element
      heard.push(`${name} ${place.localName} ${Object.values((event as CustomEvent).detail)}`)
    })
  }
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  heard = []
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 100))

async function hold(id: string): Promise<HTMLElement> {
  const element = document.createElement('tributary-placement')
  element.setAttribute('placement', id)
  document.body.append(element)
  await place(openShop(app), element)
  return element
}

/** An offer as the page says it, alone or in a shadow root of the page’s own. */
function show(attributes: Readonly<Record<string, string>>, root: ParentNode = document.body): TributaryOffer {
  const element = document.createElement('tributary-offer') as TributaryOffer
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  root.append(element)
  element.shop = openShop(app)
  return element
}

test('a placement that the parent keeps tells what it shows', async () => {
  const { id } = await addPlacement(app, {})
  await hold(id)
  await until(() => heard.length, 'an event')
  await settled()
  expect(heard).toEqual(['ready tributary-offer mug'])
})

test('one whose offer is not sold any more says so where its author looks, once', async () => {
  const { id } = await addPlacement(app, { attributes: { offer: 'sledge' } })
  const element = await hold(id)
  await until(() => element.getAttribute('data-tributary-error') === 'offer_unknown', 'a complaint')
  await settled()
  expect(heard).toEqual(['error tributary-placement offer_unknown'])
})

test('one that the site does not have tells its code', async () => {
  await hold(newId('placement'))
  await settled()
  expect(heard).toEqual(['error tributary-placement placement_unknown'])
})

test('an attribute that cannot be taken is told, and all else too', async () => {
  const element = show({ offer: 'mug', density: 'tight' })
  await until(() => heard.some((one) => one.startsWith('ready')), 'ready')
  ViewObserver.tell(element, true)
  expect(heard.sort()).toEqual(['error tributary-offer attribute_invalid', 'ready tributary-offer mug', 'view tributary-offer mug'])
})

test('what fails in a shadow root is told, and is neither ready nor seen', async () => {
  const host = document.createElement('div')
  document.body.append(host)
  const element = show({ offer: 'sledge' }, host.attachShadow({ mode: 'open' }))
  await until(() => element.hasAttribute('data-tributary-error'), 'a complaint')
  await settled()
  expect(heard).toEqual(['error tributary-offer offer_unknown'])
})
