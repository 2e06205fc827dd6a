import type { CommissionPage } from '@tributary/protocol/commission'
import type { OwnAccount, OwnOrderPage } from '@tributary/protocol/own-account'
import type { Problem } from '@tributary/protocol/problem'
import type { Statement } from '@tributary/protocol/statement'
import { totalOf } from '@tributary/protocol/statement'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { liveThrough } from '../../support/earning-history.ts'
import { linkIn, takeMails } from '../../support/mail.ts'
import { parseHtml, textsOf } from '../../support/markup.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let app: TestApp
let cookie: string
let key: string

beforeAll(async () => {
  database = await createTestDatabase()
  const policy = { payout: { dayOfMonth: 20, minimumMinor: { EUR: 100 } }, affiliatesSee: 'country' } as const
  app = await createTestApp({ place: { url: database.url }, policy })
  await liveThrough(app)
  await takeMails(app)
  cookie = await signedIn('kim@fernweh.example')
  const made = await app.staff('postAffiliateKey', { parameters: { code: 'FERNWEH' }, body: { name: 'sheet' } })
  key = ((await made.json()) as { key: string }).key
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

const request = (path: string, init: RequestInit = {}): Promise<Response> => Promise.resolve(app.app.request(`${app.origin}${path}`, init))
const get = (path: string, as = cookie): Promise<Response> => request(path, { headers: { Cookie: as } })
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  request(path, { method: 'POST', body: new URLSearchParams(fields), headers })
const document = async (path: string): Promise<Document> => parseHtml(await (await get(path)).text())
const api = (path: string, secret = key): Promise<Response> =>
  request(`/v1/affiliate/${path}`, { headers: { Authorization: `Bearer ${secret}`, Origin: 'https://any.example' } })
const read = async <Value>(path: string): Promise<Value> => (await (await api(path)).json()) as Value

/** Signs in as a person does: asks for the link, opens it, presses the button. */
async function signedIn(email: string): Promise<string> {
  app.clock.now += 61_000
  await submit('/affiliate/sign-in', { email })
  const [mail] = await takeMails(app)
  if (!mail) throw new Error(`expected a mail to ${email}, received none`)
  const path = new URL(linkIn(mail, /https:\/\/parent\.example\/affiliate\/sign-in\/in_[\w-]+/)).pathname
  const entered = await submit(path, {})
  return entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

const euros = (amountMinor: number): string => `${amountMinor < 0 ? '-' : ''}€${(Math.abs(amountMinor) / 100).toFixed(2)}`

describe('the page of an affiliate', () => {
  test('shows the same numbers as the statements, month by month', async () => {
    const rows = [...(await document('/affiliate')).querySelectorAll('.chart tbody tr')].map((row) => textsOf(row, 'th, td'))
    expect(rows).toHaveLength(6)
    const sums = { earned: 0, takenBack: 0, paidOut: 0 }
    for (const [index, row] of rows.entries()) {
      const period = `2026-${String(8 - index).padStart(2, '0')}`
      const { lines } = await read<Statement>(`statements/${period}/EUR`)
      const sum = (...kinds: string[]) =>
        lines.filter(({ entry }) => kinds.includes(entry?.kind ?? '')).reduce((total, { amountMinor }) => total + amountMinor, 0)
      const earned = sum('commission_created', 'commission_reinstated')
      const takenBack = -sum('commission_reversed')
      const paidOut = -sum('payout_sent', 'payout_failed')
      expect(row.slice(1)).toEqual([earned, takenBack, paidOut].map(euros))
      sums.earned += earned
      sums.takenBack += takenBack
      sums.paidOut += paidOut
    }
    expect(textsOf(await document('/affiliate'), '.chart tfoot td')).toEqual([sums.earned, sums.takenBack, sums.paidOut].map(euros))
    expect(sums.takenBack).toBeGreaterThan(0)
  })

  test('shows what is pending, held and payable as the open statement closes, and says what the next payout will be', async () => {
    const { balances } = await read<OwnAccount>('balance')
    const [balance] = balances
    const { closing } = await read<Statement>('statements/2026-08/EUR')
    expect(balance).toMatchObject(closing)
    const page = await document('/affiliate')
    const [payable, held, pending] = textsOf(page, '.stack > .panel:first-child td')
    expect([payable, held, pending]).toEqual([closing.payableMinor, closing.heldMinor, closing.pendingMinor].map(euros))
    expect(balance?.nextPayout).toMatchObject({ on: '2026-08-20', minimumMinor: 100 })
    expect(page.querySelector('.panel h2')?.textContent).toContain('Aug 20, 2026 (in 6 days)')
    const released = await database_releasedBy('2026-08-19T22:00:00Z')
    expect(balance?.nextPayout.amountMinor).toBe(closing.payableMinor + released)
    expect(page.querySelector('.figure')?.textContent).toBe(
      euros(balance?.nextPayout.isCarried ? 0 : (balance?.nextPayout.amountMinor ?? 0)),
    )
  })

  const database_releasedBy = async (instant: string): Promise<number> => {
    const [row] = await app.database.query<{ sum: number }>(
      `select coalesce(sum(earned_minor - reversed_minor), 0)::bigint as sum from commissions join affiliates a using (program_id, affiliate_id)
        where a.code = 'FERNWEH' and commissions.state = 'held' and released_at <= $1`,
      [instant],
    )
    return row?.sum ?? 0
  }

  test('leads every amount of an order to its commissions, and each of those to its arithmetic', async () => {
    const orders = await document('/affiliate/orders')
    const links = [...orders.querySelectorAll('td a')].map((link) => link.getAttribute('href') ?? '')
    expect(links).toHaveLength(15)
    for (const link of links.slice(0, 4)) {
      const whys = [...(await document(link)).querySelectorAll('td a')].map((one) => one.getAttribute('href') ?? '')
      for (const why of whys) {
        const page = await document(why)
        expect(page.querySelector('h1')?.textContent).toBe(`Why ${page.querySelector('tfoot td')?.textContent}`)
      }
    }
  })

  test('says why an order brings nothing, on its page and by the API', async () => {
    const { orders } = await read<OwnOrderPage>('orders')
    const without = orders.filter(({ why }) => why !== undefined)
    expect(without.map(({ amountMinor, why }) => [amountMinor, why])).toEqual([[0, 'Nothing is earned yet: it waits for its payment.']])
    const page = await document(`/affiliate/commissions?order=${without[0]?.number}`)
    expect(page.body.textContent).toContain('Nothing is earned yet: it waits for its payment.')
    expect(page.querySelector('nav.filters')).toBeNull()
  })

  test('shows of customers what the program allows, and only where the affiliate sold', async () => {
    const { orders } = await read<OwnOrderPage>('orders')
    expect(orders.filter(({ level }) => level === 0).map(({ customer }) => customer)).toContainEqual({ country: 'DE' })
    expect(orders.filter(({ level }) => level > 0).every(({ customer }) => customer === undefined)).toBe(true)
    expect(await (await get('/affiliate/orders')).text()).not.toContain('Muster')
  })

  test('shows the network by level, with codes only where nobody agreed to more', async () => {
    const page = await document('/affiliate')
    const levels = [...page.querySelectorAll('h2')].find((one) => one.textContent === 'Your network')?.nextElementSibling
    const rows = [...(levels?.querySelectorAll('tbody tr') ?? [])].map((row) => textsOf(row, 'th, td'))
    expect(rows.map(([level, count]) => [level?.charAt(0), count])).toEqual([
      ['1', '2'],
      ['2', '1'],
    ])
    expect(page.body.textContent).not.toContain('Kite & Shore')
    expect(page.body.textContent).toContain('K1TE')
  })

  test('is nobody else’s: what belongs to others is not found', async () => {
    const [foreign] = await app.database.query<{ id: string }>(
      `select c.id from commissions c join affiliates a using (program_id, affiliate_id) where a.code = 'M0SS' limit 1`,
    )
    expect((await get(`/affiliate/why/${foreign?.id}`)).status).toBe(404)
    expect(((await (await api(`commissions/${foreign?.id}`)).json()) as Problem).code).toBe('commission_unknown')
    const moss = await document('/affiliate')
    expect(moss.body.textContent).toContain('FERNWEH')
    const { commissions } = await read<CommissionPage>('commissions?limit=200')
    expect(new Set(commissions.map(({ affiliate }) => affiliate))).toEqual(new Set(['FERNWEH']))
    expect((await api('commissions?affiliate=M0SS')).status).toBe(422)
  })

  test('does not name others who earned nothing from a sale', async () => {
    const mossCookie = await signedIn('moss@moss.example')
    const [own] = await app.database.query<{ id: string }>(
      `select c.id from commissions c join affiliates a using (program_id, affiliate_id) where a.code = 'M0SS' limit 1`,
    )
    const text = await (await get(`/affiliate/why/${own?.id}`, mossCookie)).text()
    expect(text).not.toMatch(/K1TE|FERNWEH/)
  })

  test('gives statements as a page to print, as a spreadsheet and as a file to verify', async () => {
    const statement = await read<Statement>('statements/2026-05/EUR')
    const page = await document('/affiliate/statements/2026-05/EUR')
    expect(textsOf(page, 'tr.sum td')).toEqual([totalOf(statement.opening), totalOf(statement.closing)].map(euros))
    const csv = await get('/affiliate/statements/2026-05/EUR.csv')
    expect(csv.headers.get('Content-Disposition')).toBe('attachment; filename="statement-FERNWEH-2026-05-EUR.csv"')
    expect((await csv.text()).split('\r\n')).toHaveLength(statement.lines.length + 4)
    const file = await get('/affiliate/statements/2026-05/EUR.json')
    expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="statement-FERNWEH-2026-05-EUR.json"')
    expect(await file.json()).toEqual(statement)
    for (const path of ['2026-13/EUR', '2027-01/EUR', '2026-05/QQQ', '2026-05/EURO']) {
      expect((await get(`/affiliate/statements/${path}`)).status).toBe(404)
    }
  })

  test('takes one more website, and refuses what is none', async () => {
    const added = await submit('/affiliate/websites', { website: 'shop.fernweh.example' }, { Cookie: cookie })
    expect([added.status, added.headers.get('Location')]).toEqual([303, '/affiliate#websites'])
    expect((await document('/affiliate')).querySelector('#websites')?.textContent).toContain('https://shop.fernweh.example')
    const of = app.site.key
    await submit('/affiliate/websites', { website: 'https://www.blog.example/start', of }, { Cookie: cookie })
    expect((await document('/affiliate')).querySelector('#websites')?.textContent).toContain(
      'https://blog.example, https://www.blog.example',
    )
    const bad = await submit('/affiliate/websites', { website: 'javascript:alert(1)' }, { Cookie: cookie })
    expect(bad.status).toBe(422)
    expect(await bad.text()).toContain('This is no address of a website')
    const again = await submit('/affiliate/websites', { website: 'shop.fernweh.example' }, { Cookie: cookie })
    expect(await again.text()).toContain('one of yours already')
  })

  test('makes keys, shows each once, and retires them', async () => {
    const made = await (await submit('/affiliate/keys', { name: '<script>' }, { Cookie: cookie })).text()
    const secret = made.match(/affkey_[\w-]+/)?.[0] ?? ''
    expect(made).not.toContain('<script>')
    expect((await api('balance', secret)).status).toBe(200)
    const page = await (await get('/affiliate')).text()
    expect(page).not.toContain(secret)
    await submit(`/affiliate/keys/${secret.slice(0, 13)}/retire`, {}, { Cookie: cookie })
    expect((await api('balance', secret)).status).toBe(401)
  })

  test('is written by no other website', async () => {
    const foreign = { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }
    expect((await submit('/affiliate/websites', { website: 'evil.example' }, foreign)).status).toBe(403)
    expect((await submit('/affiliate/sign-out', {}, foreign)).status).toBe(403)
    expect((await get('/affiliate')).status).toBe(200)
  })

  test('is written by no script, not even by one of a page of the parent', async () => {
    const before = await (await get('/affiliate')).text()
    const sent = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' }
    const postback = new URLSearchParams({ via: 'x', postback: 'https://example.com/?order={order}', website: 'evil.example' }).toString()
    for (const [path, type, metadata, status] of [
      ['/affiliate/postbacks', 'text/plain', sent, 415],
      ['/affiliate/postbacks', 'application/x-www-form-urlencoded', sent, 403],
      ['/affiliate/websites', 'text/plain', sent, 415],
      ['/affiliate/websites', 'application/x-www-form-urlencoded', sent, 403],
      // Of a browser that does not say who sends.
      ['/affiliate/postbacks', 'text/plain;charset=UTF-8', {}, 415],
      ['/affiliate/websites', 'application/json', {}, 415],
    ] as const) {
      const headers: Record<string, string> = { Cookie: cookie, 'Content-Type': type, ...metadata }
      const answer = await request(path, { method: 'POST', body: postback, headers })
      expect.soft([path, type, answer.status]).toEqual([path, type, status])
    }
    expect(await (await get('/affiliate')).text()).toBe(before)
  })
})

describe('signing in', () => {
  test('is answered alike for every address, and mails only affiliates', async () => {
    app.clock.now += 61_000
    const known = await (await submit('/affiliate/sign-in', { email: 'kite@kite.example' })).text()
    const unknown = await (await submit('/affiliate/sign-in', { email: 'none@none.example' })).text()
    expect(known.replaceAll('kite@kite.example', 'x')).toBe(unknown.replaceAll('none@none.example', 'x'))
    expect(await takeMails(app)).toMatchObject([{ kind: 'sign_in_link', recipient: 'kite@kite.example' }])
  })

  test('sends one link a minute and five an hour', async () => {
    app.clock.now += 61 * 60_000
    for (let attempt = 0; attempt < 10; attempt++) {
      await submit('/affiliate/sign-in', { email: 'kelp@kelp.example' })
      await submit('/affiliate/sign-in', { email: 'kelp@kelp.example' })
      app.clock.now += 61_000
    }
    expect(await takeMails(app)).toHaveLength(5)
  })

  test('needs the button: a link that a program opens stays good; it is good once and for 15 minutes', async () => {
    app.clock.now += 61 * 60_000
    await submit('/affiliate/sign-in', { email: 'kelp@kelp.example', next: '/affiliate/orders' })
    const [mail] = await takeMails(app)
    const url = new URL(mail ? linkIn(mail, /https:\/\/parent\.example\/affiliate\/sign-in\/\S+/) : '')
    for (let time = 0; time < 2; time++) expect((await request(url.pathname + url.search)).status).toBe(200)
    const entered = await submit(url.pathname, { next: '/affiliate/orders' })
    expect([entered.status, entered.headers.get('Location')]).toEqual([303, '/affiliate/orders'])
    expect(entered.headers.get('Set-Cookie')).toMatch(/; Max-Age=2592000; Path=\/affiliate; HttpOnly; Secure; SameSite=Lax/)
    expect((await submit(url.pathname, {})).status).toBe(404)
    app.clock.now += 61_000
    await submit('/affiliate/sign-in', { email: 'kelp@kelp.example' })
    const [late] = await takeMails(app)
    app.clock.now += 16 * 60_000
    expect((await request(new URL(late ? linkIn(late, /https:\S+/) : '').pathname)).status).toBe(404)
  })

  test.each(['//evil.example', 'https://evil.example', '/affiliate//evil.example', '/order/x', '/affiliate/../o', 'javascript:alert(1)'])(
    'leads nowhere else: %s',
    async (next) => {
      app.clock.now += 61 * 60_000
      await submit('/affiliate/sign-in', { email: 'kelp@kelp.example', next })
      const [mail] = await takeMails(app)
      const url = new URL(mail ? linkIn(mail, /https:\S+/) : '')
      const entered = await submit(url.pathname, { next })
      expect(new URL(entered.headers.get('Location') ?? '', app.origin).href).toMatch(/^https:\/\/parent\.example\/affiliate/)
    },
  )

  test('ends with the session: signed out, or after 30 days', async () => {
    const session = await signedIn('kite@kite.example')
    expect(await (await get('/affiliate', session)).text()).toContain('Kite &amp; Shore')
    await submit('/affiliate/sign-out', {}, { Cookie: session })
    expect(await (await get('/affiliate', session)).text()).toContain('Send me the link')
    const other = await signedIn('kite@kite.example')
    app.clock.now += 31 * 24 * 60 * 60_000
    expect(await (await get('/affiliate/orders?limit=5', other)).text()).toContain('value="/affiliate/orders?limit=5"')
  })

  test('is not for who waits for an answer; a suspended one reads on, and is told so', async () => {
    await app.fetch(`${app.origin}/v1/applications`, { method: 'POST', body: JSON.stringify({ name: 'New', email: 'new@new.example' }) })
    await takeMails(app)
    await submit('/affiliate/sign-in', { email: 'new@new.example' })
    expect(await takeMails(app)).toEqual([])
    const moss = await signedIn('moss@moss.example')
    await app.staff('suspendAffiliate', { parameters: { code: 'M0SS' } })
    const page = await (await get('/affiliate', moss)).text()
    expect(page).toContain('You are suspended')
    const refused = await submit('/affiliate/websites', { website: 'moss.example' }, { Cookie: moss })
    expect(refused.status).toBe(422)
  })
})

describe('the API of an affiliate', () => {
  test('is for its key alone, and for no page', async () => {
    expect((await request('/v1/affiliate/balance')).status).toBe(401)
    expect((await api('balance', 'affkey_wrong')).status).toBe(401)
    const answer = await api('balance')
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
    const preflight = await request('/v1/affiliate/balance', { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([404, null])
    const staffKey = await app.staff('getBalance')
    expect(staffKey.status).toBe(401)
  })

  test('pages through commissions and orders without leaving any out', async () => {
    const walk = async (path: string, name: string): Promise<string[]> => {
      const seen: string[] = []
      let cursor = ''
      do {
        const page = await read<Record<string, { id?: string; number?: string }[]> & { next?: string }>(`${path}?limit=3${cursor}`)
        seen.push(...(page[name] ?? []).map((one) => one.id ?? one.number ?? ''))
        cursor = page.next ? `&cursor=${page.next}` : ''
      } while (cursor !== '')
      return seen
    }
    const commissions = await walk('commissions', 'commissions')
    const orders = await walk('orders', 'orders')
    expect([new Set(commissions).size, new Set(orders).size]).toEqual([commissions.length, orders.length])
    expect(orders).toHaveLength(15)
    expect((await read<CommissionPage>('commissions?limit=200')).commissions).toHaveLength(commissions.length)
    expect((await api('orders?cursor=x')).status).toBe(422)
    expect((await api('commissions?level=1&state=held')).status).toBe(200)
  })

  test('tells a closed month as it was written, and lists it', async () => {
    await app.staff('closePeriod', { parameters: { period: '2026-03' } })
    const { statements } = await read<{ statements: Statement[] }>('statements')
    expect(statements.map(({ period, affiliate }) => [period, affiliate])).toEqual([['2026-03', 'FERNWEH']])
    const statement = await read<Statement>('statements/2026-03/EUR')
    expect(statement).toMatchObject({ isOpen: false, hash: statements[0]?.hash })
    expect(await (await get('/affiliate/statements/2026-03/EUR', await signedIn('kim@fernweh.example'))).text()).toContain(statement.hash)
  })
})
