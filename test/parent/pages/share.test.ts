import { qrCodeSvg } from '@tributary/parent/core/qr-code'
import jsqr from 'jsqr'
import { parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCatalogue } from '../../support/build.ts'

// Its types describe another form of module than the one that is loaded.
const jsQR = jsqr as unknown as typeof jsqr.default
const NASTY = '</script><img src=x onerror="alert(1)"> & “Mug”'

let app: TestApp
beforeAll(async () => {
  const { offers, ...catalogue } = buildCatalogue() as { offers: { handle: string; title: string }[] }
  app = await createTestApp({
    catalogue: {
      ...catalogue,
      offers: [
        ...offers,
        {
          ...offers.find(({ handle }) => handle === 'mug'),
          handle: 'nasty',
          title: NASTY,
          variants: [{ sku: 'nasty', price: '5.00', weightGrams: 1 }],
        },
      ],
    },
  })
})
afterAll(() => app.close())

const open = (path: string): Promise<Response> => Promise.resolve(app.app.request(`${app.origin}${path}`))

interface Element {
  readonly nodeName: string
  readonly attrs?: readonly { name: string; value: string }[]
  readonly childNodes?: readonly Element[]
  readonly value?: string
}
const elements = (node: Element): Element[] => [node, ...(node.childNodes ?? []).flatMap(elements)]
const attribute = (node: Element | undefined, name: string): string | undefined => node?.attrs?.find((one) => one.name === name)?.value

async function head(path: string) {
  const all = elements(parse(await (await open(path)).text()) as unknown as Element)
  const meta = all
    .filter(({ nodeName }) => nodeName === 'meta')
    .map((node) => [attribute(node, 'property') ?? '', attribute(node, 'content') ?? ''])
  const link = (rel: string) =>
    attribute(
      all.find((node) => node.nodeName === 'link' && attribute(node, 'rel') === rel),
      'href',
    )
  const data = all.find((node) => attribute(node, 'type') === 'application/ld+json')?.childNodes?.[0]?.value
  return { facts: Object.fromEntries(meta) as Record<string, string>, link, data: JSON.parse(data ?? 'null') as Record<string, unknown> }
}

describe('the page of an offer tells whoever shows its link elsewhere', () => {
  test('title, picture, price and the address with who shared it', async () => {
    const { facts, link } = await head(`/o/mug?via=${app.site.key}`)
    expect(facts).toMatchObject({
      'og:type': 'product',
      'og:url': `${app.origin}/o/mug?via=${app.site.key}`,
      'product:price:amount': '14.90',
      'product:price:currency': 'EUR',
    })
    expect(facts['og:title']).toBeTruthy()
    expect(link('canonical')).toBe(`${app.origin}/o/mug`)
    const embed = new URL(link('alternate') ?? '')
    expect(embed.searchParams.get('url')).toBe(`${app.origin}/o/mug?via=${app.site.key}`)
  })

  test('what search engines read, by schema.org', async () => {
    const { data } = await head('/o/mug')
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Product',
      url: `${app.origin}/o/mug`,
      offers: { '@type': 'Offer', price: '14.90', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
    })
  })

  test('texts that look like markup, as texts', async () => {
    const { facts, data } = await head('/o/nasty')
    expect([facts['og:title'], data['name']]).toEqual([NASTY, NASTY])
    const all = elements(parse(await (await open('/o/nasty')).text()) as unknown as Element)
    expect(all.filter((node) => attribute(node, 'onerror') !== undefined)).toEqual([])
  })
})

