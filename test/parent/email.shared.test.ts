import type { OrderRecord } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../support/build.ts'
import { parseXml, textOf } from '../support/markup.ts'
import { isSharedHere, readShared } from '../support/shared-data.ts'

interface Verdict {
  readonly address: string
  readonly category: string
}

// The file shows a control character by its picture: U+2400 stands for U+0000, U+240D for a carriage return.
const withControls = (text: string) => text.replace(/[\u2400-\u241f]/g, (picture) => String.fromCharCode(picture.charCodeAt(0) - 0x2400))

const verdicts = (): Verdict[] =>
  isSharedHere
    ? [...parseXml(readShared('contact/isemail.xml').toString()).querySelectorAll('tests > test')].map((one) => ({
        address: withControls(textOf(one, 'address')),
        category: textOf(one, 'category').replace('ISEMAIL_', ''),
      }))
    : []

// isemail's own threshold: what it calls valid may be used with SMTP (RFC 5321), whether or not a DNS says that the domain is there. Beyond it are
// forms that only a message header may have (comments, folding, obsolete ones) and errors.
const VALID = ['VALID_CATEGORY', 'DNSWARN', 'RFC5321']

describe.skipIf(!isSharedHere)('an e-mail address of isemail’s collection', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.close())

  const order = async (email: string) => {
    const letter = await buildOrder(app, { customer: buildCustomer({ email }) })
    const answer = await postOrder(app, letter)
    const { errors } = (await answer.json()) as Partial<Problem>
    return { id: letter.id, status: answer.status, pointer: errors?.[0]?.pointer }
  }

  test('is there 164 times, 38 of them valid', () => {
    expect(verdicts()).toHaveLength(164)
    expect(verdicts().filter(({ category }) => VALID.includes(category))).toHaveLength(38)
  })

  test('is accepted and kept as it is where it is valid', async () => {
    for (const { address } of verdicts().filter(({ category }) => VALID.includes(category))) {
      const { id, status } = await order(address)
      expect.soft([address, status]).toEqual([address, 201])
      const record = (await (await app.staff('showOrder', { parameters: { id } })).json()) as OrderRecord
      expect.soft(record.customer.email).toBe(address)
    }
  })

  test('is accepted or refused at its field where it is anything else, and refused with a control character or without both parts', async () => {
    for (const { address } of verdicts().filter(({ category }) => !VALID.includes(category))) {
      const { status, pointer } = await order(address)
      const isRefused = /\p{Cc}/u.test(address) || !/^[^\s@].*@[^\s@]/su.test(address)
      if (isRefused || status !== 201) expect.soft([address, status, pointer]).toEqual([address, 422, '/customer/email'])
    }
  })
})
