import './dom.ts'
import type { HeldPlacement, NewPlacement } from '@tributary/protocol/held-placement'
import { placementsAnswer } from '@tributary/protocol/held-placement.schema'
import { newId } from '@tributary/protocol/id'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { keepPlacements, keptPlacement, placementsIn } from '@tributary/widget/held/kept-placements'
import { place } from '@tributary/widget/held/place-placement'
import { texts as german } from '@tributary/widget/words/de/index'
import { speak } from '@tributary/widget/words/spoken'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addPlacement, asAffiliate } from '../support/placement.ts'
import { clearPage, textOf, until } from './dom.ts'
import { down, type Network, openShop } from './shop.ts'

// The parent remembers an answer for a second.
const FORGOTTEN_MS = 1_050

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  customElements.define('tributary-offer', TributaryOffer)
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const keep = (more: Partial<NewPlacement> = {}) => addPlacement(app, more)
const change = async (id: string, body: Partial<NewPlacement>) => {
  const sent = { name: 'Sidebar', kind: 'offer', ...body }
  expect((await asAffiliate(app, 'putOwnPlacement', { parameters: { id }, body: sent })).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS))
}

function linkTo(id: string, attributes: Record<string, string> = {}): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = `${app.origin}/p/${id}?via=${app.site.key}`
  for (const [name, value] of Object.entries({ placement: id, size: 'card', ...attributes })) {
    link.setAttribute(`data-tributary-${name}`, value)
  }
  document.body.append(link)
  return link
}

function elementOf(id: string, attributes: Record<string, string> = {}): HTMLElement {
  const element = document.createElement('tributary-placement')
  for (const [name, value] of Object.entries({ placement: id, ...attributes })) element.setAttribute(name, value)
  document.body.append(element)
  return element
}

/** What a placement shows: the element in it, or nothing yet. */
const partOf = (): HTMLElement | null | undefined =>
  document.querySelector('tributary-placement')?.shadowRoot?.querySelector('[exportparts]')
const shows = (text: string) => until(() => textOf(partOf()?.shadowRoot ?? partOf()).includes(text) && partOf(), text)

