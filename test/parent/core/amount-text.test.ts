import { amountText } from '@tributary/parent/core/amount-text'
import { currencyDigits } from '@tributary/parent/core/program'
import { formatMoney } from '@tributary/protocol/money'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('an amount in a letter', () => {
  test('is said as everywhere else, in every currency and locale, the first time and the second', () => {
    const some = fc.record({
      currency: fc.constantFrom('EUR', 'USD', 'JPY', 'HUF', 'COP', 'KWD', 'CHF'),
      amountMinor: fc.maxSafeInteger(),
      locale: fc.constantFrom('en', 'de', 'de-CH', 'fr', 'ar', 'hi'),
    })
    fc.assert(
      fc.property(some, ({ currency, amountMinor, locale }) => {
        expect(amountText(currency, amountMinor, locale)).toBe(formatMoney({ currency, amountMinor }, currencyDigits(currency), locale))
      }),
    )
  })
})
