import { createFormCutter, type RawPart } from '@tributary/parent/http/form-cutter'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const LIMITS = { partBytes: 1_000, totalBytes: 5_000, parts: 10 }

/** What comes out of a form that arrives in pieces of these sizes, the last one repeated. */
function cut(bytes: Uint8Array, sizes: readonly number[], boundary: string, limits = LIMITS) {
  const cutter = createFormCutter(boundary, limits)
  const parts: (RawPart | string)[] = []
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[Math.min(index, sizes.length - 1)] ?? 1
    parts.push(...cutter.write(bytes.subarray(at, at + size)))
    at += size
  }
  return { parts, isWhole: cutter.isWhole() }
}

const form = (...parts: string[]): Buffer => Buffer.from(`${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`)

describe('a form', () => {
  test('comes out as the platform’s own writer put it in, in whichever pieces it arrives', async () => {
    // Contents of what boundaries are made of, so that false beginnings are met.
    const content = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'x', '\u2028'), maxLength: 60 })
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 6 }), sizes, async (contents, pieces) => {
        const sent = new FormData()
        for (const text of contents) sent.append('file', new File([text], 'a.bin'))
        const request = new Request('https://x.example', { method: 'POST', body: sent })
        const boundary = /boundary=(.+)/.exec(request.headers.get('Content-Type') ?? '')?.[1] ?? ''
        const { parts, isWhole } = cut(new Uint8Array(await request.arrayBuffer()), pieces, boundary)
        expect([isWhole, parts.map((part) => typeof part !== 'string' && part.content.toString())]).toEqual([true, contents])
      }),
    )
  })

  test.each([
    ['malformed', Buffer.from('no form at all')],
    ['malformed', Buffer.from('--xy\r\n')],
    ['malformed', Buffer.concat([Buffer.from('--x\r\n'), Buffer.alloc(9_000, 65)])],
    ['part_too_large', form('A: b\r\n\r\n'.padEnd(1_100, 'a'))],
    ['form_too_large', form(...Array.from({ length: 6 }, () => `A: b\r\n\r\n${'a'.repeat(900)}`))],
    ['too_many_parts', form(...Array.from({ length: 11 }, () => 'A: b\r\n\r\na'))],
  ])('is broken off where it is %s, and nothing comes after that', (reason, bytes) => {
    const { parts, isWhole } = cut(bytes, [7], 'x')
    expect([parts.filter((part) => typeof part === 'string'), parts.at(-1), isWhole]).toEqual([[reason], reason, false])
  })

  test('that ends early is not whole', () => {
    const bytes = form('A: b\r\n\r\nc')
    for (let length = 0; length < bytes.length - 4; length++) expect(cut(bytes.subarray(0, length), [3], 'x').isWhole).toBe(false)
    expect(cut(bytes, [3], 'x').isWhole).toBe(true)
  })
})