describe('a placement that the parent keeps', () => {
  test.each([
    ['offer', { offer: 'mug' }, 'tributary-offer', 'Enamel mug'],
    ['offer', { offer: 'mug', layout: 'button', price: '' }, 'tributary-offer', '€14.90'],
    ['collection', { collection: 'kitchen' }, 'tributary-collection', 'Show more'],
    ['cart', {}, 'tributary-cart', 'Cart'],
    ['share', { offer: 'mug' }, 'tributary-share', 'Share'],
    ['status', {}, 'tributary-status', 'link'],
  ] as const)('of the kind %s with %j is shown in the place of its link', async (kind, attributes, tag, text) => {
    const { id } = await keep({ kind, attributes })
    const link = linkTo(id)
    await place(openShop(app), link)
    if (kind === 'collection') await until(() => partOf()?.shadowRoot?.querySelector('tributary-offer'), 'an offer')
    else await shows(text)
    expect(partOf()?.localName).toBe(tag)
    await until(() => link.hidden, 'a hidden link')
    for (const [name, value] of Object.entries(attributes)) expect(partOf()?.getAttribute(name)).toBe(value)
  })

  test('says what the page says itself before what is kept, and names who earns in the same order', async () => {
    const { id } = await keep({ attributes: { offer: 'mug', density: 'roomy', theme: 'own', via: 'KEPT' } })
    const shop = openShop(app)
    const said = async (attributes: Record<string, string>) => {
      document.body.replaceChildren()
      await place(shop, linkTo(id, attributes))
      const part = await until(partOf, 'the card')
      return [part.getAttribute('density'), part.getAttribute('via')]
    }
    expect(await said({})).toEqual(['roomy', 'KEPT'])
    expect(await said({ density: 'compact', via: 'PAGES' })).toEqual(['compact', 'PAGES'])
    const other = await keep()
    document.body.replaceChildren()
    await place(shop, linkTo(other.id))
    expect((await until(partOf, 'the card')).getAttribute('via')).toBe(app.site.key)
  })

  test('is asked for with all others of the page in one request', async () => {
    const three = await Promise.all([keep(), keep({ kind: 'cart', attributes: {} }), keep({ attributes: { offer: 'lamp' } })])
    const asked: string[] = []
    const shop = openShop(app, (request, pass) => {
      asked.push(request.path)
      return pass()
    })
    const links = three.map(({ id }) => linkTo(id))
    for (const link of links) await place(shop, link)
    await until(() => links.every(({ hidden }) => hidden), 'three')
    expect(asked.filter((path) => path === '/v1/placements')).toHaveLength(1)
  })

  test('shows the last good version at once while the parent is down', async () => {
    const { id } = await keep({ kind: 'cart', attributes: {} })
    await place(openShop(app), linkTo(id))
    await shows('Cart')
    document.body.replaceChildren()
    await place(openShop(app, down), linkTo(id))
    await shows('Cart')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(document.querySelector('a')?.hidden).toBe(true)
    expect(console.warn).not.toHaveBeenCalled()
  })

  test('that nothing is kept of is its link while the parent is down, and the developer is told once', async () => {
    const { id } = await keep()
    const shop = openShop(app, down)
    for (const link of [linkTo(id), linkTo(id)]) {
      await place(shop, link)
      expect([link.hidden, link.getAttribute('data-tributary-error')]).toEqual([false, 'unavailable'])
    }
    expect(console.warn).toHaveBeenCalledTimes(1)
  })

  test('that the site does not have is its link, with the remedy', async () => {
    const id = newId('placement')
    const link = linkTo(id)
    await place(openShop(app), link)
    expect([link.hidden, link.getAttribute('data-tributary-error')]).toEqual([false, 'placement_unknown'])
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining(`no placement ${id}: copy its id again`))
  })

  test('as an element without a link shows one of its own where it is unknown', async () => {
    const id = newId('placement')
    const element = elementOf(id)
    await place(openShop(app), element)
    const link = await until(() => element.shadowRoot?.querySelector('a'), 'a link')
    expect([textOf(link), link.href]).toEqual(['See the offer', `${app.origin}/p/${id}?via=${app.site.key}`])
    expect(element.getAttribute('data-tributary-error')).toBe('placement_unknown')
  })

  test('of an offer that is not sold any more gives its place back to the link', async () => {
    const { id } = await keep({ attributes: { offer: 'sledge' } })
    const link = linkTo(id)
    await place(openShop(app), link)
    await until(() => link.getAttribute('data-tributary-error') === 'offer_unknown', 'a complaint')
    expect([link.hidden, document.querySelector('tributary-placement')]).toEqual([false, null])
  })

  test('of joining, as an element, is a link of its own to whoever is kept', async () => {
    const { id } = await keep({ kind: 'join', attributes: { via: 'FERNWEH' } })
    await place(openShop(app), elementOf(id))
    const link = await until(() => document.querySelector('tributary-placement')?.shadowRoot?.querySelector('a'), 'a link')
    expect([textOf(link), link.href]).toEqual(['Become an affiliate', `${app.origin}/join?via=FERNWEH`])
  })

  test('of joining, as an element, speaks the language of the page', async () => {
    const { id } = await keep({ kind: 'join', attributes: { via: 'FERNWEH' } })
    speak({ join: { title: german.join.title } })
    const element = elementOf(id)
    await place(openShop(app), element)
    expect(textOf(await until(() => element.shadowRoot?.querySelector('a'), 'the link'))).toBe(german.join.title)
    // As the tests after this one have it.
    speak({ join: { title: 'Become an affiliate' } })
  })

  test('lets a link to joining be the link that it is, under whoever is kept', async () => {
    const { id } = await keep({ kind: 'join', attributes: { via: 'FERNWEH' } })
    const link = linkTo(id)
    const asked: string[] = []
    await place(
      openShop(app, (request, pass) => {
        asked.push(request.path)
        return pass()
      }),
      link,
    )
    await until(() => document.querySelector('tributary-placement')?.shadowRoot, 'the placement')
    expect([link.hidden, textOf(document.querySelector('tributary-placement')?.shadowRoot)]).toEqual([false, ''])
    await new Promise((resolve) => setTimeout(resolve, 50))
    const press = new MouseEvent('click', { bubbles: true, cancelable: true })
    link.dispatchEvent(press)
    expect(press.defaultPrevented).toBe(true)
    await until(() => asked.includes('/v1/joining'), 'the facts of joining')
  })
})

