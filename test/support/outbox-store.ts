import type { OutboxStore, UnsentOrder } from '@tributary/sdk'
import { expect, test } from 'vitest'

const order = (name: string, body = 'sealed'): UnsentOrder => ({
  orderId: `ord_${name.padEnd(21, 'a')}` as UnsentOrder['orderId'],
  parent: 'https://shop.example',
  site: 'site_aaaaaaaaaaaaaaaaaaaaa' as UnsentOrder['site'],
  body,
  savedAt: 1,
  lines: [{ sku: 'mug', title: 'Mug 𝒳', quantity: 1 }],
  currency: { code: 'EUR', digits: 2 },
  totalMinor: 1_980,
})

/** What every outbox store promises: IndexedDB in a browser, and the map that stands for it in tests. `open` opens the same one again each time. */
export function describeOutboxStore(open: () => Promise<OutboxStore>): void {
  test('holds nothing in the beginning', async () => {
    const store = await open()
    expect(await store.all()).toEqual([])
    expect(await store.has(order('a').orderId)).toBe(false)
  })

  test('gives back what was put, to the letter, also to who opens it later', async () => {
    await (await open()).put(order('a'))
    await (await open()).put(order('b'))
    const store = await open()
    expect(await store.all()).toEqual([order('a'), order('b')])
    expect(await store.has(order('b').orderId)).toBe(true)
  })

  test('holds one order of an id: the last', async () => {
    const store = await open()
    await store.put(order('a', 'sealed again'))
    expect(await store.all()).toEqual([order('a', 'sealed again'), order('b')])
  })

  test('forgets one and no other; forgetting what is not there is no error', async () => {
    const store = await open()
    await store.delete(order('a').orderId)
    await store.delete(order('a').orderId)
    expect(await (await open()).all()).toEqual([order('b')])
  })

  test('keeps what many put at once', async () => {
    const store = await open()
    await Promise.all(['c', 'd', 'e', 'f'].map((name) => store.put(order(name))))
    expect(await store.all()).toHaveLength(5)
  })
}
