import { type Keyring, mac, newSecret } from '@tributary/parent/core/keyring'
import { isOfOtherProgram, readTouch, signTouch } from '@tributary/parent/core/touch'
import { newId } from '@tributary/protocol/id'
import type { Touch } from '@tributary/protocol/touch'
import { describe, expect, test } from 'vitest'

const keyring: Keyring = { program: newSecret().secret, sign: [newSecret(), newSecret()], seal: [], link: [] }
const program = newId('program')
const touch = (more: Partial<Touch> = {}): Touch => ({
  programId: program,
  site: newId('site'),
  affiliateId: newId('affiliate'),
  campaign: 'spring',
  subId: '42',
  issuedAt: 1_772_445_600_000,
  ...more,
})

/** A token over this payload, signed with the first key: what no code of ours would sign. */
const signed = (payload: string): string => {
  const [key] = keyring.sign
  const body = `v1.${key?.kid}.${Buffer.from(payload).toString('base64url')}`
  return `${body}.${mac(key?.secret ?? new Uint8Array(), `touch:${body}`)}`
}

describe('a touch token', () => {
  test('proves what was signed, in whole seconds', () => {
    const one = touch()
    expect(readTouch(keyring, signTouch(keyring, { ...one, issuedAt: one.issuedAt + 999 }))).toEqual(one)
  })

  test('with any one bit of it flipped proves nothing, for 100 tokens', () => {
    for (let count = 0; count < 100; count++) {
      const bytes = Buffer.from(signTouch(keyring, touch({ subId: String(count) })))
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const altered = Buffer.from(bytes)
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        if (readTouch(keyring, altered.toString('latin1'))) expect.fail(`bit ${bit} of ${bytes} makes no difference`)
      }
    }
  })

  test('cut anywhere, or with anything around it, proves nothing', () => {
    const token = signTouch(keyring, touch())
    for (let length = 0; length < token.length; length++) expect(readTouch(keyring, token.slice(0, length))).toBeUndefined()
    for (const text of [
      `${token}=`,
      `${token}.`,
      `.${token}`,
      ` ${token}`,
      `${token}\n`,
      `${token}.x`,
      token.toUpperCase(),
      `${token}${token}`,
    ]) {
      expect(readTouch(keyring, text)).toBeUndefined()
    }
  })

  test('spelled otherwise proves nothing, though it decodes to the same bytes', () => {
    const token = signTouch(keyring, touch())
    const [version, kid, payload = '', signature = ''] = token.split('.')
    const last = signature.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // 32 bytes are 43 characters, the last of which has two bits to spare.
    for (const other of alphabet.replace(last, '')) {
      const respelled = `${signature.slice(0, -1)}${other}`
      expect(readTouch(keyring, [version, kid, payload, respelled].join('.'))).toBeUndefined()
    }
    for (const spelled of [`${payload}=`, `${payload}==`, payload.replaceAll('-', '+').replaceAll('_', '/'), `${payload} `]) {
      if (spelled !== payload) expect(readTouch(keyring, [version, kid, spelled, signature].join('.'))).toBeUndefined()
    }
  })

  test('of a megabyte is not read', () => {
    const token = signTouch(keyring, touch())
    for (const long of ['a'.repeat(1_000_000), `v1.${'.'.repeat(1_000_000)}`, `${token}${'A'.repeat(1_000_000)}`]) {
      const startedAt = performance.now()
      expect(readTouch(keyring, long)).toBeUndefined()
      expect(isOfOtherProgram(keyring, long, program)).toBe(false)
      expect(performance.now() - startedAt).toBeLessThan(50)
    }
  })

  test.each(['', 'null', '1', '"x"', '{}', '[]', '[1,2,3,4,5,6]', '["a","b","c","d","e","f"]', '["a","b","c","d","e",1.5]', '[', '\ud800'])(
    'whose signature holds over %s proves nothing and does not throw',
    (payload) => {
      expect(readTouch(keyring, signed(payload))).toBeUndefined()
    },
  )

  test('of a key that signs no more is still read, of a key that we never had it is not', () => {
    const [first, second] = keyring.sign
    if (!first || !second) throw new Error('expected two keys')
    const one = touch()
    expect(readTouch(keyring, signTouch({ ...keyring, sign: [second] }, one))).toEqual(one)
    expect(readTouch({ ...keyring, sign: [second] }, signTouch({ ...keyring, sign: [first] }, one))).toBeUndefined()
  })

  test('says that it is another program’s only where the key is not ours', () => {
    const theirs = { ...keyring, sign: [newSecret()] }
    expect(isOfOtherProgram(keyring, signTouch(theirs, touch({ programId: newId('program') })), program)).toBe(true)
    expect(isOfOtherProgram(keyring, signTouch(theirs, touch()), program)).toBe(false)
    expect(isOfOtherProgram(keyring, signTouch(keyring, touch({ programId: newId('program') })), program)).toBe(false)
    expect(isOfOtherProgram(keyring, 'v1.x.y.z', program)).toBe(false)
  })
})
