import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { askAboutOffer } from '@tributary/parent/routes/questions'
import { asCustomer, say } from '@tributary/parent/routes/say'
import { conversationByName, type StoredConversation } from '@tributary/parent/store/conversations'
import { readKeyring } from '@tributary/parent/store/keyring'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import type { Conversation } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { buildLead, FILES, upload, uploaded, written } from '../../support/conversation.ts'
import { linkIn, takeMails } from '../../support/mail.ts'
import { parseHtml, runnableParts, textOf, textsOf } from '../../support/markup.ts'

const MEGABYTE = 1_024 * 1_024

let app: TestApp
let cookie: string
beforeAll(async () => {
  app = await createTestApp()
  cookie = await signIn('kim@fernweh.example')
})
afterAll(() => app.close())
beforeEach(() => takeMails(app))

const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  app.app.request(new URL(path, app.origin), { headers })
const read = async (path: string, headers: Record<string, string> = {}) => parseHtml(await (await get(path, headers)).text())
const send = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  app.app.request(new URL(path, app.origin), { method: 'POST', body: new URLSearchParams(fields), headers })

/** Sends a page's form of answering, filled, as a browser does. */
async function answer(
  path: string,
  {
    body = 'Thank you.',
    files = [],
    headers = {},
    post,
  }: { body?: string; files?: File[]; headers?: Record<string, string>; post?: string } = {},
): Promise<Response> {
  const form = (await read(path, headers)).querySelector('#reply')
  const sent = new FormData()
  sent.append('post', post ?? form?.querySelector('[name=post]')?.getAttribute('value') ?? '')
  sent.append('body', body)
  for (const file of files.length > 0 ? files : [new File([], '')]) sent.append('files', file)
  const { body: bytes, headers: type } = await written(sent)
  return app.app.request(new URL(form?.getAttribute('action') ?? '', app.origin), {
    method: 'POST',
    body: bytes,
    headers: { ...headers, ...type },
  })
}

