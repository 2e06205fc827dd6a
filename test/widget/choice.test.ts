import type { Offer } from '@tributary/sdk'
import { choices, chosenVariant, firstChosen, isSoldOut, unchosen } from '@tributary/widget/card/choice'
import { describe, expect, test } from 'vitest'
import { buildOffer } from './build.ts'

const hoodie: Offer = buildOffer({
  options: [
    { name: 'Colour', values: ['Blue', 'Green'] },
    { name: 'Size', values: ['M', 'L', 'XL'] },
  ],
  variants: [
    { sku: 'bm', options: ['Blue', 'M'], amountMinor: 1, available: true },
    { sku: 'bl', options: ['Blue', 'L'], amountMinor: 1, available: false },
    { sku: 'gl', options: ['Green', 'L'], amountMinor: 1, available: true },
    { sku: 'gx', options: ['Green', 'XL'], amountMinor: 1, available: false },
  ],
})

describe('a choice', () => {
  test.each([
    [
      'nothing chosen',
      [undefined, undefined],
      1,
      [
        ['M', true, []],
        ['L', true, []],
        ['XL', false, []],
      ],
    ],
    [
      'Blue chosen',
      ['Blue', undefined],
      1,
      [
        ['M', true, []],
        ['L', false, ['Blue']],
        ['XL', false, []],
      ],
    ],
    [
      'L chosen',
      [undefined, 'L'],
      0,
      [
        ['Blue', false, ['L']],
        ['Green', true, []],
      ],
    ],
  ] as const)('with %s says what is possible and what stands against it', (_, chosen, index, expected) => {
    const shown = choices(hoodie, chosen, index).map(({ value, isPossible, clash }) => [value, isPossible, isPossible ? [] : clash])
    expect(shown).toEqual(expected)
  })

  test('that is no choice is made at once', () => {
    expect(
      firstChosen(
        buildOffer({
          options: [
            { name: 'Colour', values: ['Blue'] },
            { name: 'Size', values: ['M', 'L'] },
          ],
        }),
      ),
    ).toEqual(['Blue', undefined])
    expect(unchosen(hoodie, ['Blue', undefined])).toEqual(['Size'])
  })

  test('names its variant once it is whole', () => {
    expect(chosenVariant(hoodie, ['Green', 'L'])?.sku).toBe('gl')
    expect(chosenVariant(hoodie, ['Green', undefined])).toBeUndefined()
    expect(chosenVariant(buildOffer(), [])?.sku).toBe('mug')
  })

  test('is none where everything is sold', () => {
    expect(isSoldOut(hoodie)).toBe(false)
    expect(isSoldOut(buildOffer({ variants: [{ sku: 'mug', options: [], amountMinor: 1, available: false }] }))).toBe(true)
  })
})