describe('oEmbed', () => {
  const ask = (query: Record<string, string>) => open(`/oembed?${new URLSearchParams(query)}`)

  test('answers a card that keeps who shared it, in the size that fits', async () => {
    const answer = await ask({ url: `${app.origin}/o/mug?via=${app.site.key}`, maxwidth: '300' })
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const embed = (await answer.json()) as { html: string; width: number; height: number; type: string; version: string; title: string }
    expect(embed).toMatchObject({ version: '1.0', type: 'rich', width: 300, height: 560 })
    const all = elements(parse(embed.html) as unknown as Element)
    const source = new URL(
      attribute(
        all.find(({ nodeName }) => nodeName === 'iframe'),
        'src',
      ) ?? '',
    )
    expect(source.href).toBe(`${app.origin}/card/mug?via=${app.site.key}`)

    const card = await open(source.pathname + source.search)
    expect(card.headers.get('Content-Security-Policy')).toContain('frame-ancestors *')
    const links = elements(parse(await card.text()) as unknown as Element).filter(({ nodeName }) => nodeName === 'a')
    expect(links.map((node) => attribute(node, 'href'))).toEqual([`${app.origin}/o/mug?via=${app.site.key}`])
  })

  test.each([
    ['another host', { url: 'https://evil.example/o/mug' }, 404],
    ['no address', {}, 404],
    ['something that is not sold', { url: 'https://parent.example/o/none' }, 404],
    ['another page of ours', { url: 'https://parent.example/order/1/2' }, 404],
    ['a broken address', { url: 'https://parent.example/o/%E0%A4%A' }, 404],
    ['XML', { url: 'https://parent.example/o/mug', format: 'xml' }, 501],
  ])('refuses %s', async (_, query, status) => {
    expect((await ask(query as Record<string, string>)).status).toBe(status)
  })

  test('of a nasty title holds markup of ours only', async () => {
    const { html } = (await (await ask({ url: `${app.origin}/o/nasty` })).json()) as { html: string }
    const names = elements(parse(html) as unknown as Element).map(({ nodeName }) => nodeName)
    expect(names.filter((name) => name === 'img' || name === 'script')).toEqual([])
  })

  test('no other page may be framed', async () => {
    expect((await open('/o/mug')).headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
  })
})

describe('a QR code', () => {
  // Read back by another library, from the picture that the SVG draws.
  function read(svg: string): string | undefined {
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
    const scale = 4
    const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255)
    for (const [, x = '', y = '', width = ''] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g))
      for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
        for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column++)
          pixels.fill(0, (row * size * scale + column) * 4, (row * size * scale + column) * 4 + 3)
    return jsQR(pixels, size * scale, size * scale)?.data
  }

  test('has the quiet zone that scanners need, four modules on each side', () => {
    const svg = qrCodeSvg('https://a.example/')
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
    const runs = [...svg.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, width]) => [Number(x), Number(y), Number(x) + Number(width)])
    expect(Math.min(...runs.map(([left = 0]) => left))).toBe(4)
    expect(Math.min(...runs.map(([, top = 0]) => top))).toBe(4)
    expect(Math.max(...runs.map(([, , right = 0]) => right))).toBe(size - 4)
    expect(Math.max(...runs.map(([, top = 0]) => top))).toBe(size - 5)
  })

  test('of an offer is the link with who shared it', async () => {
    const answer = await open(`/o/mug/qr.svg?via=${app.site.key}`)
    expect(answer.headers.get('Content-Type')).toBe('image/svg+xml')
    expect(read(await answer.text())).toBe(`${app.origin}/o/mug?via=${app.site.key}`)
    expect((await open('/o/none/qr.svg')).status).toBe(404)
  })

  test('of an offer names the campaign too, unless it is longer than a label may be', async () => {
    const codeOf = async (campaign: string) => read(await (await open(`/o/mug/qr.svg?via=FERNWEH&via_campaign=${campaign}`)).text())
    expect(await codeOf('spring')).toBe(`${app.origin}/o/mug?via=FERNWEH&via_campaign=spring`)
    expect(await codeOf('x'.repeat(41))).toBe(`${app.origin}/o/mug?via=FERNWEH`)
  })

  test.each(['https://a.example/', `https://shop.example/${'long/'.repeat(60)}`])('of %s is that', (text) => {
    expect(read(qrCodeSvg(text))).toBe(text)
  })
})
