import { householdMarks } from '@tributary/parent/core/household'
import type { Keyring } from '@tributary/parent/core/keyring'
import type { Address } from '@tributary/protocol/address'
import { describe, expect, test } from 'vitest'

const ring = (byte: number): Keyring => ({ program: new Uint8Array(32).fill(byte) }) as Keyring
const HOME: Address = { name: 'Kim Muster', line1: 'Lindenstraße 3', postcode: '10115', city: 'Berlin', country: 'DE' }
const marks = (delivery: Partial<Address>, phone?: string, key = 1) =>
  householdMarks(ring(key), { delivery: { ...HOME, ...delivery }, phone })

describe('two customers are of one household', () => {
  test.each<[string, Partial<Address>]>([
    ['whoever it is addressed to', { name: 'Sam Muster' }],
    ['however the street is written', { line1: 'LINDENSTR.  3' }],
    ['whatever stands beside the postcode', { city: 'Berlin-Mitte', postcode: ' 10 115' }],
  ])('by their address, %s', (_, delivery) => expect(marks(delivery)).toEqual(marks({})))

  test.each(['+49 170 1234567', '0049 (170) 123-4567', '0170/1234567'])('by their telephone, %s', (phone) =>
    expect(marks({ line1: 'Am Markt 1' }, phone).phone).toBe(marks({}, '0170 1234567').phone),
  )
})

describe('two customers are of different households', () => {
  test.each<[string, Partial<Address>]>([
    ['in the next house', { line1: 'Lindenstraße 30' }],
    ['in another flat', { line2: '2nd floor' }],
    ['in a street of the same name elsewhere', { postcode: '20095' }],
    ['in another country', { country: 'AT' }],
  ])('%s', (_, delivery) => expect(marks(delivery).address).not.toBe(marks({}).address))

  test('in towns without postcodes', () => {
    const hongKong = { postcode: '', city: 'Kowloon', country: 'HK' }
    expect(marks({ ...hongKong, city: 'Sha Tin' }).address).not.toBe(marks(hongKong).address)
  })
})

test('a number that is too short, or none, is nobody’s telephone', () => {
  expect(marks({}, '112')).not.toHaveProperty('phone')
  expect(marks({})).not.toHaveProperty('phone')
})

test('a mark says nothing without the program’s key', () => {
  expect(marks({}).address).toMatch(/^[0-9a-f]{64}$/)
  expect(marks({}, undefined, 2).address).not.toBe(marks({}).address)
})
