import { customerHash } from '@tributary/parent/core/mailbox'
import { openConversation } from '@tributary/parent/store/conversations'
import { openIntake } from '@tributary/parent/store/intakes'
import { addLead, type NewLead } from '@tributary/parent/store/new-leads'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import type { UploadAnswer } from '@tributary/protocol/conversation'
import { type ConversationId, type LeadId, newCode, newId } from '@tributary/protocol/id'
import type { TestApp } from './app.ts'

/** The first bytes of files as their formats have them, long enough to be told apart. */
export const FILES = {
  pdf: Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1'),
  png: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  text: Buffer.from('Room,Size\nKitchen,12\n'),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  program: Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000\u0004\u0000', 'latin1'),
  zip: Buffer.from(
    'UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAYVBLAQIUABQAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAABhUEsFBgAAAAABAAEALwAAAB8AAAAAAA==',
    'base64',
  ),
}

/** A request about the mug with its conversation, as the intake of requests stores both. */
export async function buildLead(
  app: TestApp,
  more: Partial<Pick<NewLead, 'contact' | 'questions' | 'answerBy' | 'affiliateId' | 'test'>> & { readonly subject?: string } = {},
): Promise<{ readonly id: LeadId; readonly number: string; readonly conversationKey: number; readonly conversationId: ConversationId }> {
  const program = (await firstProgram(app.database)) as Program
  const id = newId('lead')
  const number = newCode()
  const [offer] = await app.database.query<{ id: number }>(`select offer_id as id from offers where handle = 'mug'`)
  const [affiliate] = await app.database.query<{ id: number }>('select affiliate_id as id from affiliates where code = $1', [
    app.affiliate.code,
  ])
  const contact = more.contact ?? { name: 'Ada Muster', email: 'ada@customer.example', answers: {}, consents: [] }
  const at = new Date(app.clock.now)
  const hash = customerHash(await app.parent.keyring(program.programId), contact.email)
  const { test = false, questions = [], answerBy = null } = more
  const affiliateId = more.affiliateId === undefined ? (affiliate?.id ?? null) : more.affiliateId
  const opened = await app.database.transaction(async (transaction) => {
    await openIntake(transaction, program.programId, { orderId: id, digest: '00', receivedAt: at, test })
    const leadKey = await addLead(transaction, program.programId, {
      ...{ id, number, contact, questions, answerBy, test, affiliateId },
      offerId: offer?.id ?? 0,
      siteId: null,
      customerHash: hash,
      attribution: { summary: {} },
      flags: [],
      locale: null,
      consent: 'granted',
      receivedAt: at,
      claimKey: null,
      expiresAt: new Date(app.clock.now + 60 * 24 * 3_600_000),
    })
    return openConversation(transaction, program.programId, {
      ...{ leadKey, affiliateId, customer: contact, customerHash: hash, openedAt: at, test },
      subject: more.subject ?? 'Bathroom renovation',
    })
  })
  return { id, number, conversationKey: opened.conversationKey, conversationId: opened.id }
}

/** Sends a file as a page of the affiliate does. */
export const upload = async (
  app: TestApp,
  bytes: Uint8Array<ArrayBuffer> | Buffer<ArrayBuffer>,
  name: string,
  { type = '', site = app.site.key as string | null } = {},
): Promise<Response> => {
  const form = new FormData()
  form.append('file', new File([bytes], name, { type }))
  return app.fetch(`${app.origin}/v1/uploads${site === null ? '' : `?site=${site}`}`, { method: 'POST', ...(await written(form)) })
}

/** The same for a file that is taken. */
export async function uploaded(app: TestApp, bytes: Buffer<ArrayBuffer>, name: string, site?: string): Promise<UploadAnswer> {
  const answer = await upload(app, bytes, name, site === undefined ? {} : { site })
  if (answer.status !== 201) throw new Error(`${name} was not taken: ${await answer.text()}`)
  return (await answer.json()) as UploadAnswer
}

/** A form as the bytes that a browser sends. Node's own request of a form fails later, and alone, where the other side stops reading it. */
export async function written(form: FormData): Promise<{ body: ArrayBuffer; headers: Record<string, string> }> {
  const response = new Response(form)
  return { body: await response.arrayBuffer(), headers: { 'Content-Type': response.headers.get('Content-Type') ?? '' } }
}
