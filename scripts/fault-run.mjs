// One order on a bad network: pressed, struck by an event, and looked for afterwards.
import { setTimeout as pause } from 'node:timers/promises'
import { openBrowser } from './customer-browser.mjs'
import { NO_FAULTS, seededRandom, startFaultProxy } from './fault-proxy.mjs'

const PROMISE_MS = 3_000
const LATEST_STRIKE_MS = 1_500
const RECOVERY_MS = 30_000
const LOOK_EVERY_MS = 200
const RUN_LIMIT_MS = 90_000

/** What happens right after the customer presses the order button. Each answers the page that the visit goes on in. */
export const EVENTS = {
  'close the tab': async ({ page, browser, address }) => {
    const next = await browser.context.newPage()
    await page.close()
    return { next, go: () => next.goto(`${address}/other`) }
  },
  'go to another site': async ({ page, elsewhere, address }) => {
    await page.goto(elsewhere)
    return { next: page, go: () => page.goto(`${address}/other`) }
  },
  'kill the browser': async ({ browser, address, reopen }) => {
    await browser.kill()
    const next = await reopen()
    return { next, go: () => next.goto(`${address}/other`) }
  },
  // The customer stays: the page itself has to notice that the network is back.
  'offline and back': async ({ page, browser, proxy, random }) => {
    await browser.context.setOffline(true)
    proxy.down()
    await pause(500 + random() * 1_500)
    proxy.up()
    return { next: page, go: () => browser.context.setOffline(false) }
  },
}

/** Runs one cell once; answers what the page promised, and what became of the order. */
export async function runFault({ parent, shop, pages, seed, delayMs, brokenShare, event }) {
  const random = seededRandom(seed)
  const email = `customer-${seed}@customer.example`
  const proxy = await startFaultProxy(new URL(parent.origin).port, seed)
  const address = pages.add(seed, { script: proxy.origin, site: shop.site })
  let browser = await openBrowser()
  // Whatever it hangs in then fails at once.
  const limit = setTimeout(() => browser.kill(), RUN_LIMIT_MS)
  const reopen = async () => {
    browser = await openBrowser(browser.profile)
    return browser.context.newPage()
  }
  try {
    const page = await browser.context.newPage()
    await page.goto(address)
    const pay = await toReview(page, email)
    proxy.set({ delayMs, brokenShare })
    await pay.click()
    const isPromised = await promised(page)
    // Squared: most strike early, while the order is on its way.
    await pause(random() ** 2 * LATEST_STRIKE_MS)
    const { next, go } = await EVENTS[event]({ page, browser, proxy, address, elsewhere: pages.elsewhere, random, reopen })
    await pause(random() * 500)
    proxy.set(NO_FAULTS)
    const startedAt = performance.now()
    await go()
    const found = await look(parent, email, next)
    return { email, isPromised, ...found, recoverySeconds: (performance.now() - startedAt) / 1_000 }
  } finally {
    clearTimeout(limit)
    await browser.kill()
    await proxy.close()
    browser.remove()
  }
}

async function toReview(page, email) {
  await page.getByRole('button', { name: 'Order' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Country').selectOption('DE')
  const details = {
    'E-mail': email,
    'Full name': 'Ada Muster',
    'Street and number': 'Lindenweg 3',
    Postcode: '10115',
    'Town or city': 'Berlin',
  }
  for (const [label, text] of Object.entries(details)) await sheet.getByLabel(label).fill(text)
  await sheet.getByRole('button', { name: 'Review your order' }).click()
  const pay = sheet.getByRole('button', { name: /^Order and pay/ })
  await pay.waitFor()
  return pay
}

// Whether the sheet says that the order is safe: kept on the device, or placed.
function promised(page) {
  const isSafe = () => {
    const form = document.querySelector('tributary-sheet')?.shadowRoot?.querySelector('form')
    return form?.hasAttribute('data-saved') || form?.dataset.state === 'placed'
  }
  return page.waitForFunction(isSafe, undefined, { timeout: PROMISE_MS, polling: 20 }).then(
    () => true,
    () => false,
  )
}

/** Looks until there is an order and the outbox is empty, or the time is over. */
async function look(parent, email, page) {
  const until = performance.now() + RECOVERY_MS
  for (;;) {
    const orders = (await ordersOf(parent)).filter(({ customer }) => customer.email === email).length
    const unsent = await page.evaluate(countUnsent).catch(() => undefined)
    if ((0 < orders && unsent === 0) || until < performance.now()) return { orders, unsent }
    await pause(LOOK_EVERY_MS)
  }
}

/** Every order that the parent has. */
export async function ordersOf({ staff }) {
  const orders = []
  let cursor
  do {
    const page = await staff('GET', `/v1/admin/orders?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    orders.push(...page.orders)
    cursor = page.next
  } while (cursor)
  return orders
}

// Runs in the page. It must not make the database that it looks for.
async function countUnsent() {
  const databases = await indexedDB.databases()
  if (!databases.some(({ name }) => name === 'tributary')) return 0
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('tributary')
    opening.onupgradeneeded = () => opening.transaction.abort()
    opening.onerror = () => resolve(0)
    opening.onsuccess = () => {
      const database = opening.result
      if (!database.objectStoreNames.contains('orders')) {
        database.close()
        resolve(0)
        return
      }
      const counting = database.transaction('orders').objectStore('orders').count()
      counting.onsuccess = () => resolve(counting.result)
      counting.onerror = () => reject(counting.error)
      database.close()
    }
  })
}
