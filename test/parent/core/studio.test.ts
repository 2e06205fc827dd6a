import { attributesOf, elementAttributes, hasPlainLink, hrefOf, kindOf, linkAttributes, type Placed } from '@tributary/parent/core/placed'
import { SCRIPT_OPTIONS } from '@tributary/parent/core/script-option'
import { shortcode } from '@tributary/parent/core/shortcode'
import { reactSnippet, vueSnippet } from '@tributary/parent/core/snippet-component'
import { carryingSnippet, htmlSnippet } from '@tributary/parent/core/snippet-html'
import { readStudio, type Studio, type StudioFacts, studioQuery } from '@tributary/parent/core/studio'
import { fieldName } from '@tributary/parent/core/studio-field'
import { HELD_KINDS, type HeldKind } from '@tributary/protocol/held-placement'
import type { Attribute } from '@tributary/protocol/placement'
import { parse as parseVue } from '@vue/compiler-sfc'
import { assert, asyncProperty, constantFrom, property, record, string, uniqueArray } from 'fast-check'
import { parseFragment } from 'parse5'
import { transformWithOxc } from 'vite'
import { describe, expect, test } from 'vitest'

const KINDS = HELD_KINDS
const FACTS: StudioFacts = {
  origin: 'https://parent.example',
  site: 'site_x',
  offers: [
    { id: 'off_1', handle: 'mug', title: 'Mug', kind: 'product', options: [] },
    { id: 'off_2', handle: 'visit', title: 'A visit', kind: 'service', options: [] },
  ],
  collections: ['kitchen', 'on "sale" & <more>'],
}

const open = (query: string | URLSearchParams): Studio => readStudio(new URLSearchParams(query), FACTS)
const placedBy = (query: string | URLSearchParams): Placed => {
  const { placed } = open(query)
  if (!placed) throw new Error(`expected a placement of ${query}, received none`)
  return placed
}

/** A value that is right for an attribute, and not what counts anyway. */
function rightValue(kind: HeldKind, attribute: Attribute): string {
  if (attribute.name === 'offer') return 'visit'
  if (attribute.name === 'collection') return 'on "sale" & <more>'
  switch (attribute.type) {
    case 'choice':
      return attribute.values.find((value) => value !== attribute.default) ?? ''
    case 'list':
      return attribute.values.slice(-2).join(' ')
    case 'number':
      return String(attribute.least + 1)
    case 'flag':
      return 'true'
    case 'text':
      return { campaign: 'spring', instance: 'social.example', size: `${kind}-space`, 'touch-path': '/touch' }[attribute.name] ?? 'EMBER'
  }
}

const EVERY = KINDS.flatMap((kind) => attributesOf(kind).map((attribute) => ({ kind, attribute, name: attribute.name })))

