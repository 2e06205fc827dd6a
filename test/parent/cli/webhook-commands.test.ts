import { listen } from '@tributary/parent/cli/listen-command'
import { type StaffClient, staffClientOf } from '@tributary/parent/cli/staff-client'
import { WEBHOOK_COMMANDS } from '@tributary/parent/cli/webhook-commands'
import { startWebhooks } from '@tributary/parent/jobs/webhooks'
import type { AddedWebhook, DeliveryPage, Webhook } from '@tributary/protocol/webhook'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { addHook, deliveryStates, happen, type Receiver, startReceiver, verified } from '../../support/receiver.ts'

let app: TestApp
let client: StaffClient
let receiver: Receiver
beforeAll(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  receiver = await startReceiver()
  const { key } = (await (await app.staff('postKey', { body: { name: 'test' } })).json()) as { key: string }
  client = { origin: app.origin, ...staffClientOf(app.origin, key, async (request) => app.app.request(request)), close: async () => {} }
})
afterAll(async () => {
  await receiver.close()
  await app.close()
})

async function typed(verb: string, rest: string[] = [], options: Record<string, string | string[]> = {}): Promise<string> {
  const command = WEBHOOK_COMMANDS[verb]
  if (!command) throw new Error(`expected the verb ${verb}`)
  return command.print(await command.run(client, { options, rest }))
}
const webhooks = async () => ((await (await app.staff('listWebhooks')).json()) as { webhooks: Webhook[] }).webhooks
const deliveries = async (query = '') => ((await (await app.staff('listDeliveries', { query })).json()) as DeliveryPage).deliveries

describe('staff', () => {
  test('add a webhook, try it, see what became of it, send it again and remove it', async () => {
    expect(await typed('webhook list')).toMatch(/^No webhooks yet/)
    const added = await typed('webhook add', [], { url: receiver.url, event: ['order.*'] })
    expect(added).toMatch(/^whk_[\w-]{21} is told order\.\*\.\nwhsec_[A-Za-z0-9+/]{43}=\nKeep it now/)
    const [, secret = ''] = added.split('\n')
    const [{ id } = { id: '' }] = await webhooks()
    expect(await typed('webhook test', [id])).toMatch(/^Queued evt_/)
    const job = startWebhooks(app.parent)
    await expect.poll(() => deliveryStates(app), { timeout: 10_000 }).toEqual({ sent: 1 })
    const [request] = receiver.received
    expect(request && verified(request, secret)).toMatchObject({ type: 'webhook.test', data: { id, test: true } })
    expect(await typed('webhook deliveries')).toMatch(/webhook\.test +sent +1/)

    const [delivery] = await deliveries()
    expect(await typed('webhook replay', [delivery?.id ?? ''])).toBe(`${delivery?.event} is sent again.`)
    expect(await typed('webhook replay', [], { since: '2026-01-01', state: 'dead' })).toBe('0 deliveries are sent again.')
    job.wake()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(2)
    expect(receiver.received[1]?.id).toBe(request?.id)
    await job.stop()

    expect(await typed('webhook rotate', [id], { 'keep-hours': '1' })).toMatch(
      /^Both secrets sign until 2026-03-02T11:00:00.000Z\.\nwhsec_/,
    )
    expect(await typed('webhook disable', [id], { reason: 'The ERP moves.' })).toContain('The ERP moves.')
    await expect(typed('webhook test', [id])).rejects.toThrow('tributary webhook enable')
    expect(await typed('webhook enable', [id])).toContain('enabled')
    expect(await typed('webhook remove', [id])).toBe(`Removed ${id}.`)
    expect(await typed('webhook deliveries')).toBe('No deliveries.')
  })

  test('are told in a sentence what is wrong', async () => {
    await expect(typed('webhook add')).rejects.toThrow('--url')
    await expect(typed('webhook add', [], { url: 'ftp://receiver.example' })).rejects.toThrow('does not begin with https://')
    await expect(typed('webhook add', [], { url: receiver.url, event: ['order.exploded'] })).rejects.toThrow()
    await expect(typed('webhook test', ['whk_nobody'])).rejects.toThrow('No webhook has the id whk_nobody')
    await expect(typed('webhook replay', ['dlv_nobody'])).rejects.toThrow('No delivery has the id dlv_nobody')
    await expect(typed('webhook replay')).rejects.toThrow('--since')
    await expect(typed('webhook deliveries', [], { since: 'yesterday' })).rejects.toThrow('--since is “yesterday”')
  })

  test('page through deliveries by webhook, state and time', async () => {
    const { id } = await addHook(app, receiver.url)
    await addHook(app, receiver.url)
    await happen(app, 5)
    const first = (await (await app.staff('listDeliveries', { query: `?webhook=${id}&limit=3` })).json()) as DeliveryPage
    expect(first.deliveries).toHaveLength(3)
    const second = (await (
      await app.staff('listDeliveries', { query: `?webhook=${id}&limit=3&cursor=${first.next}` })
    ).json()) as DeliveryPage
    expect([second.deliveries.length, second.next]).toEqual([2, undefined])
    expect(await deliveries('?state=dead')).toEqual([])
    expect(await deliveries(`?until=${encodeURIComponent(new Date(app.clock.now).toISOString())}`)).toEqual([])
    expect(await deliveries(`?since=${encodeURIComponent(new Date(app.clock.now).toISOString())}`)).toHaveLength(10)
    for (const webhook of await webhooks()) await typed('webhook remove', [webhook.id])
  })
})

describe('an address of the parent’s own network', () => {
  test.each([
    'http://receiver.example/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/',
  ])('cannot be added where that is not allowed: %s', async (url) => {
    const strict = await createTestApp()
    const refused = await strict.staff('postWebhook', { body: { url } })
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'webhook_url_refused'])
    await strict.close()
  })
})

describe('listen', () => {
  test('forwards what happens from now on to a program on this machine, signed, and leaves nothing behind', async () => {
    const local = await startReceiver()
    const stop = new AbortController()
    const said: string[] = []
    const listening = listen(client, { url: local.url, events: ['order.*'], signal: stop.signal, say: (line) => said.push(line) })
    await expect.poll(async () => (await webhooks()).length).toBe(1)
    const order = await postOrder(app, await buildOrder(app))
    expect(order.status).toBe(201)
    await expect.poll(() => local.received.length, { timeout: 10_000 }).toBe(1)
    stop.abort()
    expect(await listening).toBe(1)
    const secret = /whsec_\S+/.exec(said.join('\n'))?.[0] ?? ''
    const [request] = local.received
    expect(request && verified(request, secret)).toMatchObject({ type: 'order.placed' })
    expect(said.at(-1)).toMatch(/^order\.placed {2}evt_\S+ {2}204$/)
    expect(await webhooks()).toEqual([])
    await local.close()
  })

  test('is never sent to by the parent, and is forgotten when nobody fetches any more', async () => {
    const { id } = (await (await app.staff('postWebhook', { body: { listen: true } })).json()) as AddedWebhook
    await happen(app, 1)
    app.clock.now += 5 * 60_000
    await app.staff('fetchDeliveries', { parameters: { id } })
    app.clock.now += 9 * 60_000
    const first = startWebhooks(app.parent)
    await first.stop()
    expect(await webhooks()).toMatchObject([{ id }])
    app.clock.now += 2 * 60_000
    const second = startWebhooks(app.parent)
    await expect.poll(webhooks).toEqual([])
    await second.stop()
  })
})
