import './dom.ts'
import { openJoin } from '@tributary/widget/join/open-join'
import { type Asked, createLeadFlow } from '@tributary/widget/lead/lead-flow'
import { openSheet as openRequest } from '@tributary/widget/lead/open-lead'
import { openSheet as openOrder } from '@tributary/widget/sheet/open-sheet'
import type { Shop } from '@tributary/widget/shop'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService } from '../support/deal.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

interface Told {
  readonly sheet: string
  readonly offer?: string
  readonly outcome: Promise<string>
}

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
  Object.assign(globalThis, { matchMedia: () => ({ matches: true }), sessionStorage: window.sessionStorage })
})
afterAll(() => app.close())
beforeEach(clearPage)

const root = () => document.querySelector('tributary-sheet')?.shadowRoot
const close = () => root()?.querySelector<HTMLButtonElement>('.close')?.click()
const says = (part: string) => until(() => textOf(root()).includes(part), `“${part}”`)

/** What the page is told under this name, once. */
const heard = (name: string): Promise<Told> =>
  new Promise((resolve) =>
    document.addEventListener(`tributary:${name}`, (event) => resolve((event as CustomEvent<Told>).detail), { once: true }),
  )

async function request(shop: Shop = openShop(app)): Promise<Told> {
  const told = heard('open')
  await openRequest(shop, { offer: 'kitchen-planning', sku: 'kitchen-planning', quantity: 1 })
  return told
}

describe('a page is told of a sheet, and how it ended:', () => {
  test('the request that the parent has, after a listener kept it from being sent', async () => {
    const shop = openShop(app)
    const found = await shop.find('kitchen-planning')
    if (!found.ok) throw new Error(found.error.title)
    const form = document.createElement('form')
    for (const [name, value] of [
      ['name', 'Ada Muster'],
      ['email', 'ada@customer.example'],
    ] as const)
      form.append(Object.assign(document.createElement('input'), { name, value }))
    // This page cannot say what is invalid; a browser finds nothing here.
    Object.assign(form, { querySelectorAll: () => [] })
    const asked = { ...found.value, via: undefined } as unknown as Asked
    const flow = createLeadFlow(
      shop,
      asked,
      () => undefined,
      () => form,
    )
    flow.open(true)
    flow.actions.next()
    document.addEventListener('tributary:before-lead', (event) => event.preventDefault(), { once: true })
    flow.actions.send()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(flow.view()?.state).toBe('review')

    const told = heard('before-lead')
    flow.actions.send()
    expect(await told).toEqual({ offer: found.value.offer.id, outcome: expect.any(Promise) })
    expect(await (await told).outcome).toBe('placed')
    expect(JSON.stringify(await told)).not.toMatch(/Ada|customer\.example/)
  })

  test('the request that was closed', async () => {
    const told = await request()
    expect(told).toEqual({ sheet: 'request', offer: 'kitchen-planning', outcome: expect.any(Promise) })
    expect(Object.isFrozen(told)).toBe(true)
    await says('Your request')
    close()
    expect(await told.outcome).toBe('closed')
  })

  test('the order that was closed, also where it was opened twice meanwhile', async () => {
    const shop = openShop(app)
    const found = await shop.find('mug')
    const offer = found.ok ? found.value.offer.id : ''
    const first = heard('open')
    await openOrder(shop, { sku: 'mug', quantity: 1, offer })
    const second = heard('open')
    await openOrder(shop)
    expect(await first).toEqual({ sheet: 'order', offer, outcome: expect.any(Promise) })
    expect((await second).offer).toBeUndefined()
    close()
    expect(await Promise.all([(await first).outcome, (await second).outcome])).toEqual(['closed', 'closed'])
  })

  test('the application that was closed', async () => {
    const link = document.createElement('a')
    link.href = `${app.origin}/join`
    const told = heard('open')
    await openJoin(openShop(app), link)
    expect(await told).toEqual({ sheet: 'join', outcome: expect.any(Promise) })
    await says('Become an affiliate')
    close()
    expect(await (await told).outcome).toBe('closed')
  })
})