describe('the studio reads from its address', () => {
  test.each(EVERY)('$name of $kind, and says it in the link', ({ kind, attribute }) => {
    const value = rightValue(kind, attribute)
    const studio = open(new URLSearchParams({ kind, [fieldName(attribute)]: value }))
    expect(studio.fields[fieldName(attribute)]).toEqual({ typed: value, value: attribute.type === 'flag' ? '' : value })
    const placed = studio.placed as Placed
    if (attribute.name === 'via') expect(hrefOf(placed)).toContain('via=EMBER')
    else expect(linkAttributes(placed)[`data-tributary-${attribute.twin ?? attribute.name}`]).toBe(attribute.type === 'flag' ? '' : value)
    const isOfElement = kindOf(kind).hasElement && attribute.only !== 'link'
    expect(elementAttributes(placed)[attribute.name] !== undefined).toBe(isOfElement || (kind === 'join' && attribute.name === 'via'))
  })

  test.each(EVERY.filter(({ attribute }) => attribute.type !== 'text'))(
    'a wrong $name of $kind, with what to write instead',
    ({ kind, attribute }) => {
      const studio = open(new URLSearchParams({ kind, [attribute.name]: 'b"<or>d' }))
      expect(studio.fields[attribute.name]?.typed).toBe('b"<or>d')
      expect(studio.fields[attribute.name]?.problem).toMatch(/^“b"<or>d” cannot be taken: \S/)
      expect(Object.keys(linkAttributes(studio.placed as Placed))).not.toContain(`data-tributary-${attribute.name}`)
      // It is not dropped from the address either, so that who gets it sees what is wrong.
      expect(studioQuery(studio).get(attribute.name)).toBe('b"<or>d')
    },
  )

  test.each([
    ['offer=nothing', 'offer', 'not sold'],
    ['offer=', 'offer', 'empty'],
    ['kind=share&offer=nothing', 'offer', 'not sold'],
    ['kind=collection&collection=nothing', 'collection', 'no such collection'],
    [`kind=share&campaign=${'é'.repeat(21)}`, 'campaign', '40 bytes'],
    ['kind=share&instance=https://social.example', 'instance', 'name of a server'],
    ['size=a"b', 'size', 'letters'],
    ['touch-path=touch', 'touch-path', 'path'],
    ['touch-path=//evil.example/t', 'touch-path', 'path'],
    ['touch-path=/../x', 'touch-path', 'path'],
    ['touch-path=/x/..', 'touch-path', 'path'],
    ['touch-path=/..', 'touch-path', 'path'],
    ['touch-path=/\\evil.example', 'touch-path', 'path'],
    ['data-layer=my layer', 'data-layer', 'dataLayer'],
    [`earns=${'x'.repeat(201)}`, 'earns', '200'],
    ['label=a%00b', 'label', 'nobody can type'],
    ['consent=maybe', 'consent', 'granted'],
    ['preview-width=wide', 'preview-width', 'phone'],
    ['kind=constructor', 'kind', 'no kind'],
  ])('%s as wrong', (query, field, about) => {
    expect(open(query).fields[field]?.problem).toContain(about)
  })

  test('nothing to place where the offer is wrong: a line for another offer would be a trap', () => {
    expect(open('offer=nothing').placed).toBeUndefined()
  })

  test.each([
    ['', undefined, ''],
    ['data-layer=true', 'dataLayer', 'data-layer=dataLayer'],
    ['data-layer=true&data-layer-name=', 'dataLayer', 'data-layer=dataLayer'],
    ['data-layer=true&data-layer-name=gtmLayer', 'gtmLayer', 'data-layer=gtmLayer'],
    ['data-layer=gtmLayer', 'gtmLayer', 'data-layer=gtmLayer'],
    ['data-layer=&data-layer-name=gtmLayer', undefined, ''],
    ['data-layer-name=gtmLayer', undefined, ''],
  ])('the data layer, told as soon as its box is ticked, by another name where there is one: %s', (query, name, kept) => {
    expect(placedBy(query).script['data-layer']).toBe(name)
    expect(studioQuery(open(query)).toString()).toBe(kept)
  })

  test('an offer by its id, and the first one where none is named', () => {
    expect(linkAttributes(placedBy('offer=off_2'))['data-tributary-offer']).toBe('off_2')
    expect(linkAttributes(placedBy(''))['data-tributary-offer']).toBe('mug')
  })

  test.each(['/touch', '/', '/a/b-c_d.php', '/a..b', '/.well-known/~touch/'])('the touch path %s', (path) => {
    expect(placedBy(new URLSearchParams({ 'touch-path': path })).script).toEqual({ 'touch-path': path })
  })

  test.each(SCRIPT_OPTIONS)('$name of the script tag', (option) => {
    const value = rightValue('offer', option)
    expect(placedBy(new URLSearchParams({ [option.name]: value })).script).toEqual({ [option.name]: option.type === 'flag' ? '' : value })
  })

  test('and leaves out what counts anyway', () => {
    const usual = 'layout=card&theme=own&density=regular&consent=granted&language=page&size=reserved&price=false&label=&earns='
    expect(placedBy(usual)).toEqual(placedBy(''))
    expect(studioQuery(open(usual)).toString()).toBe('')
    const shared = 'kind=share&networks=&networks=whatsapp&networks=telegram&networks=facebook&networks=bluesky&networks=email'
    expect(linkAttributes(placedBy(shared))).not.toHaveProperty('data-tributary-networks')
  })

  test('the space that the layout needs, however often the layout changes', () => {
    expect(placedBy('layout=row&size=reserved').attributes['size']).toBe('row')
    expect(placedBy('offer=visit&layout=row').attributes['size']).toBe('tall-row')
    expect(placedBy('layout=row&size=card').attributes['size']).toBe('card')
  })

  test('no network at all, and no space, where that is said', () => {
    const none = open('kind=share&networks=&size=')
    expect(linkAttributes(none.placed as Placed)).toEqual({
      href: 'https://parent.example/?via=site_x',
      'data-tributary-share': '',
      'data-tributary-networks': '',
    })
    expect(open(studioQuery(none))).toEqual(none)
  })

  test('what its own address says again', () => {
    const query = 'kind=collection&layout=list&columns=9&filter=stock&filter=price&search=true&preview-colours=dark&events=true&label=Look'
    const studio = open(query)
    expect(open(studioQuery(studio)).placed).toEqual(studio.placed)
    expect([...studioQuery(studio, 'cart')]).toEqual([
      ['kind', 'cart'],
      ['events', 'true'],
      ['preview-colours', 'dark'],
    ])
  })
})

describe('the plain link', () => {
  test.each([
    ['offer=visit&earns=A%26B', 'https://parent.example/o/visit?via=A%26B'],
    ['kind=collection&collection=kitchen', 'https://parent.example/?collection=kitchen&via=site_x'],
    ['kind=share&offer=mug&campaign=spring', 'https://parent.example/o/mug?via=site_x&via_campaign=spring'],
    ['kind=join', 'https://parent.example/join?via=site_x'],
  ])('of %s is %s', (query, href) => {
    expect([hasPlainLink(placedBy(query)), hrefOf(placedBy(query))]).toEqual([true, href])
  })

  test.each(['kind=cart', 'kind=status', 'kind=share'])('of %s is worth nothing elsewhere', (query) => {
    expect(hasPlainLink(placedBy(query))).toBe(false)
  })
})

interface Read {
  readonly attributes: Record<string, string>
  readonly text: string
}

interface Node {
  readonly nodeName: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly Node[]
  readonly value?: string
}

function readHtml(markup: string): readonly (Read & { readonly name: string })[] {
  const { childNodes = [] } = parseFragment(markup) as unknown as Node
  return childNodes
    .filter(({ nodeName }) => nodeName !== '#text')
    .map(({ nodeName, attrs = [], childNodes: [text] = [] }) => ({
      name: nodeName,
      attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
      text: text?.value ?? '',
    }))
}

async function readTsx(source: string): Promise<Read> {
  const { code } = await transformWithOxc(source.replace(/^import .*$/gm, '').replace('speak(texts)', ''), 'placement.tsx', {
    jsx: { runtime: 'classic', pragma: 'make' },
  })
  const make = (_: string, attributes: Record<string, string>, text = ''): Read => ({ attributes, text })
  return new Function('make', `${code.replace('export ', '')}; return Placement()`)(make) as Read
}

function readVue(source: string): Read {
  const { descriptor, errors } = parseVue(source)
  expect(errors).toEqual([])
  const element = descriptor.template?.ast?.children.find(({ type }) => type === 1)
  if (element?.type !== 1) throw new Error('expected an element, received none')
  const directive = element.props.find((one) => one.type === 7 && one.name === 'text')
  const text = directive?.type === 7 && directive.exp?.type === 4 ? (JSON.parse(directive.exp.content) as string) : ''
  const attributes = element.props.flatMap((one) => (one.type === 6 ? [[one.name, one.value?.content ?? '']] : []))
  return { attributes: Object.fromEntries(attributes) as Record<string, string>, text }
}

/** As WordPress reads it: no escapes, and a pair of quotes ends at the next one (`shortcode_parse_atts`). */
function readShortcode(text: string): Record<string, string> {
  const pattern = /([\w-]+)\s*=\s*"([^"]*)"(?:\s|$)|([\w-]+)\s*=\s*'([^']*)'(?:\s|$)/g
  const inner = /^\[tributary ([^[\]<>]*)\]$/.exec(text)?.[1] ?? ''
  return Object.fromEntries(
    [...inner.matchAll(pattern)].map(([, double, value, single, other]) => [double ?? single, value ?? other ?? '']),
  )
}

