import { newId } from '@tributary/protocol/id'
import { keepTouches, TOUCHES_KEPT } from '@tributary/protocol/touch'
import { readTouchCookie } from '@tributary/sdk/parts'
import { createTouchHandler } from '@tributary/sdk/server'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const token = (name: string) => `v1.kid.${name}.mac`
const tokens = fc.uniqueArray(fc.stringMatching(/^[\w-]{1,400}$/).map(token), { minLength: 1, maxLength: TOUCHES_KEPT })
const noise = fc.string({ unit: 'binary', maxLength: 60 })

describe('the cookie’s reader', () => {
  test('takes any text at all and finds nothing but tokens', () => {
    fc.assert(
      fc.property(noise, (cookie) => {
        for (const text of [cookie, `tributary=${cookie}`])
          for (const found of readTouchCookie({ cookie: text })) expect(found).toMatch(/^v1(\.[\w-]+){3}$/)
      }),
    )
  })

  test('finds ours behind any number of neighbours, whatever they hold', () => {
    // A neighbour that itself is one of ours is the case of the next test.
    const neighbour = noise.filter((text) => readTouchCookie({ cookie: text }).length === 0)
    fc.assert(
      fc.property(fc.array(neighbour), tokens, fc.array(noise), (before, kept, after) => {
        const cookie = [...before, `tributary=${kept.join('~')}`, ...after].join('; ')
        expect(readTouchCookie({ cookie })).toEqual(kept)
      }),
    )
  })

  test.each([
    ['ours after another script’s', `tributary=abc; tributary=${token('a')}`, ['a']],
    ['ours before another script’s', `tributary=${token('a')}; tributary=abc`, ['a']],
    ['the first of two that are ours', `tributary=${token('a')}; tributary=${token('b')}`, ['a']],
    ['ours after an empty one', `tributary=; tributary=${token('a')}`, ['a']],
    ['ours after one without a value', `tributary; tributary=${token('a')}`, ['a']],
    ['ours without spaces between', `x=1;tributary=${token('a')};y=2`, ['a']],
    ['tokens between garbage', `tributary=~~${token('a')}~%00~v1..~${token('b')}~`, ['a', 'b']],
    ['no name that only ends like ours', `xtributary=${token('a')}`, []],
    ['no name that only begins like ours', `tributary2=${token('a')}`, []],
    ['no token in quotes', `tributary="${token('a')}"`, []],
  ])('finds %s', (_, cookie, names) => expect(readTouchCookie({ cookie })).toEqual(names.map(token)))

  test('is not slowed by a cookie of a megabyte', () => {
    const huge = 'v1.'.repeat(350_000)
    const startedAt = performance.now()
    expect(readTouchCookie({ cookie: `a=${huge}; tributary=${huge}; tributary=${token('a')}` })).toEqual([token('a')])
    expect(readTouchCookie({ cookie: `tributary=${'~'.repeat(1_000_000)}` })).toEqual([])
    expect(readTouchCookie({ cookie: 'tributary=;'.repeat(90_000) })).toEqual([])
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

test('what a server sets is read back: the first and the last tokens, under 1 KB', () =>
  fc.assert(
    fc.asyncProperty(tokens, fc.boolean(), async (kept, httpOnly) => {
      const fetch = async () => Response.json({ token: kept.at(-1) }, { status: 201 })
      const handler = createTouchHandler({ parent: 'https://parent.example', site: newId('site'), httpOnly, fetch })
      const headers = { Cookie: `tributary=${kept.slice(0, -1).join('~')}` }
      const answer = await handler(new Request('https://blog.example/tributary/touch', { method: 'POST', body: '{}', headers }))
      const line = answer?.headers.get('Set-Cookie') ?? ''
      const read = readTouchCookie({ cookie: line })
      expect(await answer?.json()).toEqual({ tokens: read })
      expect(line.length).toBeLessThan(1_100)
      expect([read[0], read.at(-1)]).toEqual([kept[0], kept.at(-1)])
      expect(kept).toEqual(expect.arrayContaining(read))
    }),
  ))

test('of any number of touches the first and the last two are kept', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat()), (numbers) => {
      const names = numbers.map((number) => token(String(number)))
      const expected = names.length <= TOUCHES_KEPT ? names : [names[0], ...names.slice(-2)]
      expect(names.reduce<string[]>(keepTouches, [])).toEqual(expected)
    }),
  )
})