async function signIn(email: string): Promise<string> {
  await send('/affiliate/sign-in', { email })
  const [mail] = await takeMails(app)
  const entered = await send(linkIn(mail as never, /https:\S+/), {})
  return entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

/** A request, and the customer's link to it as the first mail has it. */
async function asked(more: Parameters<typeof buildLead>[1] = {}) {
  const lead = await buildLead(app, more)
  await app.staff('postPost', { parameters: { id: lead.number }, body: { id: newId('post'), body: 'Good morning.' } })
  const mails = await takeMails(app)
  const link = linkIn(mails.find(({ kind }) => kind === 'post_for_customer') as never, /https:\S+/)
  return { ...lead, link: new URL(link).pathname }
}
const conversation = async (id: string): Promise<Conversation> =>
  (await (await app.staff('showConversation', { parameters: { id } })).json()) as Conversation

describe('the customer’s page of a request', () => {
  test('shows what was asked, what happens next and by when, and who answers', async () => {
    const plan = await uploaded(app, FILES.pdf, 'plan <b>.pdf')
    const lead = await asked({
      contact: {
        name: 'Ada Muster',
        email: 'ada@customer.example',
        answers: { rooms: 3, when: '2026-05-04', budget: { fromMinor: 500_000, toMinor: 800_000 }, what: ['Tiles', 'Paint'], plan: [plan] },
        consents: ['I agree to be called.'],
      },
      questions: [
        { id: 'rooms', kind: 'number', label: 'How large', unit: 'm²', isNeeded: true },
        { id: 'when', kind: 'date', label: 'When', isNeeded: false },
        { id: 'budget', kind: 'budget', label: 'Budget', isNeeded: false },
        { id: 'what', kind: 'choice', label: 'What', isNeeded: false },
        { id: 'plan', kind: 'file', label: 'A plan', isNeeded: false },
        { id: 'else', kind: 'text', label: 'Anything else', isNeeded: false },
      ],
      answerBy: new Date('2026-03-03T10:00:00Z'),
    })
    await app.database.query('update attachments set conversation_key = $2 where id = $1', [plan.id, lead.conversationKey])
    await app.database.query('update leads set answered_at = null where id = $1', [lead.id])
    const answered = await get(lead.link)
    const page = parseHtml(await answered.text())
    expect(textsOf(page, '.answers dd').map((text) => text.trim())).toEqual([
      '3 m²',
      'May 4, 2026',
      '€5,000.00 – €8,000.00',
      'Tiles, Paint',
      expect.stringContaining('plan <b>.pdf'),
      'not answered',
    ])
    expect(textsOf(page, '.steps li').map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^Received ?Mar 2, 2026/),
      expect.stringMatching(/^Fernweh answers ?by Mar 3, 2026, 11:00/),
      expect.stringContaining('Then comes the proposal'),
    ])
    expect(answered.headers.get('Cache-Control')).toBe('no-store')
    const file = await get(page.querySelector('.answers .files a')?.getAttribute('href') ?? '')
    expect(file.headers.get('Content-Disposition')).toMatch(/^attachment; filename="plan _b_\.pdf"/)
    expect(page.body.textContent).not.toContain('kim@fernweh.example')
  })

  test('cannot be found with a wrong secret, nor can its form and its files', async () => {
    const lead = await asked()
    const wrong = `${lead.link.slice(0, -1)}${lead.link.endsWith('A') ? 'B' : 'A'}`
    for (const answered of [await get(wrong), await get(`${wrong}/files/att_x`), await send(`${wrong}/posts`, { body: 'x' })]) {
      expect([answered.status, textOf(parseHtml(await answered.text()), 'h1')]).toEqual([404, 'This request cannot be found'])
    }
    expect((await conversation(lead.number)).posts).toHaveLength(1)
    const other = await asked()
    expect((await get(`${other.link.split('/').slice(0, 3).join('/')}/${lead.link.split('/')[3]}`)).status).toBe(404)
  })

  test('says what is written once, however often the form is sent', async () => {
    const lead = await asked()
    const post = newId('post')
    const answers = await Promise.all([1, 2, 3].map(() => answer(lead.link, { body: 'On Monday.', post })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await conversation(lead.number)).posts.map(({ body }) => body)).toEqual(['Good morning.', 'On Monday.'])
    const mails = await takeMails(app)
    expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['post_for_affiliate', 'kim@fernweh.example'],
      ['post_for_staff', 'staff@acme.example'],
    ])
    const shown = await get(answers[0]?.headers.get('Location') ?? '')
    expect(textOf(parseHtml(await shown.text()), '[role=status]')).toContain('Your message was sent.')
    const changed = await answer(lead.link, { body: 'On Tuesday.', post })
    const again = parseHtml(await changed.text())
    expect([changed.status, textOf(again, '#body').trim()]).toEqual([422, 'On Tuesday.'])
    expect(again.querySelector('[name=post]')?.getAttribute('value')).not.toBe(post)
  })

  test('takes files with what is written', async () => {
    const lead = await asked()
    await answer(lead.link, {
      body: 'The plan.',
      files: [new File([FILES.pdf], 'plan "A".pdf', { type: 'application/pdf' }), new File([FILES.png], 'a.png')],
    })
    const page = await read(lead.link)
    expect(textsOf(page, '.post.own .files a')).toEqual(['plan "A".pdf', 'a.png'])
    const file = await get(page.querySelector('.post.own .files a')?.getAttribute('href') ?? '')
    expect([file.headers.get('Content-Security-Policy'), Buffer.from(await file.arrayBuffer())]).toEqual([
      "sandbox; default-src 'none'",
      FILES.pdf,
    ])
  })

  test.each([
    [
      'a file that lies',
      422,
      '“a.png” says that it is a PNG picture, but what is in it is a web page.',
      [new File([FILES.pdf], 'a.pdf'), new File([FILES.html], 'a.png')],
    ],
    [
      'a file that is too large',
      413,
      'A file may have 10 MB',
      [new File([FILES.pdf], 'a.pdf'), new File([new Uint8Array(11 * MEGABYTE)], 'b.png')],
    ],
    ['six files', 422, 'At most 5 files', Array.from({ length: 6 }, (_, index) => new File([FILES.pdf], `${index}.pdf`))],
  ])('keeps nothing of %s, and what was typed', async (_, status, words, files) => {
    const lead = await asked()
    const kept = readdirSync(join(app.dataDir, 'files'))
    const answered = await answer(lead.link, { body: 'First\nline', files })
    const page = parseHtml(await answered.text())
    // A form sends line breaks as CR and LF; the line break that the page puts first is dropped by browsers.
    expect([answered.status, textOf(page, '#body')]).toEqual([status, '\nFirst\r\nline'])
    expect(textOf(page, '#files-error')).toContain(words)
    expect(readdirSync(join(app.dataDir, 'files'))).toEqual(kept)
    expect((await conversation(lead.number)).posts).toHaveLength(1)
  })

  test('shows a script in a message as text', async () => {
    const lead = await asked()
    const body = '<script>alert(1)</script><img src=x onerror=alert(1)>'
    await answer(lead.link, { body, files: [new File([FILES.text], '<img src=x onerror=alert(1)>.txt')] })
    const page = await read(lead.link)
    expect([runnableParts(page), textsOf(page, '.post.own .said')]).toEqual([[], [body]])
  })

  test('refuses a flood with the time to wait, and an empty message', async () => {
    const lead = await asked()
    expect(textOf(parseHtml(await (await answer(lead.link, { body: ' ' })).text()), '#body-error')).toBe('Please write something.')
    for (let count = 0; count < 30; count++) expect((await answer(lead.link, { body: `${count}` })).status).toBe(303)
    const refused = await answer(lead.link, { body: 'too much' })
    expect([refused.status, refused.headers.get('Retry-After'), textOf(parseHtml(await refused.text()), '#body')]).toEqual([
      429,
      '3600',
      '\ntoo much',
    ])
  })

  test('has no form once the conversation was closed', async () => {
    const lead = await asked()
    await app.staff('closeConversation', { parameters: { id: lead.number } })
    expect((await read(lead.link)).querySelector('#reply')).toBeNull()
    expect((await send(`${lead.link}/posts`, { body: 'x' })).status).toBeGreaterThanOrEqual(409)
  })
})

