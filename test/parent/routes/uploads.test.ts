import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { removeUnclaimedFiles } from '@tributary/parent/jobs/unclaimed-files'
import { ATTACHMENT_LIMITS } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildLead, FILES, upload, uploaded } from '../../support/conversation.ts'
import { allRows } from '../../support/rows.ts'

const MEGABYTE = 1_024 * 1_024

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
afterEach(async () => {
  await app.database.query('delete from attachments')
  for (const name of filesKept()) rmSync(join(app.dataDir, 'files', name))
})

const filesKept = (): string[] => readdirSync(join(app.dataDir, 'files'))
const problemOf = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem

describe('a file is taken', () => {
  test('under an id of its own, which its name has no part in', async () => {
    const { id, name, bytes, contentType } = await uploaded(app, FILES.pdf, '../../etc/plan “A”.pdf')
    expect([name, bytes, contentType]).toEqual(['../../etc/plan “A”.pdf', FILES.pdf.byteLength, 'application/pdf'])
    expect(filesKept()).toEqual([id])
    expect(statSync(join(app.dataDir, 'files', id)).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['a.png', FILES.png, 'image/png', 'image/png'],
    ['a.PNG', FILES.png, '', 'image/png'],
    ['rooms.csv', FILES.text, 'application/vnd.ms-excel', 'text/csv'],
    ['BMW.txt', Buffer.from('BMW, and no bitmap'), 'text/plain', 'text/plain'],
    ['umlaut.txt', Buffer.from('K\u00fcche', 'latin1'), 'text/plain', 'text/plain'],
    ['without an ending', FILES.png, 'application/octet-stream', 'image/png'],
  ])('as what its content is: %s', async (name, bytes, type, contentType) => {
    const answer = await upload(app, bytes, name, { type })
    expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining({ name, contentType })])
  })

  test('from the parent’s own pages without a site', async () => {
    const form = new FormData()
    form.append('file', new File([FILES.pdf], 'a.pdf'))
    const answer = await app.app.request(`${app.origin}/v1/uploads`, { method: 'POST', body: form, headers: { Origin: app.origin } })
    expect(answer.status).toBe(201)
  })
})

