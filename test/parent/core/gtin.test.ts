import { gtinFailure } from '@tributary/parent/core/gtin'
import { describe, expect, test } from 'vitest'

describe('a GTIN', () => {
  test.each(['96385074', '036000291452', '4006381333931', '00012345600012'])('%s is one', (code) =>
    expect(gtinFailure(code)).toBeUndefined(),
  )

  test.each([
    ['4006381333932', /its last digit would be 1/],
    ['4006383133931', /its last digit would be/],
    ['123', /8, 12, 13 or 14 digits/],
    ['abcdefgh', /8, 12, 13 or 14 digits/],
  ])('%s is none', (code, reason) => expect(gtinFailure(code)).toMatch(reason))
})
