import { attributeProblems, HELD_KINDS, type HeldKind, heldAttributes } from '@tributary/protocol/held-placement'
import { newPlacement, placementChange, placementsQuery } from '@tributary/protocol/held-placement.schema'
import { newId } from '@tributary/protocol/id'
import { type Attribute, PLACEMENTS, remedyOf } from '@tributary/protocol/placement'
import { LABEL_BYTES } from '@tributary/protocol/touch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const kinds = fc.constantFrom(...HELD_KINDS)

// What each rule says that it takes, made from the rule itself.
function taken(attribute: Attribute): fc.Arbitrary<string> {
  switch (attribute.type) {
    case 'choice':
      return fc.constantFrom(...attribute.values)
    case 'list':
      return fc.subarray([...attribute.values]).map((words) => words.join(' '))
    case 'number':
      return fc.integer({ min: attribute.least, max: attribute.most }).map(String)
    case 'flag':
      return fc.constantFrom('', 'true', 'false', attribute.name)
    case 'text':
      return attribute.pattern
        ? fc.stringMatching(new RegExp(`^(${attribute.pattern})$`)).filter(({ length }) => length <= 100)
        : fc.stringMatching(/^[\w-]{1,20}$/)
  }
}

const kept = (kind: HeldKind) => {
  const known = heldAttributes(kind)
  const values = Object.fromEntries(known.map((attribute) => [attribute.name, taken(attribute)]))
  const needed = known.filter(({ isNeeded }) => isNeeded).map(({ name }) => name)
  return fc.record(values, { requiredKeys: needed as never[] }) as fc.Arbitrary<Record<string, string>>
}

const kindWithAttributes = kinds.chain((kind) => kept(kind).map((attributes) => ({ kind, attributes })))

describe('a placement that the parent keeps', () => {
  test('is taken with whatever the table says that its kind takes', () =>
    fc.assert(
      fc.property(kindWithAttributes, ({ kind, attributes }) => {
        expect(placementChange.safeParse({ name: 'One', kind, attributes })).toMatchObject({ success: true })
      }),
    ))

  test.each([
    ['instance', 'https://social.example', 'use the name of a server, such as mastodon.social.'],
    ['instance', 'evil.example/share?x=', 'use the name of a server, such as mastodon.social.'],
    ['campaign', 'é'.repeat(21), `use at most ${LABEL_BYTES} bytes.`],
  ])('is refused with the %s %s', (name, value, detail) => {
    expect(attributeProblems('share', { [name]: value })).toEqual([{ pointer: `/attributes/${name}`, detail: `${name}: ${detail}` }])
  })

  test.each([
    ['instance', 'social.example:8080'],
    ['instance', 'Social.Example'],
    ['instance', ''],
    ['campaign', 'é'.repeat(20)],
  ])('is kept with the %s %s', (name, value) => {
    expect(attributeProblems('share', { [name]: value })).toEqual([])
  })

  test('is judged in a page as at the parent, its space too', () => {
    const size = PLACEMENTS.offer.attributes.find(({ name }) => name === 'size') as Attribute
    expect(remedyOf(size, 'a"b')).toBe('use letters, digits and hyphens.')
    expect(remedyOf(size, 'tall-row')).toBeUndefined()
  })

  test('is refused with any other attribute, by its name', () =>
    fc.assert(
      fc.property(kindWithAttributes, fc.string(), fc.string({ maxLength: 20 }), ({ kind, attributes }, name, value) => {
        fc.pre(name !== '__proto__' && !heldAttributes(kind).some((attribute) => attribute.name === name))
        const refused = placementChange.safeParse({ name: 'One', kind, attributes: { ...attributes, [name]: value } })
        expect(refused.error?.issues.map(({ path }) => path)).toEqual([['attributes', name]])
      }),
    ))

  test('is refused with a value that its rule does not take, and told what to write', () =>
    fc.assert(
      fc.property(kindWithAttributes, fc.string({ minLength: 8, maxLength: 20 }), ({ kind, attributes }, value) => {
        const judged = heldAttributes(kind).filter(({ type }) => type === 'choice' || type === 'flag')
        for (const { name } of judged) {
          fc.pre(!['', 'true', 'false', 'compact', 'regular', 'price-down', name].includes(value))
          expect(attributeProblems(kind, { ...attributes, [name]: value })).toEqual([
            { pointer: `/attributes/${name}`, detail: expect.stringMatching(/^\w+: (use|leave) .+\.$/) },
          ])
        }
      }),
    ))

  test.each([
    ['offer', {}, '/attributes/offer', 'offer: it is needed.'],
    ['offer', { offer: ' ' }, '/attributes/offer', 'offer: it is empty.'],
    ['offer', { offer: 'mug', layout: 'grid' }, '/attributes/layout', 'layout: use card, button or row.'],
    ['collection', { columns: '5' }, '/attributes/columns', 'columns: use a whole number from 1 to 4.'],
    ['collection', { filter: 'stock colour' }, '/attributes/filter', 'filter: “colour” is none of stock, option, price.'],
    ['share', { networks: 'myspace' }, '/attributes/networks', expect.stringContaining('“myspace” is none of whatsapp')],
    ['cart', { layout: 'row' }, '/attributes/layout', 'A placement of the kind cart keeps no layout. It keeps via.'],
    ['share', { 'a/b~c': '' }, '/attributes/a~1b~0c', expect.stringContaining('keeps no a/b~c')],
  ] as const)('%s with %j is refused at %s', (kind, attributes, pointer, detail) =>
    expect(attributeProblems(kind, attributes)).toEqual([{ pointer, detail }]),
  )

  test.each(HELD_KINDS)('of the kind %s keeps nothing that a page alone can say', (kind) => {
    for (const name of ['parent', 'site', 'consent', 'order', 'secret', 'size', 'placement'])
      expect(attributeProblems(kind, { offer: 'mug', [name]: 'x' }).map(({ pointer }) => pointer)).toContain(`/attributes/${name}`)
  })

  test('is no placement that is kept elsewhere once more', () => {
    const refused = placementChange.safeParse({ name: 'One', kind: 'placement', attributes: { placement: newId('placement') } })
    expect(refused.error?.issues[0]?.path).toEqual(['kind'])
  })

  test.each(['', '   ', 'x'.repeat(81), 'a\u0000b'])('is called by a name, not “%s”', (name) =>
    expect(placementChange.safeParse({ name, kind: 'cart', attributes: {} }).error?.issues[0]?.path).toEqual(['name']),
  )

  test('is judged the same where it is added', () => {
    const refused = newPlacement.safeParse({ site: newId('site'), name: 'One', kind: 'offer', attributes: { offer: 'mug', order: 'x' } })
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([['attributes', 'order']])
  })
})

test('a page asks for a hundred placements at once and no more', () => {
  const query = (count: number) => ({ site: newId('site'), ids: Array.from({ length: count }, () => newId('placement')).join() })
  expect(placementsQuery.safeParse(query(100)).data?.ids).toHaveLength(100)
  expect(placementsQuery.safeParse(query(101)).success).toBe(false)
})