// What titles, codes and collections may hold: everything but what nobody can type.
const nasty = string({
  unit: constantFrom(
    '"',
    "'",
    '<',
    '>',
    '&',
    '{',
    '}',
    '`',
    '$',
    '\\',
    '/',
    '{{',
    '}}',
    '</script>',
    '-->',
    '[',
    ']',
    '&quot;',
    '=',
    'a',
    'é',
    '日',
    ' ',
  ),
  minLength: 1,
  maxLength: 12,
})

const anyPlaced = record({
  kind: constantFrom(...KINDS),
  names: uniqueArray(constantFrom(...EVERY.map(({ name }) => name))),
  value: nasty,
  label: nasty,
}).map(({ kind, names, value, label }): Placed => {
  const own = attributesOf(kind).filter(({ name, isNeeded }) => isNeeded || names.includes(name))
  const given = (attribute: Attribute) =>
    attribute.type === 'text' && attribute.name !== 'size' ? value : attribute.type === 'flag' ? '' : rightValue(kind, attribute)
  return {
    ...{ kind, label, origin: 'https://parent.example', site: 'site_x', script: {} },
    attributes: Object.fromEntries(own.map((attribute) => [attribute.name, given(attribute)])),
  }
})

describe('whatever a value holds', () => {
  test('HTML reads the link that was meant', () => {
    assert(
      property(anyPlaced, (placed) => {
        const read = readHtml(htmlSnippet(placed))
        expect(read.map(({ name }) => name)).toEqual(placed.attributes['size'] ? ['script', 'style', 'a'] : ['script', 'a'])
        expect(read.at(-1)).toEqual({ name: 'a', attributes: linkAttributes(placed), text: placed.label })
      }),
    )
  })

  test('React reads the element, or the link, that was meant', async () => {
    await assert(
      asyncProperty(anyPlaced, async (placed) => {
        const read = await readTsx(reactSnippet(placed))
        expect(read).toEqual(meant(placed))
      }),
    )
  })

  test('Vue reads the element, or the link, that was meant', () => {
    assert(
      property(anyPlaced, (placed) => {
        expect(readVue(vueSnippet(placed))).toEqual(meant(placed))
      }),
    )
  })

  test('WordPress reads the values that were meant, or is given none to read', () => {
    let written = 0
    assert(
      property(anyPlaced, (placed) => {
        const text = shortcode(placed)
        if (text === undefined) return
        written++
        const { kind = 'offer', text: label, size, ...rest } = readShortcode(text)
        const { size: wanted, ...attributes } = placed.attributes
        expect({ kind, label, attributes: rest }).toEqual({ kind: placed.kind, label: placed.label, attributes })
        if (size !== undefined) expect(size).toBe(wanted ?? '')
      }),
      { numRuns: 1_000 },
    )
    expect(written).toBeGreaterThan(10)
  })
})