describe('what is changed at the parent', () => {
  const seen = async (id: string) => {
    await place(openShop(app), linkTo(id))
    await shows('Enamel mug')
    document.body.replaceChildren()
  }

  test('takes the place of the version that was kept, in one step', async () => {
    const { id } = await keep()
    await seen(id)
    await change(id, { attributes: { offer: 'lamp' } })
    const link = linkTo(id)
    await place(openShop(app), link)
    await until(partOf, 'the one that was kept')
    expect(partOf()?.getAttribute('offer')).toBe('mug')
    await shows('Storm lamp')
    expect(document.querySelector('tributary-placement')?.shadowRoot?.children).toHaveLength(1)
    expect(link.hidden).toBe(true)
    expect(keptPlacement(app.site.key, id)?.attributes).toEqual({ offer: 'lamp' })
  })

  test('becomes another kind in place', async () => {
    const { id } = await keep()
    await seen(id)
    await change(id, { kind: 'cart', attributes: {} })
    await place(openShop(app), linkTo(id))
    await shows('Cart')
    expect(partOf()?.localName).toBe('tributary-cart')
  })

  test('waits for the next visit where a sheet is open', async () => {
    const { id } = await keep()
    await seen(id)
    await change(id, { attributes: { offer: 'lamp' } })
    document.body.append(document.createElement('tributary-sheet'))
    await place(openShop(app), linkTo(id))
    await shows('Enamel mug')
    await until(() => keptPlacement(app.site.key, id)?.attributes['offer'] === 'lamp', 'the other')
    await new Promise((resolve) => setTimeout(resolve, 100))
    await shows('Enamel mug')
  })

  test('and removed there is forgotten here: the link is back', async () => {
    const { id } = await keep()
    await seen(id)
    await asAffiliate(app, 'removeOwnPlacement', { parameters: { id } })
    await new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS))
    const link = linkTo(id)
    await place(openShop(app), link)
    await until(() => link.getAttribute('data-tributary-error') === 'placement_unknown', 'a complaint')
    expect([link.hidden, keptPlacement(app.site.key, id)]).toEqual([false, undefined])
  })
})

test.each([['a'.repeat(120)], ['a,'.repeat(60)]])('that is no id leaves all others alone: %s', async (wrong) => {
  const { id } = await keep({ kind: 'cart', attributes: {} })
  const strange = linkTo(wrong)
  const placed = Promise.all([place(openShop(app), strange), place(openShop(app), linkTo(id))])
  await shows('Cart')
  await placed
  expect(strange.getAttribute('data-tributary-error')).toBe('placement_unknown')
})