describe('the affiliate’s pages', () => {
  const own = () => ({ Cookie: cookie })

  test('list the open requests by state, with the clock of each', async () => {
    const late = await buildLead(app, { answerBy: new Date(app.clock.now - 1), subject: 'Late' })
    const soon = await buildLead(app, { answerBy: new Date(app.clock.now + 5 * 3_600_000) })
    const page = await read('/affiliate/leads', own())
    const row = (number: string) =>
      [...page.querySelectorAll('tr')].find((one) => one.textContent?.includes(number))?.textContent?.replace(/\s+/g, ' ')
    expect(row(late.number)).toContain('Overdue')
    expect(row(soon.number)).toContain('in 5 hours')
    expect(row(soon.number)).toContain('Ada Muster')
    expect(textsOf(page, 'h2')).toContain('In contact')
    expect((await get('/affiliate/leads?state=nothing', own())).status).toBe(400)
    expect(textOf(await read('/affiliate', own()), 'main')).toContain('Requests about services')
  })

  test('show a request without the customer’s address, and answer it', async () => {
    const lead = await buildLead(app)
    await app.staff('postPost', { parameters: { id: lead.number }, body: { id: newId('post'), body: 'x' } })
    const mail = (await takeMails(app)).find(({ kind }) => kind === 'post_for_affiliate')
    const link = new URL(linkIn(mail as never, /https:\S+/)).pathname
    expect(textOf(await read(link), 'h1')).toBe('Your page at Acme')
    const page = await read(link, own())
    expect(page.body.textContent).not.toContain('ada@customer.example')
    expect((await answer(link, { body: 'Hello Ada.', headers: own() })).status).toBe(303)
    expect((await conversation(lead.number)).posts.at(-1)).toMatchObject({ author: 'affiliate', name: 'Fernweh', body: 'Hello Ada.' })
    const elsewhere = await answer(link, { headers: { ...own(), 'Sec-Fetch-Site': 'cross-site' } })
    expect(elsewhere.status).toBe(403)
  })

  test('find nothing that is somebody else’s', async () => {
    const lead = await buildLead(app, { affiliateId: null })
    for (const path of [
      `/affiliate/leads/${lead.number}`,
      `/affiliate/conversations/${lead.conversationId}`,
      '/affiliate/leads/x/files/y',
    ]) {
      expect((await get(path, own())).status).toBe(404)
    }
  })
})

