import { readMeasure, unitPrice } from '@tributary/parent/core/measure'
import { describe, expect, test } from 'vitest'

describe('a unit price', () => {
  test.each([
    ['750ml', '', 1_290, { amountMinor: 1_720, base: '1 l' }],
    ['350 g', '100 g', 699, { amountMinor: 200, base: '100 g' }],
    ['0,5 l', '100ml', 250, { amountMinor: 50, base: '100 ml' }],
    ['1.5 KG', '', 300, { amountMinor: 200, base: '1 kg' }],
    ['3ct', '1ct', 1_000, { amountMinor: 333, base: '1 ×' }],
    ['2 sqm', '', 1_999, { amountMinor: 1_000, base: '1 m²' }],
    ['200 g', '', 1, { amountMinor: 5, base: '1 kg' }],
  ])('of %s for “%s” is made exactly', (amount, base, amountMinor, price) => {
    const measure = readMeasure(amount, base)
    expect(measure && unitPrice(amountMinor, measure)).toEqual(price)
  })

  test.each([
    ['nothing', '', ''],
    ['no number', 'ml', ''],
    ['a unit that we do not know', '3 spoons', ''],
    ['weight for a volume', '750 ml', '1 kg'],
    ['nothing in it', '0 ml', ''],
    ['what is no unit, but a word of JavaScript', '1 constructor', ''],
  ])('is not made of %s', (_, amount, base) => expect(readMeasure(amount, base)).toBeUndefined())
})
