import { qrCodeSvg } from '@tributary/parent/core/qr-code'
import type { PlacementsAnswer } from '@tributary/protocol/held-placement'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCatalogue } from '../../support/build.ts'
import { linkIn, takeMails } from '../../support/mail.ts'
import { parseHtml, textOf, textsOf } from '../../support/markup.ts'

let app: TestApp
let studio: string
let own: string
beforeAll(async () => {
  app = await createTestApp()
  studio = `/embed/${app.site.key}`
  own = `/affiliate/studio/${app.site.key}`
})
afterAll(() => app.close())

const request = (path: string, init: RequestInit = {}): Promise<Response> => Promise.resolve(app.app.request(`${app.origin}${path}`, init))
const open = async (path: string, cookie = ''): Promise<Document> =>
  parseHtml(await (await request(path, { headers: { Cookie: cookie } })).text())
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  request(path, { method: 'POST', body: new URLSearchParams(fields), headers })

/** Asks for the link to sign in from where somebody wanted to go, and follows it; answers the cookie and where that led. */
async function signIn(email: string, next: string): Promise<{ readonly cookie: string; readonly location: string }> {
  app.clock.now += 61_000
  await submit('/affiliate/sign-in', { email, next })
  const [mail] = await takeMails(app)
  if (!mail) throw new Error(`expected a mail to ${email}, received none`)
  const link = new URL(linkIn(mail, /https:\/\/parent\.example\/affiliate\/sign-in\/in_[\w-]+(\?[^\s]*)?/))
  const entered = await submit(link.pathname, Object.fromEntries(link.searchParams))
  return { cookie: entered.headers.get('Set-Cookie')?.split(';')[0] ?? '', location: entered.headers.get('Location') ?? '' }
}

const fieldsOf = (page: Document): Map<string, Element> =>
  new Map([...page.querySelectorAll('#studio [name]')].map((field) => [field.getAttribute('name') ?? '', field]))