describe('a question about a product', () => {
  const ask = { post: '', body: 'Is it dishwasher-safe?', name: 'Ada', email: 'ada@customer.example', via: 'FERNWEH' }

  test('is asked from its page, and answered by whoever sent the customer', async () => {
    expect((await read('/o/mug?via=FERNWEH')).querySelector('a[href="/ask/mug?via=FERNWEH"]')).not.toBeNull()
    const form = await get('/ask/mug?via=FERNWEH')
    const page = parseHtml(await form.text())
    expect([form.headers.get('Cache-Control'), textOf(page, 'main')]).toEqual([
      'no-store',
      expect.stringContaining('Fernweh answers for Acme'),
    ])
    const fields = { ...ask, post: page.querySelector('[name=post]')?.getAttribute('value') ?? '' }
    const answers = await Promise.all([send('/ask/mug', fields), send('/ask/mug', fields)])
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
    const mails = await takeMails(app)
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['conversation_opened', 'post_for_affiliate', 'post_for_staff'])
    const link = new URL(linkIn(mails.find(({ kind }) => kind === 'conversation_opened') as never, /https:\S+/)).pathname
    expect(textsOf(await read(link), '.said')).toEqual([ask.body])
    const own = { Cookie: cookie }
    const room = await read('/affiliate/conversations', own)
    expect(textOf(room, 'tbody tr')).toContain('Waits for you')
    await answer(room.querySelector('tbody a')?.getAttribute('href') ?? '', { body: 'It is.', headers: own })
    expect(textsOf(await read(link), '.said')).toEqual([ask.body, 'It is.'])
    expect((await get(link.slice(0, -2))).status).toBe(404)
  })

  test.each([
    ['no name', { name: ' ' }, 'name'],
    ['no address', { email: 'ada' }, 'email'],
    ['nothing asked', { body: '' }, 'body'],
  ])('with %s is shown again', async (_, more, field) => {
    const answered = await send('/ask/mug', { ...ask, post: newId('post'), ...more })
    expect([answered.status, parseHtml(await answered.text()).querySelector(`#${field}-error`) !== null]).toEqual([422, true])
  })

  test('goes to the parent where nobody sent the customer; five an hour are taken from one mailbox', async () => {
    const email = 'b.ob@customer.example'
    for (const name of ['bob', 'b.ob', 'bob+1', 'Bob', 'bo.b']) {
      expect((await send('/ask/mug', { ...ask, via: '', email: `${name}@customer.example`, post: newId('post') })).status).toBe(303)
    }
    expect((await takeMails(app)).filter(({ kind }) => kind === 'post_for_affiliate')).toEqual([])
    const refused = await send('/ask/mug', { ...ask, email, post: newId('post') })
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '3600'])
  })

  test('about an order opens its one conversation with who sold it', async () => {
    const { statusUrl, number } = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
    const { pathname } = new URL(statusUrl)
    await takeMails(app)
    const page = await read(pathname)
    expect(textOf(page, '#question')).toContain('Fernweh sold you this')
    const post = page.querySelector('#question [name=post]')?.getAttribute('value') ?? ''
    const answers = await Promise.all([1, 2].map(() => send(`${pathname}/question`, { post, body: 'Which size?' })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const more = await send(`${pathname}/question`, { post: newId('post'), body: 'And when?' })
    expect(more.headers.get('Location')).toBe(answers[0]?.headers.get('Location'))
    expect((await conversation(number)).posts.map(({ body }) => body)).toEqual(['Which size?', 'And when?'])
    expect((await read(pathname)).querySelector('#question a')?.getAttribute('href')).toBe(
      new URL(answers[0]?.headers.get('Location') ?? '').pathname,
    )
    expect((await send(`${pathname}x/question`, { post: newId('post'), body: 'x' })).status).toBe(404)
  })
})

test('what is said waits for nothing that it holds itself: the embedded database has one connection', async () => {
  const { link } = await asked()
  const reads: string[] = []
  const forgetful = { ...app.parent, keyring: (programId: number) => readKeyring(watched, programId) }
  const watched = {
    query: <Row>(...call: Parameters<typeof app.database.query>) => (reads.push(call[0]), app.database.query<Row>(...call)),
  }
  const program = (await firstProgram(app.database)) as Program
  const conversation = (await conversationByName(app.database, program.programId, link.split('/')[2] ?? '', '')) as StoredConversation
  const said = await say(forgetful, program, conversation, asCustomer(conversation), { id: newId('post'), body: 'x' })
  expect([said.ok, reads.length]).toEqual([true, 1])
  const question = {
    offer: { handle: 'mug', title: 'Mug' },
    via: '',
    name: 'x',
    email: 'x@x.example',
    post: { id: newId('post'), body: 'x' },
    test: false,
  }
  expect((await askAboutOffer(forgetful, program, question)).ok).toBe(true)
})

test('a file reaches nobody by its id alone', async () => {
  const { id } = (await (await upload(app, FILES.pdf, 'a.pdf')).json()) as { id: string }
  for (const path of [`/files/${id}`, `/media/${id}`, `/v1/uploads/${id}`, `/v1/attachments/${id}`])
    expect((await get(path)).status).toBe(404)
})
