import './dom.ts'
import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import type { Failure } from '@tributary/sdk'
import { CartLines } from '@tributary/widget/sheet/cart-lines'
import type { SheetActions, SheetView } from '@tributary/widget/sheet/checkout'
import { CodeAnswer } from '@tributary/widget/sheet/code-answer'
import { OrderSheet } from '@tributary/widget/sheet/order-sheet'
import { Outcome, OutcomeButtons } from '@tributary/widget/sheet/outcome'
import { h, render } from 'preact'
import { describe, expect, test, vi } from 'vitest'
import { buildAnswer, buildFacts, buildOffer, buildProgram, buildQuote, idle } from './build.ts'
import { textOf } from './dom.ts'

function show(view: SheetView, actions: Partial<SheetActions> = {}): HTMLElement {
  const place = document.createElement('div')
  render(
    h(OrderSheet, {
      view,
      actions: { ...idle, ...actions },
      parts: { CartLines, CodeAnswer, Outcome, OutcomeButtons },
      onPick: () => undefined,
    }),
    place,
  )
  return place
}

const facts = buildFacts()
const quote = buildQuote()
const primary = (sheet: HTMLElement) => textOf(sheet.querySelector('.primary'))
const problem = (code: ProblemCode, more: Partial<Failure> = {}): Failure => ({
  type: `/problems#${code}`,
  code,
  ...PROBLEMS[code],
  answered: true,
  ...more,
})

describe('every step', () => {
  const views: SheetView[] = [
    { ...facts, state: 'cart' },
    { ...facts, state: 'filling', errors: {} },
    { ...facts, state: 'quoting' },
    { ...facts, state: 'quoting', quote },
    { ...facts, state: 'review', quote },
    { ...facts, state: 'sending', quote, attempt: 1, isOffline: false, isSaved: true },
    { ...facts, state: 'unknown', quote, isOffline: false },
    { ...facts, state: 'refused', problem: problem('stock_short') },
    { ...facts, state: 'placed', quote, answer: buildAnswer(), email: 'ada@customer.example' },
  ]

  test.each(views.map((view) => [view.state, view] as const))(
    '%s keeps all fields in one form, names what is bought, and has one next step',
    (_, view) => {
      const sheet = show(view)
      expect(sheet.querySelectorAll('form')).toHaveLength(1)
      expect([...sheet.querySelectorAll('form [name=email], form [name=line1], form [name=postcode]')]).toHaveLength(3)
      expect(textOf(sheet.querySelector('.bought'))).toContain('Enamel mug')
      expect(sheet.querySelectorAll('.primary')).toHaveLength(1)
      expect(sheet.querySelector('[style]')).toBeNull()
    },
  )

  test('shows the ribbon on a test site', () =>
    expect(textOf(show({ ...facts, isTest: true, state: 'cart' }).querySelector('.ribbon'))).toContain('Test'))

  test('counts the articles where they are several', () => {
    const [line] = facts.lines
    const second = { ...line, item: { sku: 'lamp', quantity: 2, offer: 'x' } } as (typeof facts.lines)[number]
    const lines = [...facts.lines, second]
    expect(textOf(show({ ...facts, lines, state: 'cart' }).querySelector('.bought'))).toContain('3 articles')
  })
})

describe('the cart', () => {
  test('is changed by steps, and a line goes by its own button', () => {
    const setQuantity = vi.fn()
    const sheet = show({ ...facts, state: 'cart' }, { setQuantity })
    const [, more, remove] = [...sheet.querySelectorAll<HTMLButtonElement>('.content .what button')]
    more?.click()
    remove?.click()
    expect(setQuantity.mock.calls.map(([, quantity]) => quantity)).toEqual([2, 0])
    expect(textOf(sheet)).toContain('Subtotal€14.90')
  })

  test('says that it is empty, and leads back', () => {
    const sheet = show({ ...facts, lines: [], state: 'cart' })
    expect(textOf(sheet)).toContain('Your cart is empty.')
    expect(primary(sheet)).toBe('Back to the page')
  })

  test('says of an article that it is sold out meanwhile', () => {
    const offer = buildOffer({ variants: [{ sku: 'mug', options: [], amountMinor: 1, available: false }] })
    const lines = [{ item: { sku: 'mug', quantity: 1, offer: offer.id }, offer, variant: offer.variants[0] }]
    expect(textOf(show({ ...facts, lines, state: 'cart' }))).toContain('Sold out')
  })
})

