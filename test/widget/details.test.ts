import { checkDraft, customerOf, type Draft, fieldErrors, placeOf } from '@tributary/widget/sheet/details'
import { describe, expect, test } from 'vitest'

const good: Draft = { email: 'ada@customer.example', country: 'DE', name: 'Ada', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' }

describe('the form asks for', () => {
  test.each([
    ['nothing more, when all is there', good, {}],
    [
      'an e-mail address with something on both sides',
      { ...good, email: 'ada' },
      { email: 'An e-mail address has the form name@example.com.' },
    ],
    ['nothing, for an odd address that is valid', { ...good, email: '"a b"+x@[IPv6:::1]' }, {}],
    ['a name that is more than space', { ...good, name: '  ' }, { name: 'Full name is missing.' }],
    ['no postcode of a certain form: the parent knows them', { ...good, postcode: '8001' }, {}],
    ['no postcode in Hong Kong', { ...good, country: 'HK', postcode: '' }, {}],
    ['a state in the USA', { ...good, country: 'US', postcode: '10001' }, { region: 'State is missing.' }],
    ['a country first', { ...good, country: '' }, { country: 'Country is missing.' }],
  ])('%s', (_, draft, errors) => expect(checkDraft(draft)).toEqual(errors))
})

describe("the parent's field errors", () => {
  test('stand at their fields, whether an order or a quote was refused', () => {
    const problems = [
      { pointer: '/customer/delivery/postcode', detail: 'a' },
      { pointer: '/region', detail: 'b' },
      { pointer: '/lines/0/quantity', detail: 'c' },
    ]
    expect(fieldErrors(problems)).toEqual({ postcode: 'a', region: 'b' })
    expect(fieldErrors()).toEqual({})
  })
})

describe('a customer', () => {
  test('is what was typed, letter for letter, without what was left empty', () => {
    expect(customerOf({ ...good, line2: ' 2nd floor ', phone: ' ' })).toEqual({
      email: 'ada@customer.example',
      delivery: { name: 'Ada', line1: 'Lindenweg 3', line2: ' 2nd floor ', city: 'Berlin', country: 'DE', postcode: '10115' },
    })
  })

  test('has no part that the country does not have', () =>
    expect(placeOf({ country: 'HK', postcode: '999077', region: 'NT' })).toEqual({ country: 'HK' }))
})