const meant = (placed: Placed): Read =>
  kindOf(placed.kind).hasElement
    ? { attributes: elementAttributes(placed), text: '' }
    : { attributes: linkAttributes(placed), text: placed.label }

describe('an element says what the script tag would', () => {
  test('consent by an attribute, language and events by imports', () => {
    const placed = placedBy('consent=required&language=de&events=true')
    expect(elementAttributes(placed)['consent']).toBe('required')
    expect(reactSnippet(placed)).toContain("import { texts } from '@tributary/widget/words/de/index'\n\nspeak(texts)")
    expect(vueSnippet(placed)).toContain("import '@tributary/widget/events'")
  })
})

describe('the script line that brings an offer along', () => {
  const readTag = (query: string): { readonly url: URL; readonly attributes: Record<string, string> } => {
    const [tag] = parseFragment(carryingSnippet(placedBy(query)) ?? '').childNodes
    const attributes = Object.fromEntries(tag && 'attrs' in tag ? tag.attrs.map(({ name, value }) => [name, value]) : [])
    return { url: new URL(attributes['src'] ?? ''), attributes }
  }

  test('names the site, the offer and the language, and says all else as the other line does', () => {
    const { url, attributes } = readTag('offer=visit&language=de&consent=required')
    expect(`${url.origin}${url.pathname}`).toBe('https://parent.example/v1/tributary.js')
    expect(Object.fromEntries(url.searchParams)).toEqual({ site: 'site_x', ids: 'visit', language: 'de' })
    expect(attributes).toMatchObject({ 'data-tributary-consent': 'required', 'data-tributary-language': 'de' })
  })

  test('is there for offers only', () => {
    expect(carryingSnippet(placedBy('kind=collection&collection=kitchen'))).toBeUndefined()
    expect(carryingSnippet(placedBy('kind=cart'))).toBeUndefined()
  })
})