describe('the form', () => {
  const form = (view: Partial<Extract<SheetView, { state: 'filling' }>> = {}) => show({ ...facts, errors: {}, ...view, state: 'filling' })

  test('can be filled by a browser: each field says what it is', () => {
    const fields = [...form({ draft: { country: 'US' } }).querySelectorAll<HTMLInputElement>('input:not([type=radio]), select')]
    expect(Object.fromEntries(fields.map((field) => [field.name, field.getAttribute('autocomplete')]))).toEqual({
      email: 'email',
      phone: 'shipping tel',
      country: 'shipping country',
      name: 'shipping name',
      line1: 'shipping address-line1',
      line2: 'shipping address-line2',
      postcode: 'shipping postal-code',
      city: 'shipping address-level2',
      region: 'shipping address-level1',
      code: 'off',
    })
  })

  test.each([
    ['DE', ['postcode']],
    ['US', ['region', 'postcode']],
    ['HK', []],
    ['AE', ['region']],
  ])('has the parts that %s has', (country, parts) => {
    const names = [...form({ draft: { country } }).querySelectorAll<HTMLInputElement>('input')].map(({ name }) => name)
    expect(names.filter((name) => name === 'postcode' || name === 'region')).toEqual(parts)
  })

  test('gives each error to its field and to a summary that takes the focus', () => {
    const sheet = form({ errors: { email: 'Give an e-mail address.', city: 'Give a town.' } })
    expect(textOf(sheet.querySelector('[data-focus]'))).toBe(
      '2 fields need a look:E-mail: Give an e-mail address.Town or city: Give a town.',
    )
    const email = sheet.querySelector<HTMLInputElement>('[name=email]')
    expect(email?.getAttribute('aria-invalid')).toBe('true')
    expect(
      email
        ?.getAttribute('aria-describedby')
        ?.split(' ')
        .map((id) => textOf(sheet.querySelector(`#${id}`))),
    ).toEqual(['Give an e-mail address.', 'For the confirmation of your order.'])
  })

  test('labels every field', () => {
    for (const field of form().querySelectorAll<HTMLInputElement>('input, select'))
      expect(form().querySelector(`label[for="${field.id}"]`), field.name).not.toBeNull()
  })

  test('says that the shop cannot be reached, and that nothing is lost', () => {
    const sheet = form({ problem: { ...problem('unavailable'), answered: false } })
    expect(textOf(sheet.querySelector('[role=alert]'))).toBe(
      'Acme cannot be reached at the moment.What you typed is kept. Try again shortly.',
    )
    expect(primary(sheet)).toBe('Try again')
  })
})

describe('the review', () => {
  const review = (view: Partial<Extract<SheetView, { state: 'review' }>> = {}, actions: Partial<SheetActions> = {}) =>
    show({ ...facts, quote, ...view, state: 'review' }, actions)

  test('names all sums, the address, the way, and what the button costs', () => {
    const sheet = review()
    expect(primary(sheet)).toBe('Order and pay €19.80')
    expect(textOf(sheet.querySelector('dl'))).toBe('Subtotal€14.90Shipping€4.90Total€19.80of which tax€3.16')
    expect(textOf(sheet.querySelector('address'))).toBe('Ada Muster Lindenweg 3 10115 Berlin Germany ada@customer.example')
  })

  test('has terms, privacy and returns beside the last button', () => {
    const links = [...review().querySelectorAll<HTMLAnchorElement>('footer .legal a')]
    expect(links.map(({ href }) => href)).toEqual([
      'https://acme.example/terms',
      'https://acme.example/privacy',
      'https://acme.example/returns',
    ])
  })

  test('shows the old total beside the new one and asks for another press', () => {
    expect(textOf(review({ before: 1_780 }).querySelector('[role=alert]'))).toBe(
      'The price changed from €17.80 to €19.80.Nothing is ordered yet. Press again if you agree.',
    )
    expect(textOf(review({ before: 1_980 }).querySelector('[role=alert]'))).toContain('the price is still €19.80')
  })

  test('says of a line that it cost something else on the card', () => {
    const offer = buildOffer({ variants: [{ sku: 'mug', options: [], amountMinor: 1_000, available: true }] })
    const lines = [{ item: { sku: 'mug', quantity: 1, offer: offer.id }, offer, variant: offer.variants[0] }]
    expect(textOf(review({ lines }))).toContain('The price changed from €10.00 to €14.90.')
  })

  test('asks for the price again when another way is chosen', () => {
    const toReview = vi.fn()
    const radio = review({}, { toReview }).querySelector<HTMLInputElement>('input[value=slow]')
    radio?.dispatchEvent(new Event('change', { bubbles: true }))
    expect(toReview).toHaveBeenCalledWith('slow')
  })

  test('adds the tax where prices are without it', () => {
    const totals = { ...quote.totals, taxIncluded: false, taxMinor: 376, totalMinor: 2_356 }
    expect(textOf(review({ quote: buildQuote({ totals }) }).querySelector('dl'))).toBe('Subtotal€14.90Shipping€4.90Tax€3.76Total€23.56')
  })

  test('writes no text as markup', () => {
    const sheet = review({
      draft: { ...facts.draft, name: '<img src=x>', city: '<script>1</script>' },
      program: buildProgram({ name: '<b>x</b>' }),
    })
    expect(sheet.querySelectorAll('address img, script, b')).toHaveLength(0)
  })
})

