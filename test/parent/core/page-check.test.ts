import { checkPage } from '@tributary/parent/core/page-check'
import { readPageParts } from '@tributary/parent/core/page-parts'
import { carryingTag } from '@tributary/parent/core/snippet'
import type { Site } from '@tributary/protocol/site'
import { describe, expect, test } from 'vitest'

const PARENT = 'https://parent.example'
const KEY = 'site_AAAAAAAAAAAAAAAAAAAAA'
const OTHER = 'site_BBBBBBBBBBBBBBBBBBBBB'
const SCRIPT = `<script async src="${PARENT}/v1/tributary.js" data-tributary-site="${KEY}"></script>`
const LINK = `<a href="${PARENT}/o/mug?via=${KEY}" data-tributary-offer="mug">Buy Mug</a>`
const SITES = [
  { key: KEY, name: 'Blog', affiliate: 'SAM', origins: ['https://blog.example'], test: false },
  { key: OTHER, name: 'Shop', affiliate: 'KIM', origins: ['https://shop.example'], test: false },
  { key: 'site_test_CCCCCCCCCCCCCCCCCCCCC', name: 'Trial', affiliate: 'SAM', origins: ['https://blog.example'], test: true },
] as unknown as Site[]

interface Given {
  readonly address?: string
  readonly policies?: readonly string[]
  readonly unknown?: readonly string[]
  readonly unheld?: readonly string[]
  readonly images?: readonly string[]
  readonly forgets?: string
  readonly release?: string
  readonly copies?: readonly { readonly src: string; readonly release: string }[]
}

const checked = (
  html: string,
  { address = 'https://blog.example/post', policies = [], unknown = [], unheld = [], images = [], ...more }: Given = {},
) =>
  checkPage({
    page: new URL(address),
    policies,
    parts: readPageParts(html),
    parent: PARENT,
    sites: SITES,
    unknown,
    unheld,
    images,
    ...more,
  })

const codes = (html: string, given?: Given): string[] => checked(html, given).map(({ code }) => code)