describe('a file is refused, and nothing is stored,', () => {
  test.each([
    [
      'photo.png',
      FILES.html,
      'image/png',
      'attachment_refused',
      '“photo.png” says that it is a PNG picture, but what is in it is a web page.',
    ],
    ['photo.png', FILES.text, '', 'attachment_refused', '“photo.png” says that it is a PNG picture, but what is in it is plain text.'],
    [
      'offer.pdf',
      FILES.program,
      '',
      'attachment_refused',
      '“offer.pdf” says that it is a PDF document, but what is in it is a file of the kind exe.',
    ],
    ['offer.txt', FILES.pdf, '', 'attachment_refused', '“offer.txt” says that it is plain text, but what is in it is a PDF document.'],
    [
      'a.docx',
      FILES.zip,
      '',
      'attachment_refused',
      '“a.docx” says that it is a Word document, but what is in it is a file of the kind zip.',
    ],
    ['a.png', FILES.png, 'text/html', 'attachment_refused', '“a.png” was sent as text/html, but what is in it is a PNG picture.'],
    ['run.exe', FILES.program, '', 'attachment_refused', expect.stringContaining('“run.exe” is of no kind that is taken.')],
    ['photo\u202egnp.exe', FILES.png, '', 'attachment_refused', expect.stringContaining('is of no kind that is taken.')],
    ['a.svg', Buffer.from('<svg onload="alert(1)"/>'), '', 'attachment_refused', expect.stringContaining('is of no kind that is taken.')],
    ['a.zip', FILES.zip, '', 'attachment_refused', expect.stringContaining('is of no kind that is taken.')],
    ['nothing.txt', Buffer.alloc(0), '', 'attachment_refused', '“nothing.txt” is empty.'],
    ['noise', Buffer.from([0, 1, 2, 3]), '', 'attachment_refused', expect.stringContaining('neither text nor any kind')],
  ])('where it is not what it says: %s', async (name, bytes, type, code, detail) => {
    const before = await allRows(app.database)
    const answer = await upload(app, bytes, name, { type })
    expect(await problemOf(answer)).toMatchObject({ code, detail })
    expect([answer.status, filesKept(), await allRows(app.database)]).toEqual([422, [], before])
  })

  test('one byte too large', async () => {
    const most = Buffer.concat([FILES.png, Buffer.alloc(ATTACHMENT_LIMITS.fileBytes - FILES.png.byteLength)])
    expect((await upload(app, most, 'a.png')).status).toBe(201)
    const answer = await upload(app, Buffer.concat([most, Buffer.alloc(1)]), 'a.png')
    expect([answer.status, (await problemOf(answer)).code, filesKept().length]).toEqual([413, 'attachment_too_large', 1])
  })

  test('of 50 MB, of which hardly more than the limit is read', async () => {
    let sent = 0
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(sent === 0 ? Buffer.concat([Buffer.from(head), FILES.png]) : new Uint8Array(64 * 1_024))
        sent += 64 * 1_024
        if (50 * MEGABYTE <= sent) controller.close()
      },
    })
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
    const request = new Request(`${app.origin}/v1/uploads?site=${app.site.key}`, {
      method: 'POST',
      body,
      headers,
      duplex: 'half',
    } as RequestInit)
    const answer = await app.app.request(request)
    expect([answer.status, (await problemOf(answer)).code]).toEqual([413, 'attachment_too_large'])
    expect(sent).toBeLessThan(11 * MEGABYTE)
    expect(filesKept()).toEqual([])
  })

  test('whose size is stated, without reading any of it', async () => {
    const answer = await app.app.request(`${app.origin}/v1/uploads`, {
      method: 'POST',
      headers: { 'Content-Length': String(50 * MEGABYTE), 'Content-Type': 'multipart/form-data; boundary=x' },
      body: '--x--',
    })
    expect(answer.status).toBe(413)
  })

  test.each([
    ['no form', 'text/plain', 'x', 422],
    ['a form that is cut short', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="file"', 422],
    ['a form without a file', 'multipart/form-data; boundary=x', '--x--', 422],
  ])('of %s', async (_, type, body, status) => {
    const answer = await app.app.request(`${app.origin}/v1/uploads`, { method: 'POST', body, headers: { 'Content-Type': type } })
    expect([answer.status, (await problemOf(answer)).code, filesKept()]).toEqual([status, 'request_invalid', []])
  })

  test('from a site that is not registered for the page, or that nobody has', async () => {
    const form = () => {
      const made = new FormData()
      made.append('file', new File([FILES.pdf], 'a.pdf'))
      return made
    }
    const elsewhere = await app.app.request(`${app.origin}/v1/uploads?site=${app.site.key}`, {
      method: 'POST',
      body: form(),
      headers: { Origin: 'https://evil.example' },
    })
    expect((await problemOf(elsewhere)).code).toBe('origin_unregistered')
    expect((await problemOf(await upload(app, FILES.pdf, 'a.pdf', { site: 'site_x' }))).code).toBe('site_unknown')
    expect((await problemOf(await upload(app, FILES.pdf, 'a.pdf', { site: null }))).code).toBe('request_invalid')
  })

  test('in a flood from one site, with the time to wait', async () => {
    await app.database.query(
      `insert into attachments (program_id, id, site_id, name, content_type, bytes, sha256, secret_hash, uploaded_at, test)
       select program_id, 'att_' || n, site_id, 'x', 'text/plain', 1, '', '', $2, false from sites, generate_series(1, 120) n where key = $1`,
      [app.site.key, new Date(app.clock.now)],
    )
    const answer = await upload(app, FILES.pdf, 'a.pdf')
    expect([answer.status, answer.headers.get('Retry-After'), (await problemOf(answer)).code]).toEqual([429, '3600', 'rate_limited'])
    app.clock.now += 61 * 60 * 1_000
    expect((await upload(app, FILES.pdf, 'a.pdf')).status).toBe(201)
  })
})

describe('files that nobody claims', () => {
  test('are gone after 24 hours, and those of a conversation stay', async () => {
    const lead = await buildLead(app)
    const kept = await uploaded(app, FILES.pdf, 'a.pdf')
    await uploaded(app, FILES.pdf, 'b.pdf')
    const body = { id: newId('post'), body: 'See the plan.', files: [{ id: kept.id, secret: kept.secret }] }
    expect((await app.staff('postPost', { parameters: { id: lead.number }, body })).status).toBe(201)
    app.clock.now += 24 * 60 * 60 * 1_000
    expect(await removeUnclaimedFiles(app.parent)).toBe(0)
    app.clock.now += 1
    expect(await removeUnclaimedFiles(app.parent)).toBe(1)
    expect(filesKept()).toEqual([kept.id])
    expect(await app.database.query('select id from attachments')).toEqual([{ id: kept.id }])
  })
})
