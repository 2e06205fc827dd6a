import { claimMarks, isMailProvider, phoneNumber } from '@tributary/parent/core/claim'
import { describe, expect, test } from 'vitest'

const keyring = { program: new Uint8Array(32), sign: [], seal: [], link: [] }

describe('a telephone number', () => {
  test.each([
    ['030 123456', 'DE', '+4930123456'],
    ['+49 (0)30 123-456', 'US', '+4930123456'],
    ['0049 30/123456', 'DE', '+4930123456'],
    ['01 23 45 67 89', 'FR', '+33123456789'],
    ['(212) 555-2368', 'US', '+12125552368'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['030 123456', undefined, undefined],
    ['call me', 'DE', undefined],
    ['', 'DE', undefined],
  ])('%s at home in %s is %s', (typed, home, number) => expect(phoneNumber(typed, home)).toBe(number))
})

describe('a customer', () => {
  const kinds = (email: string, phone = '') => claimMarks(keyring, { email, phone }, 'DE').map(({ kind }) => kind)

  test('is known by the mailbox, the telephone and the company', () =>
    expect(kinds('a@acme-works.example', '030 123456')).toEqual(['email', 'phone', 'domain']))

  test.each(['somebody@gmail.com', 'somebody@googlemail.com', 'somebody@gmx.de', 'somebody@outlook.com'])(
    'at the mail provider of %s is not known by it',
    (email) => {
      expect(isMailProvider(email.split('@')[1] ?? '')).toBe(true)
      expect(kinds(email)).toEqual(['email'])
    },
  )

  test('has the same marks however the mailbox is written, and none that names anybody', () => {
    const [first] = claimMarks(keyring, { email: 'Kim.Lee+shop@googlemail.com' }, 'DE')
    const [second] = claimMarks(keyring, { email: 'kimlee@gmail.com' }, 'DE')
    expect(first).toEqual(second)
    expect(JSON.stringify(first)).not.toMatch(/kim|lee/i)
  })
})
