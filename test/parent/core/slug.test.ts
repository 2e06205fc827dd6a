import { slug } from '@tributary/parent/core/slug'
import { describe, expect, test } from 'vitest'

describe('the slug of', () => {
  test.each([
    ['Fjord hoodie', 'fjord-hoodie'],
    ['Crème brûlée №1', 'creme-brulee-no1'],
    ['Smørbrød & Øl', 'smorbrod-ol'],
    ['Größe: 30 × 40 cm', 'grosse-30-40-cm'],
    ['Łódź', 'lodz'],
    ['  --Sale!-- ', 'sale'],
    ['İstanbul', 'istanbul'],
    ['赤い帽子', ''],
    ['', ''],
  ])('%j is %j', (text, expected) => expect(slug(text)).toBe(expected))

  test('a long text has at most 80 characters and no hyphen at its end', () => {
    expect(slug(`${'x'.repeat(79)} y`)).toBe('x'.repeat(79))
    expect(slug('x'.repeat(500))).toHaveLength(80)
  })
})
