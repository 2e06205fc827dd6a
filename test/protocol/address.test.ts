import { addressLines, addressOrder, addressPart, regionName } from '@tributary/protocol/address'
import { address, customer } from '@tributary/protocol/order.schema'
import { postcodeProblem } from '@tributary/protocol/postcode'
import { describe, expect, test } from 'vitest'
import { buildCustomer } from '../support/build.ts'

describe('an address in', () => {
  test.each([
    ['DE', 'required', 'absent'],
    ['US', 'required', 'required'],
    ['CA', 'required', 'required'],
    ['JP', 'required', 'required'],
    ['GB', 'required', 'absent'],
    ['IE', 'optional', 'absent'],
    ['HK', 'absent', 'absent'],
    ['AE', 'absent', 'required'],
    ['BR', 'required', 'required'],
    ['ZW', 'optional', 'absent'],
  ])('%s: the postcode is %s, the region is %s', (country, postcode, region) => {
    expect([addressPart(country, 'postcode'), addressPart(country, 'region')]).toEqual([postcode, region])
  })
})

describe('an address is written', () => {
  const parts = { name: 'Ada Muster', line1: 'Street 3', line2: 'Flat 2', postcode: '100-0001', city: 'Town', region: 'Part' }
  test.each([
    ['DE', ['Ada Muster', 'Street 3', 'Flat 2', '100-0001 Town Part'], 'state'],
    ['US', ['Ada Muster', 'Street 3', 'Flat 2', 'Town Part 100-0001'], 'state'],
    ['IT', ['Ada Muster', 'Street 3', 'Flat 2', '100-0001 Town Part'], 'province'],
    ['CA', ['Ada Muster', 'Street 3', 'Flat 2', 'Town Part 100-0001'], 'province'],
    ['AE', ['Ada Muster', 'Street 3', 'Flat 2', 'Town Part 100-0001'], 'emirate'],
    ['JP', ['Ada Muster', '100-0001 Part Town', 'Street 3', 'Flat 2'], 'prefecture'],
  ])('in %s from what is written first there, and its largest part is called so there', (country, lines, region) => {
    expect(addressLines({ ...parts, country })).toEqual(lines)
    expect(regionName(country)).toBe(region)
    expect([...addressOrder(country)].toSorted()).toEqual(['city', 'line1', 'line2', 'postcode', 'region'])
  })

  test('without what is missing', () => {
    expect(addressLines({ name: 'Ada', line1: 'Street 3', line2: '', city: 'Town', country: 'HK' })).toEqual(['Ada', 'Street 3', 'Town'])
    expect(addressLines({})).toEqual([])
  })
})

describe('a postcode', () => {
  test.each([
    ['10115', 'DE'],
    [' 10115 ', 'DE'],
    ['8001', 'CH'],
    ['94107', 'US'],
    ['94107-1234', 'US'],
    ['K1A 0B1', 'CA'],
    ['k1a0b1', 'CA'],
    ['1234 AB', 'NL'],
    ['1234ab', 'NL'],
    ['100-0001', 'JP'],
    ['1000001', 'JP'],
    ['12-345', 'PL'],
    ['123 45', 'SE'],
    // Of these countries we know no certain form, so nothing is held against anybody.
    ['SW1A 1AA', 'GB'],
    ['anything', 'GB'],
    ['D02 AF30', 'IE'],
    ['anything', 'XX'],
  ])('%j is one of %s', (postcode, country) => expect(postcodeProblem(postcode, country, 'there')).toBeUndefined())

  test.each([
    ['8001', 'DE', 'Germany', 'That postcode has 4 digits; Germany uses 5 digits.'],
    ['D-10115', 'DE', 'Germany', 'That postcode is “D-10115”; Germany uses 5 digits.'],
    ['٠١٢٣٤', 'DE', 'Germany', 'That postcode is “٠١٢٣٤”; Germany uses 5 digits.'],
    ['941071', 'US', 'the United States', 'That postcode has 6 digits; the United States uses 5 digits, or 5 and 4.'],
    ['K1A', 'CA', 'Canada', 'That postcode is “K1A”; Canada uses the form A1A 1A1.'],
  ])('%j is none of %s, and it is said why', (postcode, country, name, sentence) => {
    expect(postcodeProblem(postcode, country, name)).toBe(sentence)
  })
})

describe('on the wire an address', () => {
  const good = buildCustomer().delivery

  test('is kept byte for byte, spaces at its ends too', () => {
    const odd = { ...good, name: '  Ada\u00a0Muster ', line1: '\tLindenweg 3\n', city: '\uFEFFBerlin' }
    expect(address.parse(odd)).toEqual(odd)
  })

  test.each([
    ['a name', { name: '   ' }, 'name'],
    ['a street', { line1: '' }, 'line1'],
    ['a city', { city: '\u00a0\u3000' }, 'city'],
    ['a country in capitals', { country: 'de' }, 'country'],
    ['a country of two letters', { country: 'DEU' }, 'country'],
    ['a name of at most 200 characters', { name: 'x'.repeat(201) }, 'name'],
  ])('needs %s', (_, part, field) => {
    expect(address.safeParse({ ...good, ...part }).error?.issues.map(({ path }) => path[0])).toEqual([field])
  })
})

describe('how a customer is reached:', () => {
  const isTaken = (more: object) => customer.safeParse({ ...buildCustomer(), ...more }).success

  test.each([
    'ada@x.example',
    'ada+shop@x.example',
    '"ada lovelace"@x.example',
    'ada@[192.0.2.1]',
    'アダ@例え.テスト',
    'a@b',
    "o'hara@x.example",
  ])('mail at %j is taken', (email) => expect(isTaken({ email })).toBe(true))

  test.each([
    '',
    'ada',
    '@x.example',
    'ada@',
    'ada@x.example ',
    ' ada@x.example',
    'ada@x .example',
    'ada@x.example\nBcc: all@x.example',
    'a\u0007@x.example',
    `${'a'.repeat(250)}@x.example`,
  ])('mail at %j is not', (email) => expect(isTaken({ email })).toBe(false))

  test.each(['', '+49 30 1234567', '(030) 123-45.67', '030/1234567', '123 x5'])('a phone %j is taken', (phone) =>
    expect(isTaken({ phone })).toBe(true),
  )

  test.each(['12', 'call me', '٠١٢٣٤', '1'.repeat(41), '+49\u0000'])('a phone %j is not', (phone) => expect(isTaken({ phone })).toBe(false))
})
