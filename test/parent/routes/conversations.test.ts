import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, ConversationPage, Post } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildLead, FILES, uploaded } from '../../support/conversation.ts'
import { linkIn, takeMails } from '../../support/mail.ts'
import { allRows } from '../../support/rows.ts'

let app: TestApp
let key: string
let lead: Awaited<ReturnType<typeof buildLead>>
beforeAll(async () => {
  app = await createTestApp()
  const made = await app.staff('postAffiliateKey', { parameters: { code: 'FERNWEH' }, body: { name: 'own' } })
  key = ((await made.json()) as { key: string }).key
})
afterAll(() => app.close())
beforeEach(async () => {
  lead = await buildLead(app)
  await takeMails(app)
})

const parameters = () => ({ id: lead.number })
const affiliate = (path: string, body?: unknown, authorization = `Bearer ${key}`): Promise<Response> =>
  Promise.resolve(
    app.app.request(`${app.origin}/v1/affiliate/${path}`, {
      headers: { Authorization: authorization },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
const newPost = (more: object = {}) => ({ id: newId('post'), body: 'We come on Monday.', ...more })
const sayAsStaff = (body: unknown) => app.staff('postPost', { parameters: parameters(), body })
const sayAsAffiliate = (body: unknown) => affiliate(`conversations/${lead.number}/posts`, body)
const shown = async (): Promise<Conversation> =>
  (await (await app.staff('showConversation', { parameters: parameters() })).json()) as Conversation
const problemOf = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem

describe('what is said', () => {
  test('is kept byte for byte, in order, each with who said it', async () => {
    const body = '  <b>No</b> tags,\r\nand a line \u202e of its own \n'
    const answer = await sayAsAffiliate(newPost({ body }))
    await sayAsStaff(newPost({ body: 'So do we.' }))
    expect([answer.status, ((await answer.json()) as Post).body]).toEqual([201, body])
    expect((await shown()).posts.map(({ author, name, body }) => [author, name, body])).toEqual([
      ['affiliate', 'Fernweh', body],
      ['staff', 'Acme', 'So do we.'],
    ])
  })

  test('is said once, however often it is sent', async () => {
    const post = newPost()
    const answers = await Promise.all([sayAsAffiliate(post), sayAsAffiliate(post), sayAsAffiliate(post)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect((await shown()).posts).toHaveLength(1)
    expect((await takeMails(app)).map(({ kind }) => kind)).toEqual(['post_for_customer', 'post_for_staff'])
    const other = await sayAsAffiliate({ ...post, body: 'Something else.' })
    expect((await problemOf(other)).code).toBe('post_id_reused')
  })

  test('is found by the lead’s number, its id and the conversation’s own', async () => {
    for (const id of [lead.number.toLowerCase(), lead.id, lead.conversationId]) {
      expect(((await (await affiliate(`conversations/${id}`)).json()) as Conversation).id).toBe(lead.conversationId)
    }
  })

  test('tells the other sides by mail, by name only, with the way to answer', async () => {
    await sayAsAffiliate(newPost({ body: 'On Monday?' }))
    const [toCustomer, toStaff] = await takeMails(app)
    expect([toCustomer?.recipient, toCustomer?.subject]).toEqual([
      'ada@customer.example',
      'Fernweh wrote to you about “Bathroom renovation”',
    ])
    expect(toCustomer?.text).toContain('On Monday?')
    expect(linkIn(toCustomer as never, /https:\/\/parent\.example\/request\/\S+/)).toMatch(
      new RegExp(`/request/${lead.id}/[\\w-]{43}#reply$`),
    )
    expect(toStaff?.text).toContain(`tributary lead reply ${lead.number} "…"`)
    await sayAsStaff(newPost())
    const [, toAffiliate] = await takeMails(app)
    expect([toAffiliate?.recipient, linkIn(toAffiliate as never, /https:\S+/)]).toEqual([
      'kim@fernweh.example',
      `https://parent.example/affiliate/leads/${lead.number}#reply`,
    ])
    for (const { text } of [toCustomer, toAffiliate] as { text: string }[]) expect(text).not.toMatch(/kim@|ada@|staff@/)
  })

  test('answers the lead the first time that the shop says something, and no later time', async () => {
    const state = async () =>
      (
        await app.database.query<{ state: string; answered: Date; steps: number }>(
          `select state, answered_at as answered, (select count(*) from lead_transitions t where t.lead_key = l.lead_key and event = 'contact') as steps
             from leads l where number = $1`,
          [lead.number],
        )
      )[0]
    const answeredAt = new Date(app.clock.now)
    await sayAsAffiliate(newPost())
    expect(await state()).toEqual({ state: 'contacted', answered: answeredAt, steps: 1 })
    app.clock.now += 1_000
    await sayAsStaff(newPost())
    expect(await state()).toEqual({ state: 'contacted', answered: answeredAt, steps: 1 })
  })
})

describe('files of what is said', () => {
  test('come back as something to save and never to show', async () => {
    const name = "Plan “A”\r\n;*'.pdf"
    const { id, secret } = await uploaded(app, FILES.pdf, name)
    const answer = await sayAsAffiliate(newPost({ files: [{ id, secret }] }))
    expect(((await answer.json()) as Post).attachments).toEqual([{ id, name, contentType: 'application/pdf', bytes: FILES.pdf.byteLength }])
    const file = await affiliate(`attachments/${id}`)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(FILES.pdf)
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Plan _A______.pdf"; filename*=UTF-8''Plan%20%E2%80%9CA%E2%80%9D%0D%0A%3B%2A%27.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    })
    expect((await app.staff('getAttachment', { parameters: { id } })).status).toBe(200)
  })

  test.each([
    ['a wrong secret', async () => ({ ...(await uploaded(app, FILES.pdf, 'a.pdf')), secret: 'x' })],
    ['one that was never sent', async () => ({ id: newId('attachment'), secret: 'x' })],
    [
      'one that was used before',
      async () => {
        const file = await uploaded(app, FILES.pdf, 'a.pdf')
        await sayAsStaff(newPost({ files: [{ id: file.id, secret: file.secret }] }))
        return file
      },
    ],
  ])('are refused with %s, and the post with them', async (_, make) => {
    const good = await uploaded(app, FILES.png, 'good.png')
    const bad = await make()
    const before = await allRows(app.database)
    const files = [good, bad].map(({ id, secret }) => ({ id, secret }))
    const answer = await sayAsAffiliate(newPost({ files }))
    expect([answer.status, (await problemOf(answer)).code]).toEqual([404, 'attachment_unknown'])
    expect(await allRows(app.database)).toEqual(before)
  })

  test('are five with one post and 50 MB in one conversation at most', async () => {
    const files = Array.from({ length: 6 }, () => ({ id: newId('attachment'), secret: 'x' }))
    expect((await problemOf(await sayAsAffiliate(newPost({ files })))).errors?.[0]?.pointer).toBe('/files')
    const { id, secret } = await uploaded(app, FILES.pdf, 'a.pdf')
    await app.database.query('update attachments set bytes = $2 where id = $1', [id, 50 * 1_024 * 1_024])
    expect((await sayAsAffiliate(newPost({ files: [{ id, secret }] }))).status).toBe(201)
    const next = await uploaded(app, FILES.pdf, 'a.pdf')
    const answer = await sayAsAffiliate(newPost({ files: [{ id: next.id, secret: next.secret }] }))
    expect([answer.status, (await problemOf(answer)).code]).toEqual([413, 'attachment_too_large'])
  })

  test('are nobody else’s', async () => {
    const { id, secret } = await uploaded(app, FILES.pdf, 'a.pdf')
    expect((await affiliate(`attachments/${id}`)).status).toBe(404)
    const foreign = await buildLead(app, { affiliateId: null })
    await app.staff('postPost', { parameters: { id: foreign.number }, body: newPost({ files: [{ id, secret }] }) })
    expect((await affiliate(`attachments/${id}`)).status).toBe(404)
    expect((await problemOf(await affiliate(`conversations/${foreign.number}`))).code).toBe('conversation_unknown')
    expect((await problemOf(await affiliate(`conversations/${foreign.number}/posts`, newPost()))).code).toBe('conversation_unknown')
    expect((await affiliate(`attachments/${id}`, undefined, 'Bearer affkey_x')).status).toBe(401)
  })
})

describe('nothing is said', () => {
  test.each([
    ['that is empty', { body: '' }, '/body'],
    ['that is only spaces', { body: ' \n' }, '/body'],
    ['that is longer than 8,000 characters', { body: 'x'.repeat(8_001) }, '/body'],
    ['with U+0000', { body: 'a\u0000b' }, '/body'],
    ['without an id', { id: 'pst_x' }, '/id'],
    ['as somebody else', { author: 'staff' }, '/author'],
  ])('%s', async (_, more, pointer) => {
    const answer = await sayAsAffiliate(newPost(more))
    expect((await problemOf(answer)).errors?.[0]?.pointer).toBe(pointer)
    expect((await shown()).posts).toEqual([])
  })

  test('after staff closed the conversation, until they open it again', async () => {
    expect(((await (await app.staff('closeConversation', { parameters: parameters() })).json()) as Conversation).closedAt).toBeDefined()
    for (const answer of [await sayAsStaff(newPost()), await sayAsAffiliate(newPost())]) {
      expect([answer.status, (await problemOf(answer)).code]).toEqual([409, 'conversation_closed'])
    }
    await app.staff('reopenConversation', { parameters: parameters() })
    expect((await sayAsStaff(newPost())).status).toBe(201)
  })

  test('in a flood: one side has 30 an hour, the other its own', async () => {
    for (let count = 0; count < 30; count++) expect((await sayAsAffiliate(newPost())).status).toBe(201)
    app.clock.now += 10 * 60_000
    const answer = await sayAsAffiliate(newPost())
    expect([answer.status, answer.headers.get('Retry-After'), (await problemOf(answer)).code]).toEqual([429, '3000', 'rate_limited'])
    expect((await sayAsStaff(newPost())).status).toBe(201)
    app.clock.now += 50 * 60_000 + 1
    expect((await sayAsAffiliate(newPost())).status).toBe(201)
  })

  test('by a suspended affiliate, who goes on reading', async () => {
    await app.staff('suspendAffiliate', { parameters: { code: 'FERNWEH' }, body: { reason: 'x' } })
    expect((await problemOf(await sayAsAffiliate(newPost()))).code).toBe('affiliate_transition_refused')
    expect((await affiliate(`conversations/${lead.number}`)).status).toBe(200)
    await app.staff('resumeAffiliate', { parameters: { code: 'FERNWEH' }, body: { reason: 'x' } })
  })
})

describe('lists of conversations', () => {
  test('have the last spoken first, page by page, and show the customer’s address to staff alone', async () => {
    const second = await buildLead(app)
    app.clock.now += 1
    await sayAsAffiliate(newPost())
    const list = async (query: string) => (await (await affiliate(`conversations${query}`)).json()) as ConversationPage
    const first = await list('?limit=1')
    expect(first.conversations[0]).toMatchObject({ about: { kind: 'lead', number: lead.number }, posts: 1, last: { author: 'affiliate' } })
    expect((await list(`?limit=1&cursor=${first.next}`)).conversations).toHaveLength(1)
    expect((await list('?unanswered=true')).conversations.map(({ id }) => id)).toContain(second.conversationId)
    expect((await list('?unanswered=true')).conversations.map(({ id }) => id)).not.toContain(lead.conversationId)
    expect((await list('?about=order')).conversations).toEqual([])
    expect(JSON.stringify(await list(''))).not.toContain('ada@')
    expect(await (await app.staff('listConversations')).text()).toContain('ada@customer.example')
    expect((await affiliate('conversations?cursor=x')).status).toBe(422)
  })

  test('follow the lead to whom it is given', async () => {
    await app.database.query('update leads set affiliate_id = null where number = $1', [lead.number])
    expect((await problemOf(await affiliate(`conversations/${lead.number}`))).code).toBe('conversation_unknown')
  })
})

test('a purge of test rows takes conversations with their posts and files', async () => {
  const own = await uploaded(app, FILES.pdf, 'live.pdf')
  const kept = [...readdirSync(join(app.dataDir, 'files'))]
  const tested = await buildLead(app, { test: true })
  const files = [
    await uploaded(app, FILES.pdf, 'test.pdf', app.testSite.key),
    await uploaded(app, FILES.pdf, 'waits.pdf', app.testSite.key),
  ]
  const body = newPost({ files: files.slice(0, 1).map(({ id, secret }) => ({ id, secret })) })
  expect((await app.staff('postPost', { parameters: { id: tested.number }, body })).status).toBe(201)
  expect((await takeMails(app)).map(({ test }) => test)).toEqual([true, true])
  expect((await app.staff('purgeTest')).status).toBe(200)
  expect(readdirSync(join(app.dataDir, 'files')).sort()).toEqual(kept.sort())
  expect(kept).toContain(own.id)
  expect(await app.database.query('select 1 from conversations where test union all select 1 from posts where test')).toEqual([])
})
