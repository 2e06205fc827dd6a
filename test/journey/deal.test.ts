import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Commission } from '@tributary/protocol/commission'
import type { LeadPage } from '@tributary/protocol/lead'
import type { Deal } from '@tributary/protocol/milestone'
import { type Statement, totalOf } from '@tributary/protocol/statement'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../support/build.ts'
import { launchChromium, PHONE, type WatchedPage } from '../support/chromium.ts'
import { buildProposal } from '../support/deal.ts'
import { buildPlan } from '../support/plan.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type Smtp, startSmtp } from '../support/smtp.ts'
import { cardOf, openStorefront, type Storefront, sheetOf } from '../support/storefront.ts'

// Worked out by hand; 20, 8 and 3 % for services. 300.00 contains 47.90 of tax, its base is 252.10; 700.00 contains 111.76, its base is 588.24.
// Half of the 700.00 goes back: of each commission on it floor(earned × 350 ÷ 700) is kept. The 500.00 is never paid.
const TABLE = [
  { level: 0, survey: 5_042, draft: 11_764, kept: 5_882 },
  { level: 1, survey: 2_016, draft: 4_705, kept: 2_352 },
  { level: 2, survey: 756, draft: 1_764, kept: 882 },
]

const SERVICE = {
  handle: 'kitchen-planning',
  kind: 'service',
  title: 'Kitchen planning',
  description: 'We measure, draw and build.',
  images: [],
  service: {
    price: { kind: 'from', amount: '300.00' },
    answersWithinHours: 24,
    questions: [
      { id: 'rooms', kind: 'number', label: 'How many rooms?', isNeeded: true, least: 1, most: 20 },
      { id: 'wishes', kind: 'text', label: 'What do you wish for?' },
      { id: 'room', kind: 'file', label: 'A picture of the room' },
    ],
    consents: ['You may write to me about it.'],
  },
}

// One pixel.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