describe('while an order is on its way', () => {
  test('nothing can be changed, and the text is true', () => {
    const sheet = show({ ...facts, state: 'sending', quote, attempt: 1, isOffline: false, isSaved: true })
    expect(textOf(sheet.querySelector('[role=alert]'))).toBe(
      'Sending it to Acme…It is saved in this browser, and sent now or when you come back to this site.',
    )
    expect(sheet.querySelector('form')?.dataset).toMatchObject({ state: 'sending', saved: 'true' })
    expect(sheet.querySelector('fieldset')?.hasAttribute('disabled')).toBe(true)
    expect(sheet.querySelector('.primary')?.getAttribute('aria-disabled')).toBe('true')
    expect(textOf(show({ ...facts, state: 'sending', quote, attempt: 2, isOffline: false, isSaved: true }))).toContain(
      'Acme has not answered yet.',
    )
  })

  test.each<[string, SheetView]>([
    ['is being saved', { ...facts, state: 'saving', quote }],
    ['could not be saved', { ...facts, state: 'sending', quote, attempt: 1, isOffline: false, isSaved: false }],
  ])('and %s, the page must stay open and the sheet with it', (_, view) => {
    const sheet = show(view)
    expect(textOf(sheet.querySelector('[role=alert]'))).toContain('Keep this page open until it has arrived.')
    expect(sheet.querySelector('.close')).toBeNull()
    expect(sheet.querySelector('[data-saved]')).toBeNull()
  })

  test.each([
    [false, 'Acme has not answered yet.'],
    [true, 'You are offline.'],
  ])('and waits in this browser (offline: %s), the page may be closed', (isOffline, what) => {
    const sheet = show({ ...facts, state: 'queued', quote, isOffline })
    const alert = textOf(sheet.querySelector('[role=alert]'))
    expect(alert).toContain(what)
    expect(alert).toContain('It is sent by itself')
    expect([...sheet.querySelectorAll('footer button')].map(textOf)).toEqual(['Back to the page', 'Send it again'])
  })

  test.each([
    [false, 'We do not know yet whether it arrived. Sent again, it counts only once.'],
    [true, 'You are offline.'],
  ])('and its outcome is unknown (offline: %s), it can be sent again', (isOffline, text) => {
    const sheet = show({ ...facts, state: 'unknown', quote, isOffline })
    expect(textOf(sheet)).toContain(text)
    expect(primary(sheet)).toBe('Send it again')
  })
})

