import { describe, expect, test } from 'vitest'
import { type Catalogue, readCatalogue } from '../../support/read-catalogue.ts'
import { buildServicesCsv, SERVICE_ROW } from '../../support/service.ts'

const EUR = { code: 'EUR', digits: 2 }

const read = (...rows: Readonly<Record<string, string>>[]): Catalogue => {
  const catalogue = readCatalogue(buildServicesCsv(rows), EUR)
  if (!catalogue.ok) throw new Error(catalogue.error.detail)
  return catalogue.value
}

describe('a file of services', () => {
  test('is recognised by its columns; a row is a service, a cell a question', () => {
    const { format, offers, bad, notSold } = read(SERVICE_ROW)
    expect([format, bad, notSold]).toEqual(['services-csv', [], []])
    expect(offers).toMatchObject([
      {
        handle: 'bike-fitting',
        kind: 'service',
        title: 'Bike fitting',
        line: 2,
        service: {
          price: { kind: 'from', amountMinor: 8_900 },
          duration: '90 minutes',
          area: 'Our shop in Kiel',
          answersWithinHours: 24,
          consents: ['You may write to me about it.'],
          questions: [
            {
              id: 'which-bike-is-it',
              kind: 'choice',
              label: 'Which bike is it?',
              choices: ['Road', 'Gravel', 'City'],
              most: 2,
              isNeeded: true,
              group: 'The bike',
            },
            { id: 'how-tall-are-you', kind: 'number', unit: 'cm', least: 120, most: 220, help: 'In socks.', isNeeded: false },
          ],
        },
        variants: [{ sku: 'bike-fitting', amountMinor: 8_900 }],
      },
    ])
  })

  test.each([
    ['490.00', { kind: 'fixed', amountMinor: 49_000 }],
    ['490,5', { kind: 'fixed', amountMinor: 49_050 }],
    ['From 490', { kind: 'from', amountMinor: 49_000 }],
    ['On request', { kind: 'on_request' }],
  ])('has a price written as “%s”', (Price, price) => expect(read({ ...SERVICE_ROW, Price }).offers[0]?.service?.price).toEqual(price))

  test('tells questions that begin alike apart, and lets one name itself', () => {
    const { offers } = read({ ...SERVICE_ROW, 'Question 1': 'Where?', 'Question 2': 'Where?', 'Question 3': 'Where? | id: place | date' })
    expect(offers[0]?.service?.questions.map(({ id }) => id)).toEqual(['where', 'where-2', 'place'])
  })

  test('has pictures, described by the title where nothing is said, and collections', () => {
    const { offers } = read({ ...SERVICE_ROW, Picture: 'media/bike.svg', Collections: 'bikes, help' })
    expect(offers[0]).toMatchObject({ images: [{ src: 'media/bike.svg', alt: 'Bike fitting' }], collections: ['bikes', 'help'] })
  })

  test.each([
    ['Service', '', /needed/],
    ['Price', '', /The price is missing; write 490.00, from 490.00, or on request/],
    ['Price', 'cheap', /“cheap” is not a price; write/],
    ['Price', '1.999', /finer/],
    ['Price', '1.000,00', /“1.000,00” is not a price/],
    ['Handle', 'Bike Fitting', /small letters/],
    ['Tax class', 'No tax', /small letters/],
    ['Picture', 'javascript:alert(1)', /A picture is/],
    ['Answers within hours', 'soon', /whole hours from 1 to 720/],
    ['Answers within hours', '0', /whole hours from 1 to 720/],
    [
      'Question 2',
      'How tall? | tall',
      /“tall” is not understood. After the question, between vertical bars, may stand: text, choice: A; B/,
    ],
    ['Question 2', 'How tall? | choice: Tall', /at least two/],
    ['Question 2', 'How tall? | date | up to 9', /This kind of question has no “up to”/],
    ['Question 2', ' | needed', /needed/],
    ['Question 2', 'How tall? | number | 9 to 1', /below the smallest/],
    ['Question 2', 'How tall? | id: Tall!', /small letters/],
    ['Consent 1', 'x'.repeat(1_001), /At most 1000/],
  ])('with a wrong cell names line, column and remedy: %s “%s”', (column, value, reason) => {
    const { offers, bad, badSkus } = read({ ...SERVICE_ROW, Handle: 'first' }, { ...SERVICE_ROW, [column]: value })
    expect(offers.map(({ handle }) => handle)).toEqual(['first'])
    expect(bad).toContainEqual({ line: 3, column, reason: expect.stringMatching(reason) })
    expect(badSkus.length).toBe(1)
  })

  test('names columns that nobody knows, since one may be misspelt', () => {
    expect(read({ ...SERVICE_ROW, Duraton: 'x' }).notSold).toMatchObject([
      { line: 1, column: 'Duraton', reason: expect.stringMatching(/we know Service/) },
    ])
  })

  test('with the same handle twice keeps the first', () => {
    const { offers, bad } = read(SERVICE_ROW, SERVICE_ROW)
    expect([offers.length, bad.map(({ line }) => line)]).toEqual([1, [3, 3]])
  })

  test('with semicolons is refused with the remedy', () => {
    expect(readCatalogue('Service;Price\nFitting;9.00', EUR)).toMatchObject({
      ok: false,
      error: { code: 'catalogue_unrecognised', detail: expect.stringMatching(/separated by semicolons/) },
    })
  })
})
