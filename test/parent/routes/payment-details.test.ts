import { csvText } from '@tributary/parent/core/csv-cell'
import { maskDetails, newDetailsKey, openDetails, sealDetails } from '@tributary/parent/core/payment-details'
import { isAccountPlausible } from '@tributary/protocol/payment-details'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'

// The example of the IBAN registry for Germany.
const DETAILS = { holder: 'Fernweh GmbH', account: 'DE89 3704 0044 0532 0130 00', taxId: 'DE123456789' }

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const put = (body: unknown): Promise<Response> => app.staff('putDetails', { parameters: { code: 'FERNWEH' }, body })

describe('where an affiliate is paid', () => {
  test('is shown masked, and stands in the database for nobody to read', async () => {
    expect((await app.staff('getDetails', { parameters: { code: 'FERNWEH' } })).status).toBe(404)
    const answer = await (await put(DETAILS)).json()
    expect(answer).toMatchObject({ holder: 'Fernweh GmbH', account: 'DE•••• 3000', taxId: '•••• 6789', changedBy: 'staff:admin' })
    expect(await (await app.staff('getDetails', { parameters: { code: 'FERNWEH' } })).json()).toEqual(answer)
    const [row] = await app.database.query<{ text: string; sealed: Buffer }>('select p::text as text, sealed from payment_details p')
    expect(`${row?.text}${row?.sealed.toString('latin1')}`).not.toMatch(/37040044|0532013000|123456789/)
  })

  test('with swapped digits, without a holder or with more than is known is refused at the field', async () => {
    const pointers = async (body: unknown): Promise<string[]> =>
      ((await (await put(body)).json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)
    expect(await pointers({ ...DETAILS, account: 'DE98 3704 0044 0532 0130 00' })).toEqual(['/account'])
    expect(await pointers({ account: DETAILS.account })).toEqual(['/holder'])
    expect(await pointers({ ...DETAILS, pin: '1234' })).toEqual(['/pin'])
  })

  test.each([
    ['GB82 WEST 1234 5698 7654 32', true],
    ['gb82west12345698765432', true],
    ['GB82 WEST 1234 5698 7654 33', false],
    ['DE8937040044053201300', false],
    ['12-34-56 12345678', true],
  ])('%s: plausible %s', (account, expected) => expect(isAccountPlausible(account)).toBe(expected))
})

describe('sealed details', () => {
  const key = newDetailsKey()
  const sealed = sealDetails(key, 'prg_1:1', DETAILS)

  test('open with the key, for their owner', () => expect(openDetails(key, 'prg_1:1', sealed)).toEqual(DETAILS))

  test('open for nobody else, with no other key, and with no byte altered', () => {
    expect(openDetails(key, 'prg_1:2', sealed)).toBeUndefined()
    expect(openDetails(newDetailsKey(), 'prg_1:1', sealed)).toBeUndefined()
    for (let index = 0; index < sealed.length; index++) {
      const altered = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte))
      expect(openDetails(key, 'prg_1:1', altered)).toBeUndefined()
    }
  })

  test('of a short account show nothing of it', () =>
    expect(maskDetails({ holder: 'A', account: '1234567' })).toEqual({ holder: 'A', account: '••••' }))
})

describe('a cell of a CSV file', () => {
  test.each(['=1+1', '+49 30 1', '-2', '@SUM(A1)', '\t=1', '\r=1'])('that begins like a formula (%j) begins with an apostrophe', (text) => {
    expect(csvText([[text]]).replaceAll('"', '')).toBe(`'${text}\r\n`)
  })

  test('keeps quotation marks, commas and lines, and numbers as numbers', () => {
    expect(csvText([['a "b", c', 'd\ne', { number: '-12.50' }, 'f']])).toBe('"a ""b"", c","d\ne",-12.50,f\r\n')
  })
})
