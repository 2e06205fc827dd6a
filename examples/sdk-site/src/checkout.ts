import type { Customer, Failure, ProgramFacts, Quote, Tributary, UnsentOrder } from '@tributary/sdk'
import { byId, make, money } from './page.ts'

/** From the form to the order: ask for the price, show it, place what was shown. */
export function startCheckout(shop: Tributary, program: ProgramFacts): void {
  let quote: Quote | undefined
  fillCountries(program)
  fillLegal(program)

  const ask = async (shipping?: string): Promise<void> => {
    const { country, postcode } = customer().delivery
    const answer = await shop.quote({ country, postcode, shipping })
    if (!answer.ok) return say(trouble(answer.error))
    quote = answer.value
    showTotal(quote, program)
    say('')
  }

  const pay = async (): Promise<void> => {
    if (!quote) return
    const result = await shop.placeOrder({ quote, customer: customer() })
    switch (result.outcome) {
      case 'placed':
        byId('total').hidden = true
        return
      case 'refused':
        return say(trouble(result.problem))
      case 'saved':
        return say(
          'Your order is saved in this browser and is sent by itself, from this page or when you come back. It is placed only once.',
        )
      case 'unknown':
        return say('We do not know yet whether your order arrived. Keep this page open and press again: it will be placed only once.')
    }
  }

  // However long it took, and whichever visit the order is from.
  shop.on('placed', ({ number, statusUrl }) => say(`${program.name} has your order ${number}.`, statusUrl))
  shop.on('refused', ({ problem }) => say(trouble(problem)))
  shop.on('unsent', (left) => left.filter(({ settled }) => !settled).forEach(({ order }) => void askAbout(order)))
  const askAbout = async (order: UnsentOrder): Promise<void> => {
    const unsent = await shop.unsent()
    const about = `${order.lines.map(({ title }) => title).join(', ')}, ${money(program, order.totalMinor)}`
    if (confirm(`An order was never sent: ${about}. Send it now?`)) await unsent.send(order)
    else await unsent.forget(order.orderId)
  }

  byId('ask').addEventListener('click', () => {
    if (byId<HTMLFormElement>('checkout').reportValidity()) void ask()
  })
  byId('shipping').addEventListener('change', () => void ask(byId<HTMLSelectElement>('shipping').value))
  byId('pay').addEventListener('click', () => void pay())
}

function customer(): Customer {
  const typed = Object.fromEntries(new FormData(byId<HTMLFormElement>('checkout'))) as Record<string, string>
  const { email = '', name = '', line1 = '', city = '', country = '', postcode } = typed
  return { email, delivery: { name, line1, city, country, ...(postcode && { postcode }) } }
}

function showTotal({ shippingChoices, shipping, totals }: Quote, program: ProgramFacts): void {
  const choices = shippingChoices.map(({ id, title, amountMinor }) =>
    Object.assign(make('option', `${title}, ${money(program, amountMinor)}`), { value: id, selected: id === shipping.id }),
  )
  byId('shipping').replaceChildren(...choices)
  const sums = [
    ['Articles', totals.subtotalMinor - totals.discountMinor],
    ['Shipping', totals.shippingMinor],
    [totals.taxIncluded ? 'Tax (included)' : 'Tax', totals.taxMinor],
    ['Total', totals.totalMinor],
  ] as const
  byId('sums').replaceChildren(
    ...sums.map(([name, amountMinor]) => {
      const row = make('div')
      row.append(make('dt', name), make('dd', money(program, amountMinor)))
      return row
    }),
  )
  byId('pay').textContent = `Order and pay ${money(program, totals.totalMinor)}`
  byId('total').hidden = false
}

function fillCountries({ countries }: ProgramFacts): void {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'region' })
  byId('checkout')
    .querySelector('select')
    ?.replaceChildren(...countries.map((code) => Object.assign(make('option', names.of(code)), { value: code })))
}

function fillLegal({ links }: ProgramFacts): void {
  const named = Object.entries(links).map(([name, href]) => Object.assign(make('a', name), { href, target: '_blank', rel: 'noopener' }))
  byId('legal').replaceChildren(...named.flatMap((link, index) => (index === 0 ? [link] : [', ', link])))
}

const trouble = ({ title, detail, errors = [] }: Failure): string =>
  [title, detail, ...errors.map((error) => error.detail)].filter(Boolean).join(' ')

function say(text: string, link?: string): void {
  byId('say').textContent = `${text} `
  if (link) byId('say').append(Object.assign(make('a', 'See your order'), { href: link }))
}
