import './dom.ts'
import { observePlacements } from '@tributary/widget/loader/placements'
import { readScriptTag } from '@tributary/widget/loader/script-tag'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { clearPage, ViewObserver } from './dom.ts'

beforeEach(() => {
  clearPage()
  document.head.replaceChildren()
})

function add(tag: string, attributes: Record<string, string>, parent: Element = document.head): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  parent.append(element)
  return element
}

describe('the script tag', () => {
  test.each([
    ['as it is pasted', { src: 'https://parent.example/v1/tributary.js', 'data-tributary-site': 'site_x' }, 'https://parent.example'],
    [
      'of a fixed version',
      { src: 'https://parent.example/v0.1.0/tributary.js', 'data-tributary-site': 'site_x' },
      'https://parent.example',
    ],
    ['with the key in its address', { src: 'https://parent.example/v1/tributary.js?site=site_x' }, 'https://parent.example'],
    [
      'below a path of the parent',
      { src: 'https://parent.example/shop/v1/tributary.js', 'data-tributary-site': 'site_x' },
      'https://parent.example/shop',
    ],
    [
      'merged into another file',
      { src: 'https://blog.example/cache/all.js', 'data-tributary-site': 'site_x', 'data-tributary-parent': 'https://parent.example' },
      'https://parent.example',
    ],
  ])('is understood %s', (_, attributes, parent) => {
    // A browser that is told of no src does not fetch one; happy-dom would.
    const tag = add('script', { ...attributes, type: 'text/plain' })
    expect(tag).toBeTruthy()
    expect(readScriptTag()).toMatchObject({ parent, site: 'site_x' })
  })

  test('is believed, and nothing else on the page: a comment cannot say where orders go', () => {
    add('p', { 'data-tributary-parent': 'https://evil.example', 'data-tributary-site': 'site_evil' }, document.body)
    add('script', { type: 'text/plain', src: 'https://parent.example/v1/tributary.js', 'data-tributary-site': 'site_x' })
    expect(readScriptTag()).toMatchObject({ parent: 'https://parent.example', site: 'site_x' })
  })

  test('is nothing where the page says neither parent nor site', () => {
    add('script', { type: 'text/plain', src: 'https://blog.example/theme.js' })
    expect(readScriptTag()).toBeUndefined()
  })
})

describe('placements', () => {
  const observe = () => {
    const near = vi.fn()
    const changed = vi.fn()
    return { near, changed, placements: observePlacements(near, changed) }
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

  test('are found when the page is read and when they come later, by themselves or inside something', async () => {
    const first = add('a', { 'data-tributary-offer': 'mug' }, document.body)
    const { placements } = observe()
    const later = add('tributary-offer', { offer: 'lamp' }, document.body)
    const box = add('div', {}, document.body)
    const inside = add('a', { 'data-tributary-offer': 'hoodie' }, box)
    const plain = add('a', {}, document.body)
    await settled()
    plain.setAttribute('data-tributary-offer', 'named later')
    await settled()
    expect([...placements]).toEqual([first, later, inside, plain])
  })

  test('are told once, when they come near', () => {
    const link = add('a', { 'data-tributary-offer': 'mug' }, document.body)
    const { near } = observe()
    ViewObserver.tell(link, false)
    ViewObserver.tell(link, true)
    ViewObserver.tell(link, true)
    expect(near.mock.calls).toEqual([[link]])
  })

  test('are told without being drawn first where they are near already, once, and not where they are far or not displayed', async () => {
    const at = (top: number): HTMLElement =>
      Object.assign(add('a', { 'data-tributary-offer': 'mug' }, document.body), { getBoundingClientRect: () => ({ top }) })
    const below = at(1.5 * innerHeight)
    at(2.5 * innerHeight)
    // What is not displayed has a box of nothing in the corner.
    at(0)
    const { near } = observe()
    await settled()
    ViewObserver.tell(below, true)
    expect(near.mock.calls).toEqual([[below]])
  })

  test('do not count our own cards', async () => {
    const { placements } = observe()
    const card = document.createElement('tributary-offer')
    Object.assign(card, { link: document.createElement('a') })
    document.body.append(card)
    await settled()
    expect(placements.size).toBe(0)
  })

  test('are forgotten when the page takes them away, and known anew when they come back', async () => {
    const link = add('a', { 'data-tributary-offer': 'mug' }, document.body)
    const { placements, changed } = observe()
    link.remove()
    await settled()
    expect(placements.size).toBe(0)
    expect(changed).toHaveBeenCalled()
    document.body.append(link)
    await settled()
    expect([...placements]).toEqual([link])
  })
})