describe('the studio', () => {
  test('ties each field to its name, its help and what is wrong with it', async () => {
    for (const query of [
      '',
      '?kind=collection&columns=9',
      '?kind=share&networks=x&campaign=c',
      '?kind=cart',
      '?kind=status',
      '?kind=join',
    ]) {
      const page = await open(studio + query)
      for (const field of page.querySelectorAll('#studio input:not([type=hidden]), #studio select')) {
        const id = field.getAttribute('id') ?? ''
        expect.soft([id, page.querySelectorAll(`label[for="${id}"]`).length]).toEqual([id, 1])
        const described = (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
        for (const part of described) expect.soft([part, page.querySelectorAll(`[id="${part}"]`).length]).toEqual([part, 1])
      }
      const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)])
    }
  })

  test('lets offers and collections be chosen, and shows what counts anyway', async () => {
    const offers = fieldsOf(await open(studio)).get('offer')
    expect([...(offers?.querySelectorAll('option') ?? [])].map((one) => one.getAttribute('value'))).toContain('hoodie')
    const fields = fieldsOf(await open(`${studio}?kind=collection`))
    expect(textsOf(fields.get('collection') as Element, 'option')).toEqual(['Everything that is sold', 'clothing', 'kitchen'])
    expect(fields.get('columns')?.getAttribute('value')).toBe('4')
    expect(textOf(fields.get('sort') as Element, 'option[selected]')).toBe('As the shop has it')
  })

  test('previews nothing that acts: of the script tag only the language, whatever the address says', async () => {
    const said = 'touch-path=/affiliate/postbacks&events=true&consent=granted&language=de&via=x%26postback%3Dhttps://evil.example/'
    const preview = await open(`${studio}/preview?offer=mug&${said}`)
    const script = preview.querySelector('script')
    expect(script?.getAttributeNames()).toEqual(['async', 'src', 'data-tributary-site', 'data-tributary-language'])
    // What is pasted has it all the same.
    expect((await open(`${studio}?offer=mug&${said}`)).body.textContent).toContain('data-tributary-touch-path="/affiliate/postbacks"')
  })

  test('lets the handle be typed where there are more offers than one chooses from', async () => {
    const { offers, ...catalogue } = buildCatalogue() as { offers: object[] }
    const many = Array.from({ length: 120 }, (_, index) => ({
      ...{ handle: `mug-${index}`, title: `Mug ${index}` },
      variants: [{ sku: `mug-${index}`, price: '5.00', weightGrams: 1 }],
    }))
    const crowded = await createTestApp({ catalogue: { ...catalogue, offers: [...many, ...offers] } })
    const ask = async (query: string) =>
      parseHtml(await (await crowded.app.request(`${crowded.origin}/embed/${crowded.site.key}${query}`)).text())
    const field = fieldsOf(await ask('')).get('offer')
    expect([field?.tagName, field?.getAttribute('value'), field?.getAttribute('list')]).toEqual(['INPUT', 'mug-0', 'field-offer-list'])
    expect(textOf(await ask('?offer=hoodie'), '#snippet-html')).toContain('data-tributary-offer="hoodie"')
    await crowded.close()
  })

  test('says what is wrong beside its field, and gives no line for it', async () => {
    const page = await open(`${studio}?offer=nothing&layout=bord`)
    expect(textOf(page, '#field-offer-error')).toContain('“nothing” cannot be taken')
    expect(fieldsOf(page).get('layout')?.getAttribute('aria-invalid')).toBe('true')
    expect(page.querySelectorAll('pre, iframe')).toHaveLength(0)
  })

  test('has its one frame of our own, and no script but ours', async () => {
    const policy = (await request(studio)).headers.get('Content-Security-Policy')
    expect(policy).toContain("frame-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    const preview = await request(`${studio}/preview?offer=mug`)
    const its = preview.headers.get('Content-Security-Policy')
    expect(its).toContain("frame-ancestors 'self'")
    expect(its).toMatch(/style-src 'self' 'sha256-[\w+/]{43}='/)
    // What is previewed is what is pasted.
    const html = await preview.text()
    for (const line of textOf(await open(`${studio}?offer=mug`), '#snippet-html').split('\n')) expect(html).toContain(line)
  })

  test('counts nobody as sent: its addresses do not say via', async () => {
    const page = await open(`${studio}?offer=mug&earns=KIM`)
    expect(page.querySelector('iframe')?.getAttribute('src')).toBe(`${studio}/preview?offer=mug&earns=KIM`)
    expect(textOf(page, '#snippet-html')).toContain('/o/mug?via=KIM')
  })

  test.each([
    ['?offer=mug', (site: string) => `/o/mug?via=${site}`],
    ['?kind=share&offer=mug&campaign=spring', (site: string) => `/o/mug?via=${site}&via_campaign=spring`],
    ['?kind=collection&collection=kitchen', (site: string) => `/?collection=kitchen&via=${site}`],
  ])('gives a QR code of the plain link (%s)', async (query, path) => {
    const address = (await open(studio + query)).querySelector('.qr img')?.getAttribute('src') ?? ''
    expect(await (await request(address)).text()).toBe(qrCodeSvg(`${app.origin}${path(app.site.key)}`))
  })

  test.each(['?kind=cart', '?kind=status', '?kind=share'])('shows no plain link where it is worth nothing (%s)', async (query) => {
    expect((await open(studio + query)).querySelectorAll('#snippet-link, .qr')).toHaveLength(0)
    expect((await request(`${studio}/qr.svg${query}`)).status).toBe(404)
  })

  test('keeps what is set while a page is checked', async () => {
    const hidden = [...(await open(`${studio}?kind=cart&preview-colours=dark`)).querySelectorAll('#check-form [type=hidden]')]
    expect(hidden.map((one) => [one.getAttribute('name'), one.getAttribute('value')])).toEqual([
      ['kind', 'cart'],
      ['preview-colours', 'dark'],
    ])
  })

  test('of a test site is marked as one', async () => {
    expect(textsOf(await open(`/embed/${app.testSite.key}`), '.ribbon')).toHaveLength(1)
    expect(textsOf(await open(studio), '.ribbon')).toHaveLength(0)
  })
})