describe('a page', () => {
  test('that is as the studio says has nothing wrong', () => {
    expect(checked(`${SCRIPT}<p>${LINK}</p>`)).toEqual([])
    expect(checked(`${SCRIPT}<tributary-offer offer="mug"></tributary-offer>`)).toEqual([])
    expect(checked(`${SCRIPT}<a href="${PARENT}/join" data-tributary-join>Join</a>`)).toEqual([])
  })

  test.each([
    ['the script is missing', LINK, 'script_missing'],
    ['nothing of ours is there', '<p>Hello</p>', 'nothing_here'],
    ['it is in a comment', `<!-- ${SCRIPT} -->${LINK}`, 'script_missing'],
    ['it is in a template', `<template>${SCRIPT}</template>${LINK}`, 'script_missing'],
    ['the script is text', `<p>${SCRIPT.replaceAll('<', '&lt;')}</p>${LINK}`, 'script_shown_as_text'],
    ['all was stripped', `<a href="${PARENT}/o/mug?via=${KEY}">Buy Mug</a>`, 'stripped'],
    ['the links were stripped', `${SCRIPT}<a href="${PARENT}/o/mug?via=${KEY}">Buy Mug</a>`, 'stripped'],
    ['the key is wrong', SCRIPT.replace(KEY, 'site_wrong') + LINK, 'site_unknown'],
    ['the key is missing', SCRIPT.replace(/ data-tributary-site="[^"]+"/, '') + LINK, 'key_missing'],
    ['another parent is meant', SCRIPT.replace(PARENT, 'https://other.example') + LINK, 'other_parent'],
    ['it is pasted twice', SCRIPT + SCRIPT + LINK, 'pasted_twice'],
    ['two sites are named', SCRIPT + SCRIPT.replace(KEY, OTHER) + LINK, 'two_keys'],
    ['the release is pinned', SCRIPT.replace('/v1/', '/v0.1.0/') + LINK, 'pinned'],
    ['a consent tool holds it back', SCRIPT.replace('async', 'async type="text/plain"') + LINK, 'held_back'],
    ['it is a test site', SCRIPT.replace(KEY, 'site_test_CCCCCCCCCCCCCCCCCCCCC') + LINK, 'test_site'],
    ['nothing is placed', SCRIPT, 'no_placement'],
  ])('where %s is told so', (_, html, code) => {
    expect(codes(html)).toEqual([code])
  })

  test.each(['collection', 'cart', 'status', 'share'])('with nothing but a %s has nothing wrong, as a link and as an element', (kind) => {
    expect(codes(`${SCRIPT}<a href="${PARENT}/?via=${KEY}" data-tributary-${kind}="">It</a>`)).toEqual([])
    expect(codes(`${SCRIPT}<tributary-${kind} class="mine"></tributary-${kind}>`)).toEqual([])
  })

  test('is told which attributes cannot be taken, and which there are', () => {
    const link = LINK.replace('<a ', '<a data-tributary-layout="rwo" data-tributary-them="host" data-tributary-price="maybe" ')
    expect(checked(SCRIPT + link)).toEqual([
      {
        ...{ severity: 'advice', code: 'attribute_invalid' },
        problem: 'data-tributary-layout="rwo" of a[data-tributary-offer] cannot be taken.',
        remedy: 'Use card, button or row. It counts as card.',
      },
      {
        ...{ severity: 'advice', code: 'attribute_unknown' },
        problem: 'a[data-tributary-offer] has no attribute data-tributary-them.',
        remedy: expect.stringMatching(/^It has data-tributary-offer, data-tributary-layout, .*data-tributary-theme/),
      },
      {
        ...{ severity: 'advice', code: 'attribute_invalid' },
        problem: 'data-tributary-price="maybe" of a[data-tributary-offer] cannot be taken.',
        remedy: 'Leave it empty, or leave it out.',
      },
    ])
    expect(codes(`${SCRIPT}<tributary-offer offer="mug" layout="rwo" consent="granded" onclick="x()"></tributary-offer>`)).toEqual([
      'attribute_invalid',
      'attribute_invalid',
    ])
  })

  test('of an address that is not registered is told how to register it', () => {
    expect(checked(SCRIPT + LINK, { address: 'https://www.blog.example/post' })).toEqual([
      {
        code: 'origin_unregistered',
        severity: 'error',
        problem: 'The site “Blog” is not registered for https://www.blog.example, so it may not sell there.',
        remedy: `Ask the shop to add it: tributary site add-origin ${KEY} --origin https://www.blog.example`,
      },
    ])
  })

  test('that an optimiser has rewritten is right all the same', () => {
    expect(codes(SCRIPT.replace('async', 'async type="c1234567890abcdef1234567-text/javascript"') + LINK)).toEqual([])
    expect(codes(`<script async src="${PARENT}/v1/tributary.js?site=${KEY}"></script>${LINK}`)).toEqual([])
    expect(codes(carryingTag(PARENT, KEY, ['mug', 'lamp']) + LINK)).toEqual([])
    expect(codes(`<script src="/min/all.js" data-tributary-parent="${PARENT}" data-tributary-site="${KEY}"></script>${LINK}`)).toEqual([])
  })

  test('that names what is not sold is told each of them', () => {
    expect(codes(SCRIPT + LINK, { unknown: ['mug', ''] })).toEqual(['offer_unknown', 'offer_missing'])
  })

  test('with placements that the parent keeps is told which of them it does not keep for this site', () => {
    const held = `<a href="${PARENT}/p/plc_x?via=${KEY}" data-tributary-placement="plc_x">Buy it</a>`
    expect(codes(SCRIPT + held)).toEqual([])
    expect(codes(held)).toEqual(['script_missing'])
    const html = `${SCRIPT}${held}<tributary-placement placement="plc_y"></tributary-placement>`
    expect(readPageParts(html).held).toEqual(['plc_x', 'plc_y'])
    expect(checked(html, { unheld: ['plc_y'] })).toMatchObject([{ code: 'placement_unknown', problem: expect.stringContaining('“plc_y”') }])
  })

  test('shows what does not work before what could be better', () => {
    expect(codes(SCRIPT.replace('/v1/', '/v0.1.0/') + LINK, { unknown: ['mug'] })).toEqual(['offer_unknown', 'pinned'])
  })

  test('whose links are broken, or lead elsewhere, is judged without them', () => {
    const links = [
      `${PARENT}/o/%E0%A4%A`,
      `${PARENT}/o/`,
      `${PARENT}/o/mug/qr.svg`,
      'http://[',
      'javascript:void 0',
      `${PARENT}.evil/o/mug`,
    ]
    expect(codes(links.map((link) => `<a href="${link}">Buy</a>`).join(''))).toEqual(['nothing_here'])
  })

  test('may be nested deeper than any stack', () => {
    expect(codes(`${'<div>'.repeat(20_000)}${SCRIPT}${LINK}`)).toEqual([])
  })
})

describe('a release', () => {
  const PINNED = SCRIPT.replace('/v1/', '/v0.9.0/')
  const COPY = `<script src="/js/tributary.js" data-tributary-parent="${PARENT}" data-tributary-site="${KEY}"></script>`
  const copyOf = (release: string) => ({ release: '0.10.0', copies: [{ src: 'https://blog.example/js/tributary.js', release }] })

  test.each([
    ['that is pinned and served', PINNED + LINK, { release: '0.9.0' }, ['pinned']],
    ['that is pinned and served no more', PINNED + LINK, { release: '0.10.0' }, ['release_gone']],
    [
      'beside the present one, which is another',
      SCRIPT + PINNED + LINK,
      { release: '0.10.0' },
      ['two_releases', 'release_gone', 'pasted_twice'],
    ],
    ['beside the present one, which is the same', SCRIPT + PINNED + LINK, { release: '0.9.0' }, ['pasted_twice', 'pinned']],
    ['of the site’s own that is as new as the shop’s', COPY + LINK, copyOf('0.10.0'), []],
    ['of the site’s own that is newer', COPY + LINK, copyOf('1.0.0'), []],
    ['of the site’s own that is older, though its number looks larger', COPY + LINK, copyOf('0.9.12'), ['old_release']],
  ])('%s is told of so', (_, html, given, expected) => expect(codes(html, given)).toEqual(expected))

  test('of the site’s own that is old is told by its address, with the line to paste', () => {
    expect(checked(COPY + LINK, copyOf('0.9.0'))[0]).toMatchObject({
      problem: 'The script at https://blog.example/js/tributary.js is release 0.9.0; the shop’s is 0.10.0.',
      remedy: `Bring the copy up to date (in WordPress: update the plugin), or follow the shop’s: ${SCRIPT}`,
    })
  })
})

describe('an answer that makes the browser forget', () => {
  test.each([
    ['"cookies"', ['storage_cleared']],
    ['"cache", "storage"', ['storage_cleared']],
    ['"*"', ['storage_cleared']],
    ['"cache"', []],
  ])('%s', (forgets, expected) => expect(codes(SCRIPT + LINK, { forgets })).toEqual(expected))
})

describe('a content security policy', () => {
  const found = (policy: string, { html = SCRIPT + LINK, images = [] as string[] } = {}) =>
    checked(html, { policies: [policy], images }).map(({ code, remedy }) => [code, remedy.replace('Write in the policy: ', '')])

  test.each([
    "script-src 'self' https://parent.example; connect-src *; img-src *",
    'default-src https:',
    'default-src http://parent.example:*; script-src http:',
    "default-src 'self' *.example",
    'script-src https://parent.example/v1/; connect-src https://parent.example',
    "style-src 'none'",
    'frame-ancestors *; upgrade-insecure-requests',
    "script-src 'self'; script-src-elem https://parent.example",
    'sandbox allow-scripts allow-same-origin',
  ])('that lets everything in is silent: %s', (policy) => {
    expect(found(policy, { images: [`${PARENT}/media/mug.jpg`] })).toEqual([])
  })

  test('names the whole line to write', () => {
    expect(found("default-src 'self'", { images: ['https://cdn.example/mug.jpg', '/media/mug.jpg'] })).toEqual([
      ['policy_script', "script-src 'self' https://parent.example"],
      ['policy_connect', "connect-src 'self' https://parent.example"],
      ['policy_images', "img-src 'self' https://cdn.example"],
    ])
    expect(found("default-src 'none'; script-src-elem 'none'; connect-src https://parent.example:8443 http://parent.example.evil")).toEqual(
      [
        ['policy_script', 'script-src-elem https://parent.example'],
        ['policy_connect', 'connect-src https://parent.example:8443 http://parent.example.evil https://parent.example'],
      ],
    )
  })

  test('lets in the ports that it names, and without one the usual port alone', () => {
    const asked = (policy: string) =>
      checkPage({
        page: new URL('https://blog.example/post'),
        policies: [policy],
        parts: readPageParts((SCRIPT + LINK).replaceAll(PARENT, `${PARENT}:8443`)),
        parent: `${PARENT}:8443`,
        sites: SITES,
        unknown: [],
        unheld: [],
        images: [],
      }).map(({ code }) => code)
    expect(asked(`connect-src ${PARENT}:8443`)).toEqual([])
    expect(asked(`connect-src ${PARENT}:*`)).toEqual([])
    expect(asked(`connect-src ${PARENT}`)).toEqual(['policy_connect'])
  })

  test('with nonces asks for one on the tag, and host names count for nothing beside strict-dynamic', () => {
    const policy = "script-src 'nonce-abc' 'strict-dynamic' https://parent.example; connect-src https://parent.example"
    expect(found(policy)).toEqual([['policy_script', 'Put the nonce of the page’s other scripts on the tag: nonce="…"']])
    expect(found(policy, { html: SCRIPT.replace('async', 'async nonce="abc"') + LINK })).toEqual([])
    expect(found(policy, { html: SCRIPT.replace('async', 'async nonce="abd"') + LINK })).toHaveLength(1)
  })

  test('counts where it stands in the page, and each of several counts', () => {
    const meta = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`
    expect(codes(`<head>${meta}</head>${SCRIPT}${LINK}`)).toEqual(['policy_connect'])
    expect(found("connect-src *, connect-src 'self'")).toEqual([['policy_connect', "connect-src 'self' https://parent.example"]])
  })

  test('that sandboxes the page is told what is lost', () => {
    expect(found('sandbox').map(([code]) => code)).toEqual(['sandbox_scripts'])
    expect(found('sandbox allow-scripts').map(([code]) => code)).toEqual(['cookies_blocked'])
  })
})
