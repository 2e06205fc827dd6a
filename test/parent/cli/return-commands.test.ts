import { RETURN_COMMANDS } from '@tributary/parent/cli/return-commands'
import { ProblemError, type StaffClient } from '@tributary/parent/cli/staff-client'
import { endpointPath } from '@tributary/protocol/endpoint'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder } from '../../support/plan.ts'

let app: TestApp
let client: StaffClient
beforeAll(async () => {
  app = await createTestApp()
  client = {
    origin: app.origin,
    call: async (name, { parameters = {}, query = {}, body } = {}) => {
      const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
      const response = await app.staff(name, { parameters: { ...parameters }, query: `?${new URLSearchParams(given)}`, body: body ?? '{}' })
      const answer = await response.json()
      if (!response.ok) throw new ProblemError(answer as Problem)
      return answer
    },
    download: () => Promise.reject(new Error('no file is fetched')),
    upload: async () => ({}),
    close: async () => {},
  }
})
afterAll(() => app.close())

async function withdrawn(): Promise<string> {
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
  const answer = (await (await postOrder(app, order)).json()) as OrderAnswer
  await changeOrder(app, answer, 'markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder')
  const secret = answer.statusUrl.split('/').at(-1)
  const body = { id: newId('return'), secret, name: 'Ada', email: 'ada@customer.example', lines: [{ sku: 'mug', quantity: 1 }] }
  const path = endpointPath('postWithdrawal', { id: answer.orderId })
  await app.fetch(`${app.origin}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return answer.number
}

async function typed(verb: string, rest: string[], options: Record<string, string> = {}): Promise<string> {
  const command = RETURN_COMMANDS[`return ${verb}`]
  if (!command) throw new Error(`expected the verb ${verb}`)
  return command.print(await command.run(client, { options, rest }))
}

describe('tributary return', () => {
  test('lists what waits, shows it, and receives it by the number of the order', async () => {
    const number = await withdrawn()
    expect(await typed('list', [], { state: 'announced', order: number })).toMatch(new RegExp(`${number} .* announced  1 × mug  Ada`))
    expect(await typed('show', [number])).toContain('Stated by Ada <ada@customer.example>')
    expect(await typed('receive', [number])).toContain(`of order ${number}: refunded`)
    expect(await typed('list', [], { state: 'announced', order: number })).toBe('Nobody withdrew from anything.')
  })

  test('refuses with a reason, and not without', async () => {
    const number = await withdrawn()
    await expect(typed('refuse', [number])).rejects.toThrow('--reason is missing.')
    expect(await typed('refuse', [number], { reason: 'It never came back.' })).toContain('refused by staff:admin: It never came back.')
    await expect(typed('receive', [number])).rejects.toThrow('it cannot be received now')
  })

  test('names what is not there', async () => {
    await expect(typed('show', ['nothing'])).rejects.toThrow('No return is called “nothing”.')
    await expect(typed('show', [])).rejects.toThrow('Name one return')
  })
})
