import type { createTributary as realTributary, Tributary } from '@tributary/sdk'
import { buildCustomer } from '../support/build.ts'
import type { Browser } from './browser.ts'
import type { Network } from './network.ts'
import type { Told } from './truth.ts'
import type { Owner, World } from './world.ts'

/** What tabs are opened with. */
export interface Setting {
  readonly world: World
  readonly browser: Browser
  readonly network: Network
  readonly told: Told
  readonly seed: number
  readonly parent: string
  readonly site: string
  readonly createTributary: typeof realTributary
}

/** A tab with the shop in it. */
export interface Tab extends Owner {
  readonly shop: Tributary
}

const MOST_QUOTES = 4
const SECOND_MS = 1_000

/** Opens a tab of the affiliate's page. Orders that an earlier visit left are taken up by the SDK; about old ones the customer is asked. */
export function openTab(setting: Setting, name: string, answer: 'send' | 'as the die says'): Tab {
  const { world, browser, network, told, parent, site, createTributary } = setting
  const owner: Owner = { name, isAlive: true }
  const fetch = network.fetchOf(owner)
  const shop = createTributary({ parent, site, fetch, storage: browser.storage, device: browser.deviceOf(owner) })
  const tell = (work: () => void): void => {
    if (owner.isAlive) work()
  }
  shop.on('saved', ({ orderId, isSaved }) => tell(() => orderId && isSaved && told.saved.add(orderId)))
  shop.on('placed', ({ orderId, number }) => tell(() => told.placed.set(orderId, number)))
  shop.on('refused', ({ orderId, problem }) => tell(() => orderId && told.refused.set(orderId, problem.code)))
  shop.on('unsent', async (left) => {
    for (const { entry, settled } of left) {
      if (settled || 'leadId' in entry) continue
      const unsent = await shop.unsent()
      const chance = answer === 'send' ? 0 : world.random()
      if (chance < 0.6) void unsent.send(entry).catch(() => undefined)
      else if (chance < 0.8 && (await unsent.forget(entry.orderId).catch(() => false))) tell(() => told.forgotten.add(entry.orderId))
    }
  })
  return Object.assign(owner, { shop })
}

/** Buys something once: puts it into the cart, asks for the price, presses the button once or more. */
export async function buy({ world, told, seed }: Setting, { shop, name }: Tab, tab: Owner): Promise<void> {
  shop.cart.set({ sku: 'mug', quantity: 1 + Math.floor(world.random() * 2), offer: 'mug' })
  for (let attempt = 0; attempt < MOST_QUOTES; attempt++) {
    const quote = await shop.quote({ country: 'DE' })
    if (!quote.ok) {
      await world.wait(SECOND_MS, tab)
      continue
    }
    const email = `s${seed}-${name}-${told.emails.length}@customer.example`
    told.emails.push(email)
    const details = { quote: quote.value, customer: buildCustomer({ email }) }
    const presses = 1 + Math.floor(world.random() * 3)
    for (let press = 0; press < presses; press++) {
      void shop.placeOrder(details).catch(() => undefined)
      await world.wait(world.random() * 40 * SECOND_MS, tab)
    }
    return
  }
}
