import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableBlocks } from '../support/leveldb.ts'
import { filesOf, searchProfile } from '../support/profile-search.ts'
import { cardOf, fillDetails, openStorefront, orderNumber, payButton, type Storefront, sheetOf } from '../support/storefront.ts'
import { openVisitor, type Visitor } from '../support/visitor.ts'

// Nothing else in a profile looks like these: none of them is a word, and one is beyond Latin-1, which V8 stores as UTF-16.
const CUSTOMER = {
  'E-mail': 'q7zkw3vxj9@customer.example',
  'Delivery phone': '+49 1573 9284617',
  'Full name': 'Xqvanthw Ψzqwkjhmω',
  'Street and number': 'Jxqpvwzkgasse 4711',
  'Flat, floor, building': 'Zvqhxkjw am Tor',
}
const NEEDLES = ['q7zkw3vxj9', '9284617', 'Xqvanthw', 'Ψzqwkjhmω', 'Jxqpvwzk', 'Zvqhxkjw']

// What a browser itself remembers of forms is its owner's business; the rest of the profile is searched whole, with nothing left out.
const AUTOFILL_OFF = {
  autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
}

// Chromium writes what is in sessionStorage down after five seconds, and not at all where the page is closed before.
const FLUSH_MS = 6_000

let shop: Storefront
let visitor: Visitor | undefined
beforeAll(async () => {
  shop = await openStorefront()
  shop.pageIs(shop.script + shop.placement('mug'))
})
afterAll(async () => {
  visitor?.remove()
  await shop?.close()
})

/** Opens the shop's page in a profile, does something there, and ends the browser as a person does. */
async function visit(profile: string | undefined, doThere: (page: Page) => Promise<void>): Promise<{ profile: string; cookies: string }> {
  visitor = await openVisitor(AUTOFILL_OFF, profile)
  const page = await visitor.context.newPage()
  await page.goto(`${shop.host.origin}/`)
  await doThere(page)
  // On disk their values are encrypted: the browser has to be asked.
  const cookies = JSON.stringify(await visitor.context.cookies())
  await visitor.close()
  return { profile: visitor.profile, cookies }
}

async function pressOrder(page: Page) {
  await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).click()
  const sheet = sheetOf(page)
  await fillDetails(sheet)
  for (const [label, text] of Object.entries(CUSTOMER)) await sheet.getByLabel(label).fill(text)
  await sheet.getByRole('button', { name: 'Review your order' }).click()
  await payButton(sheet).click()
  return sheet
}

const lookAround = async (page: Page): Promise<void> => cardOf(page, 'Enamel mug').waitFor()

describe('after an order, nothing of the customer is left in the browser', () => {
  test('in no file of the profile, in no cookie; also after the browser has started again', async () => {
    const first = await visit(undefined, async (page) => {
      await orderNumber(await pressOrder(page))
      await page.waitForTimeout(FLUSH_MS)
    })
    expect((await shop.orders())[0]?.customer).toMatchObject({ email: CUSTOMER['E-mail'] })
    expect(filesOf(first.profile).length).toBeGreaterThan(50)
    expect(searchProfile(first.profile, NEEDLES)).toEqual([])
    expect(NEEDLES.filter((needle) => first.cookies.includes(needle))).toEqual([])

    const second = await visit(first.profile, lookAround)
    expect(searchProfile(second.profile, NEEDLES)).toEqual([])
    visitor?.remove()
  })

  test('nor while it waits to be sent: it waits sealed', async () => {
    const before = (await shop.orders()).length
    const { profile } = await visit(undefined, async (page) => {
      await page.route('**/v1/orders', (route) => route.abort('internetdisconnected'))
      await pressOrder(page)
      await page.locator('tributary-sheet form[data-saved]').waitFor()
      await page.waitForTimeout(FLUSH_MS)
    })
    expect(searchProfile(profile, NEEDLES)).toEqual([])
    expect((await shop.orders()).length).toBe(before)

    const sent = await visit(profile, async () => {
      await expect.poll(async () => (await shop.orders()).length, { timeout: 20_000 }).toBe(before + 1)
    })
    expect((await shop.orders())[0]?.customer).toMatchObject({ email: CUSTOMER['E-mail'], phone: CUSTOMER['Delivery phone'] })
    expect(searchProfile(sent.profile, NEEDLES)).toEqual([])
    visitor?.remove()
  })
})

describe('the search finds', () => {
  const marker = (place: string) => `mVqx7zkw${place}`
  const places = ['localStorage', 'sessionStorage', 'indexedDB', 'deleted', 'cache', 'opfs']

  test('what a page leaves on purpose, in each storage, plain and within tables, and what it deleted again', async () => {
    const first = await visit(undefined, async (page) => {
      await page.evaluate(leaveMarkers, Object.fromEntries([...places, 'cookie'].map((place) => [place, `Ψ${marker(place)}`])))
      await page.waitForTimeout(FLUSH_MS)
    })
    expect(placesIn(first.profile)).toEqual(places.toSorted())
    const second = await visit(first.profile, async (page) => {
      await page.evaluate(fillDatabase)
    })
    // A session ends with its browser; a full log becomes a table, and what was deleted goes along or does not.
    const lasting = places.filter((place) => place !== 'sessionStorage' && place !== 'deleted')
    expect(placesIn(second.profile)).toEqual(expect.arrayContaining(lasting))
    const inTables = searchProfile(second.profile, [marker('indexedDB')]).filter(({ file }) => extname(file) === '.ldb')
    expect(inTables).toHaveLength(1)
    const table = readFileSync(join(second.profile, inTables[0]?.file ?? ''))
    expect(Buffer.concat(tableBlocks(table)).length).toBeGreaterThan(5 * table.length)
    expect(first.cookies).toContain(encodeURIComponent(marker('cookie')))
  })

  const placesIn = (profile: string) =>
    [...new Set(searchProfile(profile, places.map(marker)).map(({ text }) => text.slice(marker('').length)))].sort()
})

// Runs in the page: one marker in each place that a page can keep something in, and one that is taken away again.
async function leaveMarkers(markers: Record<string, string>): Promise<void> {
  const text = (place: string) => markers[place] ?? ''
  localStorage.setItem('marker', text('localStorage'))
  sessionStorage.setItem('marker', text('sessionStorage'))
  document.cookie = `marker=${encodeURIComponent(text('cookie'))}; Max-Age=1000`
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('markers')
    opening.onupgradeneeded = () => opening.result.createObjectStore('markers')
    opening.onsuccess = () => resolve(opening.result)
  })
  const change = (action: (store: IDBObjectStore) => void) =>
    new Promise<void>((resolve) => {
      const transaction = database.transaction('markers', 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => resolve()
      action(transaction.objectStore('markers'))
    })
  await change((store) => {
    store.put(text('indexedDB'), 'kept')
    store.put(text('deleted'), 'deleted')
  })
  await change((store) => store.delete('deleted'))
  await (await caches.open('markers')).put('/marker', new Response(text('cache')))
  const file = await (await navigator.storage.getDirectory()).getFileHandle('marker', { create: true })
  const writable = await file.createWritable()
  await writable.write(text('opfs'))
  await writable.close()
}

// Runs in the page: writes so much that the log of the origin's databases is made into a compressed table.
async function fillDatabase(): Promise<void> {
  const opening = indexedDB.open('filling', 1)
  opening.onupgradeneeded = () => {
    const store = opening.result.createObjectStore('filling')
    for (let key = 0; key < 400; key++) store.put('so that it is worth compressing '.repeat(1_000), key)
  }
  await new Promise((resolve) => {
    opening.onsuccess = resolve
  })
}