describe('a device', () => {
  const shown = (id: string): HeldPlacement => ({
    ...{ id: id as HeldPlacement['id'], site: app.site.key, name: 'One', kind: 'cart', attributes: {}, label: 'Cart' },
    ...{ href: 'https://parent.example/p/x', updatedAt: '2026-03-02T10:00:00.000Z' },
  })

  test('keeps the fifty that were answered last', () => {
    const ids = Array.from({ length: 60 }, () => newId('placement'))
    for (const id of ids) keepPlacements('site', [shown(id)])
    keepPlacements('site', [shown(ids[20] as string)])
    const kept = ids.filter((id) => keptPlacement('site', id))
    expect(kept).toEqual([...ids.slice(10)])
    keepPlacements('site', [shown(ids[0] as string)])
    expect(keptPlacement('site', ids[10] as string)).toBeUndefined()
    expect(keptPlacement('site', ids[20] as string)).toBeDefined()
  })

  test('that keeps nothing shows it all the same', async () => {
    const { localStorage: storage } = globalThis
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new Error('blocked')
      },
    })
    const { id } = await keep({ kind: 'cart', attributes: {} })
    await place(openShop(app), linkTo(id))
    await shows('Cart')
    Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true, writable: true })
    expect(storage.length).toBe(0)
  })

  test('is not looked into where consent is not given any more', async () => {
    const { id } = await keep({ kind: 'cart', attributes: {} })
    keepPlacements(app.site.key, [{ ...shown(id), kind: 'status' }])
    await place({ ...openShop(app), consent: () => 'denied' }, linkTo(id))
    expect(await shows('Cart')).toMatchObject({ localName: 'tributary-cart' })
  })

  test('keeps nothing where consent is not given', async () => {
    const { id } = await keep({ kind: 'cart', attributes: {} })
    await place({ ...openShop(app), consent: () => 'required' }, linkTo(id))
    await shows('Cart')
    expect(localStorage.length).toBe(0)
  })

  test('reads back what the parent answers, and nothing of any other form', () => {
    const strings = fc.dictionary(fc.string(), fc.string())
    const placement = fc.record({
      ...{ id: fc.constant(0).map(() => newId('placement')), kind: fc.constantFrom('offer', 'cart', 'join') },
      ...{ attributes: strings, label: fc.string(), href: fc.string(), updatedAt: fc.constant('2026-03-02T10:00:00.000Z') },
    })
    fc.assert(
      fc.property(fc.array(placement), (placements) => {
        const text = JSON.stringify(placements)
        fc.pre(placementsAnswer.safeParse({ placements: JSON.parse(text) }).success)
        expect(placementsIn(text)).toEqual(JSON.parse(text))
      }),
    )
    const mistaken = fc.oneof(fc.jsonValue(), fc.record({ id: fc.string(), kind: fc.jsonValue(), attributes: fc.jsonValue() }))
    fc.assert(
      fc.property(fc.array(mistaken), (values) => {
        for (const { id, kind, label, attributes } of placementsIn(JSON.stringify(values))) {
          expect([id, kind, label].map((one) => typeof one)).toEqual(['string', 'string', 'string'])
          expect(Object.values(attributes).every((one) => typeof one === 'string')).toBe(true)
        }
      }),
    )
    expect(placementsIn('{')).toEqual([])
  })
})

describe('an answer', () => {
  const answering = (value: object): Network => {
    const body = JSON.stringify({ placements: [value] })
    return (request, pass) => (request.path === '/v1/placements' ? Promise.resolve(new Response(body)) : pass())
  }

  test('puts no attribute on the page that the table does not have', async () => {
    const id = newId('placement')
    const attributes = { offer: 'mug', onclick: 'alert(1)', style: 'color:red', secret: 'x' }
    await place(openShop(app, answering({ id, kind: 'offer', attributes, label: '' })), linkTo(id))
    const part = await shows('Enamel mug')
    // Its height is that of its link, set by the object model.
    expect(part.style.cssText).toBe('min-block-size: 0px;')
    part.removeAttribute('style')
    expect(part.getAttributeNames().sort()).toEqual(['dir', 'exportparts', 'lang', 'offer', 'via'])
  })

  test('of a kind that this script does not know leaves the link', async () => {
    const id = newId('placement')
    const link = linkTo(id)
    await place(openShop(app, answering({ id, kind: 'hologram', attributes: {}, label: '' })), link)
    await until(() => link.getAttribute('data-tributary-error') === 'placement_unknown', 'a complaint')
    expect([link.hidden, document.querySelector('tributary-placement')]).toEqual([false, null])
  })
})
