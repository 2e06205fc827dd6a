import './dom.ts'
import type { CardActions, CardView } from '@tributary/widget/card/card-view'
import { OfferCard } from '@tributary/widget/card/offer-card'
import { h, render } from 'preact'
import { describe, expect, test, vi } from 'vitest'
import { buildCard, buildOffer, buildProgram, buildService } from './build.ts'
import { textOf } from './dom.ts'

const idle: CardActions = { choose: () => undefined, order: () => undefined }

function show(view: CardView, actions: Partial<CardActions> = {}): HTMLElement {
  const place = document.createElement('div')
  render(h(OfferCard, { view, actions: { ...idle, ...actions } }), place)
  return place
}

const sized = buildOffer({
  title: 'Hoodie',
  options: [{ name: 'Size', values: ['M', 'L'] }],
  variants: [
    { sku: 'm', options: ['M'], amountMinor: 5_900, regularMinor: 6_900, available: true, stock: 3 },
    { sku: 'l', options: ['L'], amountMinor: 6_900, available: false },
    { sku: 'xl', options: ['XL'], amountMinor: 7_900, available: true },
  ],
})

describe('a card shows', () => {
  test('price, tax note, disclosure and one button for a simple offer', () => {
    const card = show(buildCard())
    expect(textOf(card)).toBe(
      'Enamel mug€14.90Tax included, plus shippingOrderSold and shipped by Acme. This site earns a commission. Ask a question',
    )
    expect(card.querySelectorAll('.primary')).toHaveLength(1)
  })

  test('the picture in reserved space, with its words, and no zoom or haste', () => {
    const image = show(buildCard()).querySelector('img')
    expect([image?.alt, image?.getAttribute('width'), image?.getAttribute('height'), image?.getAttribute('loading')]).toEqual([
      'A white mug',
      '800',
      '1000',
      'lazy',
    ])
  })

  test('where prices begin, while nothing is chosen', () => {
    expect(textOf(show(buildCard({ offer: sized, chosen: [undefined] })))).toContain('From €59.00')
  })

  test('the price of the choice, what it was, and how many are left', () => {
    const text = textOf(show(buildCard({ offer: sized, chosen: ['M'] })))
    expect(text).toContain('€59.00 was €69.00')
    expect(text).toContain('3 left')
  })

  test('what a stated quantity costs, beside the tax note', () => {
    const unit = { amountMinor: 1_720, base: '1 l' }
    const offer = buildOffer({ variants: [{ sku: 'oil', options: [], amountMinor: 1_290, unit, available: true }] })
    expect(textOf(show(buildCard({ offer })))).toContain('€12.90€17.20 / 1 l · Tax included')
  })

  test('by how much a price is reduced, rounded down', () => {
    const offer = buildOffer({ variants: [{ sku: 'm', options: [], amountMinor: 5_901, regularMinor: 6_900, available: true }] })
    expect(textOf(show(buildCard({ offer })))).toContain('−14 %')
  })

  test('what cannot be had, disabled and with the reason', () => {
    const options = [...show(buildCard({ offer: sized, chosen: [undefined] })).querySelectorAll('option')]
    expect(options.map((option) => [option.textContent, option.disabled])).toEqual([
      ['Choose', false],
      ['M', false],
      ['L – sold out', true],
    ])
  })

  test('what is left to choose, after the button was pressed too early', () => {
    const card = show(buildCard({ offer: sized, chosen: [undefined], isIncomplete: true }))
    expect(textOf(card.querySelector('[role=alert]'))).toBe('Choose size first.')
    expect(card.querySelector('select')?.getAttribute('aria-invalid')).toBe('true')
  })

  test('that it is sold out, and a way out', () => {
    const offer = buildOffer({ variants: [{ sku: 'mug', options: [], amountMinor: 1_490, available: false }] })
    const card = show(buildCard({ offer }))
    expect(textOf(card)).toContain('Sold out')
    expect(textOf(card.querySelector('.button'))).toBe('See it at Acme')
    expect(card.querySelector('button')).toBeNull()
  })

  test('where a question about the offer is asked', () => {
    const link = show(buildCard()).querySelector<HTMLAnchorElement>('p a')
    expect([textOf(link), link?.href]).toEqual(['Ask a question', 'https://parent.example/ask/mug?via=FERNWEH'])
  })

  test.each([
    ['from', 'From €490.00'],
    ['fixed', '€490.00'],
    ['on_request', 'Price on request'],
  ] as const)('of a service what it is, for whom, what it costs (%s) and how soon somebody answers', (kind, price) => {
    const card = show(buildCard({ offer: buildService({ price: kind === 'on_request' ? { kind } : { kind, amountMinor: 49_000 } }) }))
    expect(textOf(card)).toBe(
      `Kitchen planningWe measure and draw.${price}Berlin · 2 to 3 days · Answers within a dayAsk for an offerDone by Acme. This site earns a commission.`,
    )
    expect(card.querySelector('select')).toBeNull()
  })

  test.each([
    [5, 'Answers within 5 hours'],
    [48, 'Answers within 2 days'],
  ])('within how many hours or days somebody answers (%i)', (answersWithinHours, text) => {
    expect(textOf(show(buildCard({ offer: buildService({ answersWithinHours }) })))).toContain(text)
  })

  test('a ribbon on a test site', () => {
    expect(textOf(show(buildCard({ isTest: true })).querySelector('.ribbon'))).toBe('Test: nothing is charged or shipped.')
  })

  test('that tax comes on top, where it does', () => {
    expect(textOf(show(buildCard({ program: buildProgram({ taxIncluded: false }) })))).toContain('Plus tax and shipping')
  })

  test('that the sheet is on its way', () => {
    expect(
      show(buildCard({ isOpening: true }))
        .querySelector('.primary')
        ?.getAttribute('aria-busy'),
    ).toBe('true')
  })

  test('its own size while it loads', () =>
    expect(show({ kind: 'loading' }).querySelector('.card')?.getAttribute('aria-busy')).toBe('true'))

  test('text as text, whatever stands in it', () => {
    const card = show(
      buildCard({ offer: buildOffer({ title: '<img src=x onerror=alert(1)>' }), program: buildProgram({ name: '<b>Acme</b>' }) }),
    )
    expect(card.querySelectorAll('img')).toHaveLength(1)
    expect(card.querySelector('b')).toBeNull()
  })
})

describe('on a card a customer can', () => {
  test('choose and order', () => {
    const actions = { choose: vi.fn(), order: vi.fn() }
    const card = show(buildCard({ offer: sized, chosen: ['M'] }), actions)
    card.querySelector<HTMLButtonElement>('.primary')?.click()
    const select = card.querySelector('select')
    if (select) select.value = ''
    select?.dispatchEvent(new Event('change'))
    expect(actions.order).toHaveBeenCalledOnce()
    expect(actions.choose).toHaveBeenCalledWith(0, undefined)
  })
})