describe('what is kept at the shop', () => {
  const state = '?kind=collection&collection=kitchen&layout=list&label=A+*+%26'
  let cookie: string

  test('is offered to who signs in, who comes back to what was set', async () => {
    const link = (await open(studio + state)).querySelector('#keeping a')?.getAttribute('href') ?? ''
    const asked = await open(link)
    const next = asked.querySelector('[name=next]')?.getAttribute('value') ?? ''
    const { email } = app.affiliate
    const signed = await signIn(email, next)
    cookie = signed.cookie
    expect(signed.location).toBe(link)
    const page = await open(signed.location, cookie)
    expect(textOf(page, '#snippet-html')).toContain('data-tributary-collection="kitchen"')
  })

  test('is kept under a name, and the lines become short ones', async () => {
    const form = (await open(own + state, cookie)).querySelector('#keeping form')
    const fields = Object.fromEntries(
      [...(form?.querySelectorAll('[name]') ?? [])].map((one) => [one.getAttribute('name') ?? '', one.getAttribute('value') ?? '']),
    )
    const kept = await submit(form?.getAttribute('action') ?? '', { ...fields, name: 'Beside <the> stove' }, { Cookie: cookie })
    expect(kept.status).toBe(303)
    const page = await open(kept.headers.get('Location') ?? '', cookie)
    expect(textOf(page, '#keeping h2')).toBe('“Beside <the> stove” is kept at the shop')
    const id = /plc_[\w-]{21}/.exec(textOf(page, '#snippet-html'))?.[0] ?? ''
    const lines = textOf(page, '#snippet-html').split('\n')
    expect(lines.at(-1)).toBe(
      `<a href="${app.origin}/p/${id}?via=${app.site.key}" data-tributary-placement="${id}" data-tributary-size="list">A * &amp;</a>`,
    )
    expect(textOf(page, '#snippet-react')).toContain(`placement="${id}"`)
    const qr = page.querySelector('.qr img')?.getAttribute('src') ?? ''
    expect(await (await request(qr)).text()).toBe(qrCodeSvg(`${app.origin}/p/${id}?via=${app.site.key}`))
    expect(await shownNow()).toMatchObject([{ id, kind: 'collection', attributes: { collection: 'kitchen', layout: 'list' } }])
  })

  test('is opened from the list, and changed: pages show the other', async () => {
    const [before] = await shownNow()
    const listed = (await open(own, cookie)).querySelector('.kept a')?.getAttribute('href')?.replace(/#.*/, '') ?? ''
    expect(new URL(listed, app.origin).searchParams.get('layout')).toBe('list')
    const changed = await submit(
      `${own}/keep`,
      { offer: 'mug', layout: 'row', price: 'true', held: before?.id ?? '', name: 'Mug' },
      { Cookie: cookie },
    )
    expect(changed.status).toBe(303)
    expect(await shownNow()).toMatchObject([{ id: before?.id, kind: 'offer', attributes: { offer: 'mug', layout: 'row', price: '' } }])
    const again = await open(changed.headers.get('Location')?.replace(/#.*/, '') ?? '', cookie)
    expect(textOf(again, '#keeping h2')).toBe('“Mug” is kept at the shop')
    expect(fieldsOf(again).get('price')?.hasAttribute('checked')).toBe(true)
  })

  test.each([
    ['no name', { offer: 'mug', name: '  ' }, 'Give it a name'],
    ['a name that is too long', { offer: 'mug', name: 'x'.repeat(81) }, '80'],
    ['an offer that is not sold', { offer: 'nothing', name: 'Mug' }, undefined],
    ['one that was removed meanwhile', { offer: 'mug', name: 'Mug', held: `plc_${'a'.repeat(21)}` }, 'removed meanwhile'],
  ])('is refused with %s', async (_, fields, about) => {
    const answer = await submit(`${own}/keep`, fields as Record<string, string>, { Cookie: cookie })
    expect(answer.status).toBe(422)
    const page = parseHtml(await answer.text())
    if (about) expect(textOf(page, '#name-error')).toContain(about)
    else expect(page.querySelector('#keeping form')).toBeNull()
    expect(await shownNow()).toHaveLength(1)
  })

  test('is nobody else’s, and no other website’s form keeps, changes or removes it', async () => {
    const [kept] = await shownNow()
    const other = await app.staff('postAffiliate', { body: { name: 'Kim', email: 'kim@other.example' } })
    expect(other.ok).toBe(true)
    const { cookie: stranger } = await signIn('kim@other.example', '/affiliate')
    for (const as of [{ Cookie: stranger }, { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }, { Cookie: '' }]) {
      const headers = as as unknown as Record<string, string>
      await submit(`${own}/keep`, { offer: 'hoodie', name: 'Theirs', held: kept?.id ?? '' }, headers)
      await submit(`${own}/keep`, { offer: 'hoodie', name: 'Theirs' }, headers)
      await submit(`${own}/remove/${kept?.id}`, {}, headers)
    }
    expect((await request(own, { headers: { Cookie: stranger } })).status).toBe(404)
    expect(await shownNow()).toEqual([kept])
  })

  test('is kept, changed and removed by no script, not even by one of a page of the parent', async () => {
    const [kept] = await shownNow()
    const body = new URLSearchParams({ via: 'x', offer: 'hoodie', name: 'Theirs' }).toString()
    const sent = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' }
    for (const [type, metadata, status] of [
      ['text/plain', sent, 415],
      ['application/x-www-form-urlencoded', sent, 403],
      // Of a browser that does not say who sends.
      ['text/plain', {}, 415],
    ] as const) {
      for (const path of [`${own}/keep`, `${own}/remove/${kept?.id}`]) {
        const headers: Record<string, string> = { Cookie: cookie, 'Content-Type': type, ...metadata }
        expect.soft((await request(path, { method: 'POST', body, headers })).status).toBe(status)
      }
    }
    expect(await shownNow()).toEqual([kept])
  })

  test('of another of one’s websites is neither changed nor removed from this one', async () => {
    const [kept] = await shownNow()
    const second = await app.staff('postSite', { body: { affiliate: app.affiliate.code, name: 'Second', origins: [app.pageOrigin] } })
    const { key } = (await second.json()) as AddedSite
    await submit(`/affiliate/studio/${key}/remove/${kept?.id}`, {}, { Cookie: cookie })
    await submit(`/affiliate/studio/${key}/keep`, { offer: 'hoodie', name: 'Theirs', held: kept?.id ?? '' }, { Cookie: cookie })
    expect(await shownNow()).toEqual([kept])
  })

  test('is removed in two steps', async () => {
    const [kept] = await shownNow()
    const link = [...(await open(own, cookie)).querySelectorAll('.kept a')].at(-1)?.getAttribute('href') ?? ''
    const asked = await open(link, cookie)
    expect(textOf(asked, 'h1')).toBe('Remove “Mug”?')
    expect(await shownNow()).toEqual([kept])
    expect((await submit(link, {}, { Cookie: cookie })).status).toBe(303)
    expect(await shownNow()).toEqual([])
    expect((await request(link, { headers: { Cookie: cookie } })).status).toBe(404)
  })

  let known: string[] = []
  let asked = 0

  /** What pages of the site are told of every placement that this test has seen. */
  async function shownNow(): Promise<PlacementsAnswer['placements']> {
    const rows = await app.database.query<{ id: string }>('select id from placements order by placement_id')
    known = [...new Set([...known, ...rows.map(({ id }) => id)])]
    if (known.length === 0) return []
    // The answer to the same question is kept for a second, so this is another one.
    asked++
    const answer = await app.fetch(`${app.origin}/v1/placements?site=${app.site.key}&ids=${known.join(',')},${asked}`)
    return ((await answer.json()) as PlacementsAnswer).placements
  }
})