let browser: Browser
let smtp: Smtp
let server: TestServer
let shop: Storefront
let folder: string
let customer: WatchedPage
let number: string
let codes: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-deal-'))
  browser = await launchChromium()
  smtp = await startSmtp()
  server = await startServer({ env: { SMTP_URL: smtp.url } })
  shop = await openStorefront({ server })
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const catalogue = buildCatalogue() as { offers: object[] }
  await shop.server.cli('import', file('catalogue.json', { ...catalogue, offers: [...catalogue.offers, SERVICE] }))
  const levels = [{ basisPoints: 2_000 }, { basisPoints: 800 }, { basisPoints: 300 }]
  const plan = buildPlan({ holdDays: 14, rules: [{ id: 'services', kind: 'service', levels }] })
  expect((await shop.server.staff('/v1/admin/plans', { method: 'POST', body: JSON.stringify({ plan, note: 'Agreed.' }) })).status).toBe(201)
  await shop.server.cli('affiliate', 'add', '--name', 'Top', '--email', 'top@top.example', '--code', 'T0P')
  const { affiliates } = (await (await shop.server.staff('/v1/admin/affiliates')).json()) as {
    affiliates: { code: string; name: string }[]
  }
  const middle = affiliates.find(({ name }) => name === 'Fernweh')?.code ?? ''
  await shop.server.cli('affiliate', 'move', middle, '--sponsor', 'T0P', '--reason', 'Recruited it.')
  await shop.server.cli('affiliate', 'add', '--name', 'Sam', '--email', 'sam@sam.example', '--code', 'SAM', '--sponsor', middle)
  codes = ['SAM', middle, 'T0P']
})
afterAll(async () => {
  await customer?.close()
  await browser?.close()
  await shop?.close()
  await server?.stop()
  await smtp?.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (): Promise<WatchedPage> => shop.open(browser, { viewport: PHONE, hasTouch: true, isMobile: true })

/** The text of the newest mail with this subject that really went out, once it did: what failed is tried again after ten seconds. */
async function mailed(subject: RegExp): Promise<string> {
  const find = () => smtp.received.findLast((mail) => subject.test(mail.subject))
  await expect.poll(find, { timeout: 30_000, message: `a mail like ${subject}` }).toBeDefined()
  return find()?.text ?? ''
}
const linkIn = (text: string, path: string): string => new RegExp(`http\\S+${path}\\S+`).exec(text)?.[0] ?? ''

/** Follows a link from a mail: in a page of its own, not as a jump within the one that is open. */
async function follow(page: Page, link: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(link)
}

/** Whatever a command printed with `--json`. */
const tributary = async <Answer>(...args: string[]): Promise<Answer> => (await shop.server.cli(...args, '--json')).json<Answer>()

const commissions = async (order: string): Promise<readonly Commission[]> =>
  (await tributary<{ commissions: Commission[] }>('commission', 'list', '--order', order)).commissions.toSorted((a, b) => a.level - b.level)

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${shop.server.origin}/affiliate`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button').tap()
  await page.getByText('Look into your mail').waitFor()
  await follow(page, linkIn(await mailed(/^Sign in/), '/affiliate/'))
  await page.getByRole('button').first().tap()
  await page.getByRole('heading', { name: 'Your links' }).waitFor()
}

describe('a service, from the link of a sub-affiliate to what everybody earned', () => {
  test('is asked for on a phone, in the affiliate’s page, and saved where the network goes in that moment', async () => {
    const link = `<a href="${shop.server.origin}/o/kitchen-planning?via=SAM" data-tributary-offer="kitchen-planning" data-tributary-size="card">Have it planned</a>`
    shop.pageIs(shop.script + link)
    customer = await open()
    const { page } = customer
    const card = cardOf(page, 'Kitchen planning')
    await card.getByText('From €300.00').waitFor()
    expect(await card.locator('article').innerText()).toContain('Answers within a day')
    await card.getByRole('button', { name: 'Ask for an offer' }).tap()

    const sheet = sheetOf(page)
    const go = (name: string) => sheet.getByRole('button', { name, exact: true }).tap()
    await sheet.getByLabel('What do you wish for?').fill('Light <b>wood</b>.')
    // Another page, or a telephone that rang: the answers are there when the customer comes back.
    await page.reload()
    await card.getByRole('button', { name: 'Ask for an offer' }).tap()
    expect(await sheet.getByLabel('What do you wish for?').inputValue()).toBe('Light <b>wood</b>.')
    await sheet.locator('input[type=file]').setInputFiles({ name: 'room.png', mimeType: 'image/png', buffer: PNG })
    await sheet.getByText('Arrived: room.png.').waitFor()
    await go('Continue')
    await sheet.getByRole('alert').getByText('How many rooms?').waitFor()
    await sheet.getByLabel('How many rooms?').fill('21')
    await go('Continue')
    await sheet.locator('#field-q-rooms-error').getByText('20').waitFor()
    await sheet.getByLabel('How many rooms?').fill('2')
    await go('Continue')
    await sheet.getByLabel('Your name').fill('Ada Muster')
    await sheet.getByLabel('E-mail').fill('ada@customer.example')
    await sheet.getByLabel('You may write to me about it.').check()
    // What was answered survives a way through the site; who asks is in no storage.
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).toMatch(/^(?=.*Light)(?!.*ada@)/)
    await go('Check your request')
    expect(await sheet.locator('dl').first().innerText()).toContain('Light <b>wood</b>.')

    // A page that has something against it is asked first, and told of no person.
    const asked = page.evaluate(
      () =>
        new Promise<string[]>((resolve) =>
          document.addEventListener(
            'tributary:before-lead',
            (event) => {
              event.preventDefault()
              resolve(Object.keys((event as CustomEvent<object>).detail))
            },
            { once: true },
          ),
        ),
    )
    await go('Send the request')
    expect(await asked).toEqual(['offer', 'outcome'])
    await page.context().setOffline(true)
    await go('Send the request')
    await sheet.getByText('You are offline.').waitFor()
    await sheet.getByText('It is saved in this browser').waitFor()
    expect((await tributary<LeadPage>('lead', 'list')).leads).toEqual([])
  })

  test('arrives once when the customer comes back, from whoever sent it', async () => {
    const { page } = customer
    await page.context().setOffline(false)
    await page.reload()
    const notice = page.getByRole('region', { name: 'Your orders and requests' })
    await notice.getByText('The shop has your request.').waitFor()
    const status = (await notice.getByRole('link', { name: 'See your request' }).getAttribute('href')) ?? ''
    await page.goto(status)
    const told = await page.locator('main').innerText()
    for (const part of ['Light <b>wood</b>.', 'room.png']) expect(told).toContain(part)
    const { leads } = await tributary<LeadPage>('lead', 'list')
    expect(leads).toMatchObject([{ state: 'new', affiliate: 'SAM', contact: { name: 'Ada Muster' } }])
    number = leads[0]?.number ?? ''
    expect(linkIn(await mailed(/^Your request/), '/request/')).toBe(status)
  })

  test('is answered by the affiliate on its page, and the customer replies by the mailed link', async () => {
    const affiliate = await open()
    await signIn(affiliate.page, 'sam@sam.example')
    await affiliate.page.goto(`${shop.server.origin}/affiliate/leads/${number}`)
    expect(await affiliate.page.locator('main').innerText()).not.toContain('ada@customer.example')
    // The mail about it is turned away once.
    smtp.refuse(1, /^Sam wrote to you about/)
    await affiliate.page.locator('textarea[name=body]').fill('Two rooms it is. When may we come?')
    await affiliate.page.getByRole('button', { name: 'Send' }).tap()
    await affiliate.page.getByText('Your message was sent.').waitFor()
    await affiliate.close()
    const { page } = customer
    const link = linkIn(await mailed(/^Sam wrote to you about/), '/request/')
    expect(smtp.turnedAway).toBe(1)
    await follow(page, link)
    await page.getByText('Two rooms it is.').waitFor()
    await page.locator('textarea[name=body]').fill('On Friday.')
    await page.getByRole('button', { name: 'Send' }).tap()
    await page.getByText('Your message was sent.').waitFor()
    expect((await tributary<LeadPage>('lead', 'list')).leads[0]).toMatchObject({ state: 'contacted' })
  })

  test('is proposed, revised once, and accepted on the page; what was agreed can be verified', async () => {
    const file = join(folder, 'proposal.json')
    const validUntil = new Date(Date.now() + 10 * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10)
    writeFileSync(file, JSON.stringify(buildProposal({ validUntil, terms: 'One round of changes.' })))
    await shop.server.cli('lead', 'propose', number, file)
    const { page } = customer
    await follow(page, linkIn(await mailed(/^Our proposal/), '/request/'))
    await page.getByLabel('Your name').fill('Ada Muster')
    writeFileSync(file, JSON.stringify(buildProposal({ validUntil })))
    await shop.server.cli('lead', 'propose', number, file)
    await page.getByRole('button', { name: /^Accept with obligation to pay/ }).tap()
    await page.getByText('This proposal was revised meanwhile').waitFor()
    expect(await page.locator('#proposal').innerText()).toContain('Two rounds of changes are included.')
    await page.getByLabel('Your name').fill('Ada Muster')
    await page.getByRole('button', { name: 'Accept with obligation to pay €1,500.00' }).tap()
    await page.getByRole('heading', { name: 'What was agreed' }).waitFor()
    const { decisions } = await tributary<{ decisions: { hash: string }[] }>('proposal', 'list', number)
    const hash = decisions[0]?.hash ?? ''
    expect(await mailed(/^You accepted/)).toContain(hash)
    expect((await shop.server.cli('proposal', 'verify', number, '--hash', hash)).stdout).toMatch(
      /^Version 2, accepted on .*: verified, 4 parts/,
    )
  })

  test('pays everybody by the hand-made table: one part paid, one refunded by half, one cancelled', async () => {
    let deal = await tributary<Deal>('deal', 'show', number)
    const [survey = '', draft = '', plan = ''] = deal.milestones.map(({ id }) => id)
    await shop.server.cli('milestone', 'paid', survey)
    await shop.server.cli('milestone', 'invoice', draft)
    await shop.server.cli('milestone', 'paid', draft)
    deal = await tributary<Deal>('milestone', 'cancel', plan)
    expect(deal.milestones.map(({ state }) => state)).toEqual(['paid', 'paid', 'cancelled'])
    const [first = '', second = ''] = deal.milestones.flatMap(({ order }) => (order ? [order.number] : []))
    expect((await commissions(second)).map(({ earnedMinor }) => earnedMinor)).toEqual(TABLE.map((row) => row.draft))
    await shop.server.cli('refund', second, '--amount', 'kitchen-planning=350.00', '--reason', 'The draft was late.')
    expect((await commissions(first)).map(({ affiliate, amountMinor }) => [affiliate, amountMinor])).toEqual(
      TABLE.map((row, level) => [codes[level], row.survey]),
    )
    expect((await commissions(second)).map(({ affiliate, amountMinor }) => [affiliate, amountMinor])).toEqual(
      TABLE.map((row, level) => [codes[level], row.kept]),
    )
    expect((await shop.server.cli('ledger', 'check')).stdout).toMatch(/Everything agrees\.\n$/)
    const period = new Date().toISOString().slice(0, 7)
    for (const [level, row] of TABLE.entries()) {
      const statement = await tributary<Statement>('statement', 'show', codes[level] ?? '', period)
      expect(statement.lines.map(({ amountMinor }) => amountMinor)).toEqual([row.survey, row.draft, row.kept - row.draft])
      expect(totalOf(statement.closing)).toBe(row.survey + row.kept)
    }
  })

  test('shows the customer what was paid, what went back and what is not due any more', async () => {
    const { page, complaints } = customer
    await follow(page, linkIn(await mailed(/^We have your payment for First draft/), '/request/'))
    const panel = await page.locator('#proposal').innerText()
    for (const words of ['€1,000.00 of €1,500.00 is paid; €350.00 went back to you', 'Cancelled; nothing is due'])
      expect(panel).toContain(words)
    // The refusal that this journey means to meet, and the network that went.
    expect(complaints.filter((one) => !/status of 409|ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([])
  })
})
