import './dom.ts'
import { readFileSync } from 'node:fs'
import { attributesOf } from '@tributary/parent/core/placed'
import { SPACES } from '@tributary/parent/core/reserved-space'
import { PLACEMENTS } from '@tributary/protocol/placement'
import { type ComponentChild, h, render } from 'preact'
import { beforeEach, describe, expect, test } from 'vitest'
import { clearPage } from './dom.ts'

const PLUGIN = new URL('../../examples/wordpress/tributary/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, PLUGIN), 'utf8')
const SETTINGS = { parent: 'https://parent.example', site: 'site_x' }

interface Attributes {
  readonly offer?: string
  readonly href?: string
  readonly text: string
}
interface Block {
  edit(props: { attributes: Attributes; setAttributes(changed: Partial<Attributes>): void }): ComponentChild
  save(props: { attributes: Attributes }): ComponentChild
}

/** Runs the editor's script beside the few names of WordPress that it uses, with Preact in the place of its React. */
function registered(): { name: string; block: Block } {
  let found: { name: string; block: Block } | undefined
  const wp = {
    blocks: { registerBlockType: (name: string, block: Block) => (found = { name, block }) },
    blockEditor: { useBlockProps: Object.assign(() => ({}), { save: () => ({ className: 'wp-block-tributary-offer' }) }) },
    components: {
      TextControl: ({ label, value, onChange }: { label: string; value: string; onChange: (typed: string) => void }) =>
        h('input', { 'aria-label': label, value, onInput: (event: Event) => onChange((event.target as HTMLInputElement).value) }),
    },
    element: { createElement: h, Fragment: 'span' },
  }
  new Function('window', read('edit.js'))({ wp, tributarySettings: SETTINGS })
  if (!found) throw new Error('expected edit.js to register a block, received none')
  return found
}

/** What of a link makes it a placement. */
const linkIn = (place: Element) => {
  const link = place.querySelector('a')
  return { text: link?.textContent, ...Object.fromEntries([...(link?.attributes ?? [])].map(({ name, value }) => [name, value])) }
}

const LINK = {
  text: 'Buy the mug',
  href: 'https://parent.example/o/mug?via=site_x',
  'data-tributary-offer': 'mug',
  'data-tributary-size': 'card',
}

beforeEach(clearPage)

describe('the WordPress plugin', () => {
  test('saves a block as an ordinary link, from which its fields are read again', () => {
    const { name, block } = registered()
    const place = document.createElement('div')
    render(block.save({ attributes: { offer: 'mug', href: LINK.href, text: LINK.text } }), place)
    expect(linkIn(place)).toEqual(LINK)
    const { name: declared, attributes } = JSON.parse(read('block.json'))
    expect(declared).toBe(name)
    const sources = Object.values<{ selector: string; source: string; attribute?: string }>(attributes).map(
      ({ selector, source, attribute }) => {
        const element = place.querySelector(selector)
        return source === 'text' ? element?.textContent : element?.getAttribute(attribute as string)
      },
    )
    expect(sources).toEqual(['mug', LINK.href, LINK.text])
  })

  test('has no link before an offer is named, and the address of the offer’s page as soon as it is', () => {
    const { block } = registered()
    expect(block.save({ attributes: { text: 'See the offer' } })).toBe(null)
    const place = document.createElement('div')
    const changes: Partial<Attributes>[] = []
    render(block.edit({ attributes: { text: 'See the offer' }, setAttributes: (changed) => changes.push(changed) }), place)
    const field = place.querySelector('input') as HTMLInputElement
    field.value = ' mug '
    field.dispatchEvent(new Event('input'))
    expect(changes).toEqual([{ offer: 'mug', href: LINK.href }])
  })

  test('knows every kind with every attribute that a link takes, and the space that the studio reserves', () => {
    const listOf = (name: string) => new RegExp(`const ${name} = array\\(([\\s\\S]*?)\\n\\);`).exec(read('tributary.php'))?.[1] ?? ''
    const kinds = Object.fromEntries(
      [...listOf('TRIBUTARY_KINDS').matchAll(/'(\w+)'\s*=> array\(([^)]*)\)/g)].map(([, kind = '', names = '']) => [
        kind,
        [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name),
      ]),
    )
    // Who earns every kind can say.
    const known = (Object.keys(PLACEMENTS) as (keyof typeof PLACEMENTS)[]).map(
      (kind) => [kind, attributesOf(kind).map(({ name }) => name)] as const,
    )
    expect(kinds).toEqual(Object.fromEntries(known.map(([kind, names]) => [kind, names.filter((name) => name !== 'via')])))

    const spaces = [...listOf('TRIBUTARY_SPACE').matchAll(/'([\w-]+)'\s*=> '([^']*)'/g)]
    expect(Object.fromEntries(spaces.map(([, size, space]) => [size, space]))).toEqual(SPACES)
  })
})
