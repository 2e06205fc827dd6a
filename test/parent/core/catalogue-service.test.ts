import { serviceFacts } from '@tributary/protocol/offer.schema'
import { describe, expect, test } from 'vitest'
import { type Catalogue, readCatalogue } from '../../support/read-catalogue.ts'
import { buildService } from '../../support/service.ts'

const EUR = { code: 'EUR', digits: 2 }

const read = (...offers: unknown[]): Catalogue => {
  const catalogue = readCatalogue(JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers }, null, 2), EUR)
  if (!catalogue.ok) throw new Error(catalogue.error.detail)
  return catalogue.value
}

describe('a service of our own file', () => {
  test('has one variant at its price, which is not counted and weighs nothing, and facts as pages get them', () => {
    const { offers, bad } = read(buildService())
    const [offer] = offers
    expect(bad).toEqual([])
    expect(offer).toMatchObject({ kind: 'service', handle: 'kitchen', isHandleStated: true, options: [] })
    expect(offer?.variants).toMatchObject([
      { sku: 'kitchen', options: [], amountMinor: 49_000, stock: null, weightGrams: 0, taxClass: 'standard' },
    ])
    expect(serviceFacts.parse(offer?.service)).toMatchObject({
      price: { kind: 'from', amountMinor: 49_000 },
      answersWithinHours: 24,
      questions: [{ id: 'plan', isNeeded: true }, { id: 'size', isNeeded: false, unit: 'm²' }, {}, {}, {}, {}],
    })
  })

  test('on request is kept at 0, and may state its sku and tax class', () => {
    const [offer] = read(buildService({ price: { kind: 'on_request' } }, { sku: 'svc-1', taxClass: 'reduced' })).offers
    expect(offer?.service?.price).toEqual({ kind: 'on_request' })
    expect(offer?.variants).toMatchObject([{ sku: 'svc-1', amountMinor: 0, taxClass: 'reduced' }])
  })

  test('needs no more than a title and a price', () => {
    const { offers } = read({ kind: 'service', title: 'Knife sharpening', service: { price: { kind: 'fixed', amount: '9' } } })
    expect(offers).toMatchObject([
      { handle: 'knife-sharpening', service: { questions: [], consents: [] }, variants: [{ sku: 'knife-sharpening' }] },
    ])
  })

  const asked = (question: object) => buildService({ questions: [{ id: 'a', kind: 'text', label: 'A?', ...question }] })
  test.each([
    ['no facts', { kind: 'service', title: 'x' }, '/service', /expected object/],
    ['no price', buildService({ price: undefined }), '/service/price', /A price is \{ "kind"/],
    ['a price that is a number', buildService({ price: { kind: 'from', amount: 490 } }), '/service/price/amount', /decimal in quotes/],
    ['a price finer than a cent', buildService({ price: { kind: 'from', amount: '1.999' } }), '/service/price/amount', /finer/],
    ['variants', buildService({}, { variants: [] }), '', /"variants"/],
    ['a question of no kind', asked({ kind: 'colour' }), '/service/questions/0/kind', /text, choice, number, date, budget or file/],
    ['a question without words', asked({ label: '' }), '/service/questions/0/label', /needed/],
    ['a choice of nothing', asked({ kind: 'choice', choices: ['One'] }), '/service/questions/0/choices', /at least two/],
    ['the same choice twice', asked({ kind: 'choice', choices: ['One', 'One'] }), '/service/questions/0/choices', /twice/],
    ['more choices than there are', asked({ kind: 'choice', choices: ['A', 'B'], most: 3 }), '/service/questions/0/most', /not so many/],
    ['a largest below the smallest', asked({ kind: 'number', least: 9, most: 1 }), '/service/questions/0/most', /below the smallest/],
    ['a unit of a text', asked({ unit: 'm²' }), '/service/questions/0', /"unit"/],
    [
      'two questions with one id',
      buildService({ questions: [1, 2].map(() => ({ id: 'a', kind: 'date', label: 'A?' })) }),
      '/service/questions',
      /same id/,
    ],
    ['an answer in no time', buildService({ answersWithinHours: 0 }), '/service/answersWithinHours', />=1/],
    ['a kind that nobody knows', { ...buildService(), kind: 'rental' }, '/kind', /product or service/],
  ])('is refused with %s', (_, offer, column, reason) => {
    const { offers, bad } = read(offer)
    expect(offers).toEqual([])
    expect(bad).toContainEqual({ line: 5, column: `/offers/0${column}`, reason: expect.stringMatching(reason) })
  })

  test('that is broken is named as there, so that leaving it out unpublishes nothing', () => {
    expect(read(buildService({ price: null })).badSkus).toEqual(['kitchen'])
    expect(read(buildService({ price: null }, { sku: 'svc-1' })).badSkus).toEqual(['svc-1'])
  })
})
