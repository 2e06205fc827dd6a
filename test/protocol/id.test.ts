import {
  ID_PREFIXES,
  type IdKind,
  isAffiliateCode,
  isId,
  isSiteKey,
  isTestSiteKey,
  newCode,
  newId,
  normalizeCode,
} from '@tributary/protocol/id'
import { normalizedCode, siteKey } from '@tributary/protocol/id.schema'
import { describe, expect, test } from 'vitest'

const KINDS = Object.keys(ID_PREFIXES) as IdKind[]
const TAIL = 'V1StGXR8_Z5jdHi6B-myT'

describe('an id', () => {
  test.each(KINDS)('of kind %s is known by its prefix, and is of no other kind', (kind) => {
    const made = newId(kind)
    expect(made).toMatch(new RegExp(`^${ID_PREFIXES[kind]}[\\w-]{21}$`))
    expect(KINDS.filter((other) => isId(other, made))).toEqual([kind])
  })

  test('is never made twice', () => expect(new Set(Array.from({ length: 10_000 }, () => newId('order'))).size).toBe(10_000))

  test.each([
    ['nothing', ''],
    ['no prefix', TAIL],
    ['another prefix', `org_${TAIL}`],
    ['a prefix in capitals', `ORD_${TAIL}`],
    ['a character less', `ord_${TAIL.slice(1)}`],
    ['a character more', `ord_${TAIL}x`],
    ['a space', `ord_${TAIL.slice(1)} `],
    ['a line end', `ord_${TAIL}\n`],
    ['a letter of another alphabet', `ord_${TAIL.slice(1)}é`],
    ['a slash', `ord_${TAIL.slice(1)}/`],
  ])('is not read from %s', (_, text) => expect(isId('order', text)).toBe(false))
})

describe('a site key', () => {
  test('is live or for tests, and says which', () => {
    const [live, trial] = [newId('site'), newId('testSite')]
    expect([isSiteKey(live), isTestSiteKey(live)]).toEqual([true, false])
    expect([isSiteKey(trial), isTestSiteKey(trial)]).toEqual([true, true])
    expect(siteKey.safeParse(trial).success).toBe(true)
  })

  test.each(['', 'site_', 'site_test_', `site_${TAIL}x`, `off_${TAIL}`, `site_${'x'.repeat(5_000)}`])('is not %j', (text) => {
    expect([isSiteKey(text), siteKey.safeParse(text).success]).toEqual([false, false])
  })
})

describe('a code as it is typed', () => {
  test.each([
    [' 7k3-oi9x. ', '7K3019X'],
    ['FERNWEH', 'FERNWEH'],
    ['fernweh', 'FERNWEH'],
    ['f e r n w e h', 'FERNWEH'],
    ['„Fernweh“!', 'FERNWEH'],
    ['SUMMER20', 'SVMMER20'],
    ['OIL', '011'],
    ['０１２ＡＢＣ', '012ABC'],
    ['ⅷ', 'V111'],
    ['ß', 'SS'],
    ['münze', 'MNZE'],
    ['🙂', ''],
    ['', ''],
    ['\u0000A\ud800', 'A'],
  ])('%j is read as %j', (typed, read) => expect(normalizeCode(typed)).toBe(read))

  test('reads the same when it is read again', () => {
    for (const typed of ['OIL-ul', 'summer 20', 'ⅷ', 'ß']) expect(normalizeCode(normalizeCode(typed))).toBe(normalizeCode(typed))
  })

  test.each([
    ['ab', false],
    ['abc', true],
    ['A'.repeat(32), true],
    ['A'.repeat(33), false],
    ['---', false],
    ['A'.repeat(65), false],
  ])('%j is an affiliate’s code: %o', (typed, isCode) => expect(normalizedCode.safeParse(typed).success).toBe(isCode))

  test('that we made is read as it is, however it is written', () => {
    for (let count = 0; count < 1_000; count++) {
      const code = newCode()
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
      expect([normalizeCode(code.toLowerCase()), isAffiliateCode(code)]).toEqual([code, true])
    }
  })
})
