import { writtenAmounts } from '@tributary/parent/core/written-amounts'
import { expect, test } from 'vitest'
import { buildOffer } from '../../widget/build.ts'

const EUR = { code: 'EUR', digits: 2 }

test('every amount that a card may say is written, once', () => {
  const unit = { amountMinor: 1_720, base: '1 l' }
  const variants = [
    { sku: 'small', options: [], amountMinor: 1_290, unit, available: true },
    { sku: 'large', options: [], amountMinor: 2_490, regularMinor: 2_990, available: false },
    { sku: 'other', options: [], amountMinor: 1_290, available: true },
  ]
  expect(writtenAmounts(EUR, [buildOffer({ variants })], 'en')).toEqual({
    locale: 'en',
    currency: 'EUR',
    texts: { '12.90': '€12.90', '17.20': '€17.20', '24.90': '€24.90', '29.90': '€29.90' },
  })
})

test('what a service costs is, where it says so', () => {
  const service = { questions: [], consents: [], price: { kind: 'from', amountMinor: 120_000 } } as const
  const amounts = writtenAmounts(EUR, [buildOffer({ variants: [], service })], 'de')
  expect(amounts.texts).toEqual({ '1200.00': '1.200,00\u00a0€' })
  const onRequest = buildOffer({ variants: [], service: { ...service, price: { kind: 'on_request' } } })
  expect(writtenAmounts(EUR, [onRequest], 'de').texts).toEqual({})
})

test('a currency has the decimals that the program gives it', () => {
  const variants = [{ sku: 'mug', options: [], amountMinor: 2_490, available: true }]
  expect(writtenAmounts({ code: 'JPY', digits: 0 }, [buildOffer({ variants })], 'ja').texts).toEqual({ '2490': '\uffe52,490' })
})
