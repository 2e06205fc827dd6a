import { jsonLines } from '@tributary/parent/core/json-lines'
import { describe, expect, test } from 'vitest'

const TEXT = `{
  "format": "tributary/1", "note": "a \\" [ { \\\\",
  "currency": "EUR",
  "offers": [
    { "title": "one" },
    {
      "title": "two",
      "variants": [{ "sku": "a" },
        { "sku": "b",
          "price": [1, 2] }]
    }
  ]
}`

describe('the line', () => {
  test.each([
    ['a field of the whole', ['currency'], 3],
    ['an element', ['offers', 0], 5],
    ['a field of an element, which is the element’s', ['offers', 0, 'title'], 5],
    ['an element after another', ['offers', 1], 6],
    ['an element of a list in an element', ['offers', 1, 'variants', 1], 9],
    ['what lies deeper, which is that of the nearest', ['offers', 1, 'variants', 1, 'price', 1], 9],
    ['what is not there, which is that of what would hold it', ['offers', 7], 4],
    ['the whole', [], 1],
  ])('of %s', (_, path, line) => expect(jsonLines(TEXT)(path)).toBe(line))

  test('is found past 100,000 levels', () => {
    const deep = `{"offers":[${'['.repeat(100_000)}${']'.repeat(100_000)},\n1]}`
    expect(jsonLines(deep)(['offers', 1])).toBe(2)
  })
})
