import { readTouchCookie, touchCookie } from '@tributary/parent/core/touch-cookie'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const token = (name: string) => `v1.kid.${name}.mac`
const [a, b, c, d] = [token('a'), token('b'), token('c'), token('d')]

describe('the touches in a Cookie header', () => {
  const cases: [string, string | null, string[]][] = [
    ['none', null, []],
    ['an empty header', '', []],
    ['ours alone', `tributary=${a}~${b}`, [a, b]],
    ['between neighbours', `x=1; tributary=${a}; y=2`, [a]],
    ['without spaces, or with many', `x=1;tributary=${a} ;  y=2`, [a]],
    ['behind neighbours that no cookie should be', `=; ==; ;;; x; "=";tributary; y=\u0000\ud800; %; tributary=${a}`, [a]],
    ['behind one whose name ends like ours', `nottributary=${b}; xtributary=${b}; tributary2=${b}; tributary=${a}`, [a]],
    ['behind another of our name', `tributary=evil; tributary=${a}`, [a]],
    ['in both of our name, each once', `tributary=${a}~${b}; tributary=${b}~${c}`, [a, b, c]],
    ['among what is no token', `tributary=~~x~${a}~v1.a.b~v1.a.b.c.d~v2.a.b.c~${b}.~"${c}"`, [a]],
    ['too long', `tributary=v1.a.${'b'.repeat(1_000)}.c~${a}`, [a]],
  ]
  test.each(cases)('%s', (_, header, expected) => expect(readTouchCookie(header)).toEqual(expected))

  test('are found whatever stands beside them, and nothing throws', () => {
    const neighbour = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(';', '').replace(/^\s*tributary\s*=/, 'x='))
    fc.assert(
      fc.property(fc.array(neighbour), fc.array(neighbour), (before, after) => {
        expect(readTouchCookie([...before, ` tributary=${a}~${b}`, ...after].join(';')).slice(0, 2)).toEqual([a, b])
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => Array.isArray(readTouchCookie(header))))
  })
})

describe('the Set-Cookie header', () => {
  test('keeps the first and the last two', () => {
    expect(touchCookie([a, b, c], d, true)).toBe(`tributary=${[a, c, d].join('~')}; Path=/; Max-Age=34560000; SameSite=Lax; Secure`)
  })

  test('says Secure only where the parent is', () => expect(touchCookie([], a, false)).not.toContain('Secure'))

  test('lets the middle one go, then the first, where they are too long', () => {
    const long = (name: string) => `v1.kid.${name.repeat(490)}.mac`
    expect(touchCookie([a, long('b')], long('c'), false)).toContain(`tributary=${a}~${long('c')};`)
    expect(touchCookie([`v1.${'k'.repeat(700)}.x.y`], long('c'), false)).toContain(`tributary=${long('c')};`)
  })
})