describe('a refusal', () => {
  const refused = (failure: Failure, view: Partial<SheetView> = {}) =>
    show({ ...facts, ...view, state: 'refused', problem: failure } as SheetView)

  test('for want of stock says what is left, and offers that', () => {
    const sheet = refused(problem('stock_short', { sku: 'mug', available: 2 }))
    expect(textOf(sheet.querySelector('[role=alert]'))).toBe(
      'Only 2 of Enamel mug are left.Change your cart and try again. Nothing was ordered.',
    )
    expect(textOf(sheet.querySelector('footer'))).toContain('Take 2')
  })

  test.each([
    ['already_placed', { orderNumber: '7K3X9Q2M' }, 'The order number is 7K3X9Q2M. Nothing was ordered twice.', 'Back to the page'],
    ['origin_unregistered', {}, 'This site cannot take orders for the shop yet.', 'See it at Acme'],
    ['site_unknown', {}, 'You can order on the shop’s own page.', 'See it at Acme'],
    ['sku_unknown', { detail: 'The article mug is gone.' }, 'The article mug is gone. Nothing was ordered.', 'Change the cart'],
    ['quantity_over_limit', {}, 'That is more than one order may take.', 'Change the cart'],
  ] as const)('%s says what happened and what to do', (code, more, text, button) => {
    const sheet = refused(problem(code, more))
    expect(textOf(sheet)).toContain(text)
    expect(primary(sheet)).toBe(button)
  })

  test('never says "something went wrong", shouts or shows a code', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const text = textOf(refused(problem(code)).querySelector('[role=alert]'))
      expect(text).not.toMatch(/went wrong|!|_/i)
    }
  })
})

describe('the receipt', () => {
  const placed = (view: Partial<Extract<SheetView, { state: 'placed' }>> = {}) =>
    show({ ...facts, quote, answer: buildAnswer(), email: 'ada@customer.example', ...view, state: 'placed' })

  test('has the number, three dated lines, who to ask, and a link to keep', () => {
    const sheet = placed()
    expect(textOf(sheet.querySelector('.number'))).toBe('Order number7K3X9Q2M€19.80')
    // Monday, 2 March 2026, and two to four working days.
    expect(textOf(sheet.querySelector('.path'))).toBe(
      'Received Mon, Mar 2Shipped You get an e-mail when it leavesArrives Wed, Mar 4 to Fri, Mar 6',
    )
    expect(textOf(sheet)).toContain('Questions? hello@acme.example')
    expect(sheet.querySelector<HTMLAnchorElement>('.primary')?.href).toBe('https://parent.example/order/x/y')
  })

  test('leads to the payment where one is due, and nowhere that is no web address', () => {
    const pay = placed({ answer: buildAnswer({ next: { kind: 'redirect', url: 'https://pay.example/1' } }) })
    expect([primary(pay), pay.querySelector<HTMLAnchorElement>('.primary')?.href]).toEqual(['Continue to payment', 'https://pay.example/1'])
    const script = placed({ answer: buildAnswer({ next: { kind: 'redirect', url: 'javascript:alert(1)' } }) })
    expect(script.innerHTML).not.toContain('javascript:')
  })

  test('says where the price changed on the way, and that it waits', () => {
    expect(textOf(placed({ answer: buildAnswer({ state: 'awaiting_customer' }) }))).toContain(
      'The price is now €19.80. Accept or decline it on the order’s page.',
    )
  })
})

describe('an address', () => {
  const labels = (country: string): string[] => {
    const sheet = show({ ...facts, draft: { country }, state: 'filling', errors: {} })
    return [...sheet.querySelectorAll('label')].map(textOf).slice(4, -1)
  }

  test.each([
    ['DE', ['Street and number', 'Flat, floor, building (optional)', 'Postcode', 'Town or city']],
    ['US', ['Street and number', 'Flat, floor, building (optional)', 'Town or city', 'State', 'ZIP code']],
    ['CA', ['Street and number', 'Flat, floor, building (optional)', 'Town or city', 'Province', 'Postcode']],
    ['JP', ['Postcode', 'Prefecture', 'Town or city', 'Street and number', 'Flat, floor, building (optional)']],
    ['AE', ['Street and number', 'Flat, floor, building (optional)', 'Town or city', 'Emirate']],
  ])('in %s is asked for in the order and by the names of its country', (country, asked) => expect(labels(country)).toEqual(asked))

  test('keeps what was typed where another country moves its fields', () => {
    const place = document.createElement('div')
    const draw = (country: string) =>
      render(
        h(OrderSheet, {
          view: { ...facts, draft: { country }, state: 'filling', errors: {} },
          actions: idle,
          parts: undefined,
          onPick: () => undefined,
        }),
        place,
      )
    draw('DE')
    const field = (name: string) => place.querySelector<HTMLInputElement>(`[name=${name}]`)
    const values = { line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' }
    for (const [name, value] of Object.entries(values)) {
      const input = field(name)
      if (input) input.value = value
    }
    draw('JP')
    expect(Object.keys(values).map((name) => field(name)?.value)).toEqual(Object.values(values))
  })
})
