import { newId } from '@tributary/protocol/id'
import { readTouchCookie } from '@tributary/sdk/parts'
import { createTouchHandler } from '@tributary/sdk/server'
import { describe, expect, test } from 'vitest'
import { isSharedHere, readShared } from '../support/shared-data.ts'

interface CookieCase {
  readonly test: string
  readonly received: readonly string[]
  readonly sent: readonly { readonly name: string; readonly value: string }[]
}

const cases = (): CookieCase[] => (isSharedHere ? (JSON.parse(readShared('cookies/http-state.json').toString()) as CookieCase[]) : [])

// Each case as other scripts and servers would leave it beside ours: what a browser keeps of it, and, worse, the raw `Set-Cookie` lines.
const neighbours = ({ received, sent }: CookieCase): string[] => [
  sent.map(({ name, value }) => (name ? `${name}=${value}` : value)).join('; '),
  received.join('; '),
  received.join(';'),
]

const OURS = ['v1.kid.a.mac', 'v1.kid.b.mac']
const COOKIE = `tributary=${OURS.join('~')}`

// A `Cookie` header cannot hold control characters or text beyond Latin-1: such a request never reaches a handler.
const isHeaderValue = (text: string): boolean => !/[^\t\u0020-\u00ff]|\u007f/.test(text)

const handler = createTouchHandler({ parent: 'https://parent.example', site: newId('site') })
const fromHeader = async (cookie: string): Promise<string[]> => {
  const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
  const answer = await handler(new Request('https://blog.example/tributary/touch', { headers }))
  if (!answer) throw new Error('expected an answer, received none')
  return ((await answer.json()) as { tokens: string[] }).tokens
}

describe.skipIf(!isSharedHere)('beside the cookies of http-state', () => {
  test('there are cases of every kind', () => expect(cases()).toHaveLength(222))

  test.each(cases())('$test hides nothing of ours', async (one) => {
    for (const neighbour of neighbours(one)) {
      expect(readTouchCookie({ cookie: neighbour })).toEqual([])
      for (const line of [`${neighbour}; ${COOKIE}`, `${COOKIE}; ${neighbour}`, `${neighbour}; ${COOKIE}; ${neighbour}`]) {
        expect(readTouchCookie({ cookie: line })).toEqual(OURS)
        if (isHeaderValue(line)) expect(await fromHeader(line)).toEqual(OURS)
      }
    }
  })
})
