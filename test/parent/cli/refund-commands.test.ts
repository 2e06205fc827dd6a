import { ORDER_COMMANDS } from '@tributary/parent/cli/order-commands'
import { REFUND_COMMANDS } from '@tributary/parent/cli/refund-commands'
import { ProblemError, type StaffClient } from '@tributary/parent/cli/staff-client'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
let client: StaffClient
beforeAll(async () => {
  app = await createTestApp()
  client = {
    origin: app.origin,
    call: async (name, { parameters = {}, body } = {}) => {
      const response = await app.staff(name, { parameters: { ...parameters }, body: body ?? '{}' })
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

async function paidOrder(): Promise<string> {
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 3 }], expectedTotalMinor: 4_960 })
  const { number } = (await (await postOrder(app, order)).json()) as OrderAnswer
  await app.staff('markOrderPaid', { parameters: { id: number } })
  return number
}

async function typed(verb: string, number: string, options: Record<string, string | boolean | string[]> = {}): Promise<string> {
  const command = { ...ORDER_COMMANDS, ...REFUND_COMMANDS }[verb]
  if (!command) throw new Error(`expected the verb ${verb}`)
  return command.print(await command.run(client, { options, rest: [number] }))
}

describe('tributary refund', () => {
  test('shows with --preview what would go back, and changes nothing', async () => {
    const number = await paidOrder()
    const text = await typed('refund', number, { line: ['mug=2'], shipping: '4.90', preview: true })
    expect(text.split('\n')).toEqual([
      'article        pieces  amount',
      'mug            2       €29.80',
      'shipping       –       €4.90',
      'would go back          €34.70',
      '',
      'Nothing is changed yet. The payment would be partly refunded.',
      'No commission would be taken back.',
    ])
    expect(await typed('order show', number)).toContain('paid, €49.60')
  })

  test('gives back amounts, pieces and shipping', async () => {
    const number = await paidOrder()
    expect(await typed('refund', number, { amount: ['mug=12,34'], goodwill: true, reason: 'It came late.' })).toContain('€12.34')
    expect(await typed('refund', number, { line: ['mug=1'], shipping: 'all' })).toContain('€19.80')
    expect(await typed('refund', number)).toContain('The payment is refunded.')
    expect(await typed('order show', number)).toMatch(/Given back: €12\.34 on 2026-03-02 \(goodwill\) It came late\./)
  })

  test('with the same --id gives back once', async () => {
    const number = await paidOrder()
    const options = { id: newId('refund'), line: ['mug=1'] }
    expect(await typed('refund', number, options)).toBe(await typed('refund', number, options))
    expect((await typed('order show', number)).match(/Given back/g)).toHaveLength(1)
  })

  test.each([
    ['a line without a quantity', { line: ['mug'] }, 'write sku=quantity'],
    ['an amount finer than a cent', { amount: ['mug=1.005'] }, '“1.005” is no amount in EUR, which has 2 decimals.'],
    ['a shipping of letters', { shipping: 'some' }, '“some” is no amount in EUR'],
    ['more than is left', { amount: ['mug=44.71'] }, 'Of mug €44.70 is left to give back, not €44.71.'],
    ['what is not in the order', { line: ['lamp=1'] }, 'its lines are mug.'],
  ])('refuses %s in one sentence', async (_, options, sentence) => {
    await expect(typed('refund', await paidOrder(), options)).rejects.toThrow(sentence)
  })
})

test('tributary order chargeback takes the payment and with --won brings it back', async () => {
  const number = await paidOrder()
  expect(await typed('order chargeback', number)).toBe(`Order ${number}: placed, charged back, €49.60`)
  expect(await typed('order chargeback', number, { won: true })).toBe(`Order ${number}: placed, paid, €49.60`)
})
