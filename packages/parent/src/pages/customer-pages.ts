import type { Context, Hono } from 'hono'
import { isConversationSecret } from '../core/conversation.ts'
import { isLeadSecret } from '../core/lead.ts'
import { sendAttachment } from '../routes/conversations.ts'
import type { Parent } from '../routes/route.ts'
import { asCustomer } from '../routes/say.ts'
import { conversationByName } from '../store/conversations.ts'
import { leadByName } from '../store/leads.ts'
import type { Program } from '../store/programs.ts'
import { showConversation } from './conversation-page.ts'
import type { Fields } from './form.ts'
import { failurePage } from './page.ts'
import { decideByForm } from './proposal-decision.ts'
import { type Door, sayByForm } from './reply.ts'
import { formOf, withProgram } from './request.ts'
import { type RequestVisit, showRequest } from './request-page.ts'
import { EMPTY_REPLY } from './thread.ts'

const SENT = 'Your message was sent. When somebody answers, you get a mail.'
const ASKED = 'Your question was sent. When somebody answers, you get a mail.'

type FindDoor = (parent: Parent, program: Program, id: string, secret: string) => Promise<Door | undefined>

/** The customer's pages of a request and of a conversation, each opened by the secret in its address; all of them work without a script. */
export function addCustomerPages(app: Hono, parent: Parent): void {
  addDoor(app, parent, '/request', requestDoor)
  app.post(
    '/request/:id/:secret/proposal',
    withProgram(parent, async (program, context) => {
      const visit = await requestVisit(parent, program, context.req.param('id') ?? '', context.req.param('secret') ?? '')
      return visit ? decideOnPage(parent, visit, await formOf(context)) : notFound(program)
    }),
  )
  addDoor(app, parent, '/conversation', conversationDoor)
}

function addDoor(app: Hono, parent: Parent, path: string, find: FindDoor): void {
  const opened = (answer: (door: Door, context: Context) => Promise<Response>) =>
    withProgram(parent, async (program, context) => {
      const { id = '', secret = '' } = context.req.param()
      const door = await find(parent, program, id, secret)
      return door ? answer(door, context) : notFound(program)
    })
  app.get(
    `${path}/:id/:secret`,
    opened((door, { req }) => {
      const notice = req.query('said') !== undefined ? SENT : req.query('asked') !== undefined ? ASKED : ''
      return door.show({ ...EMPTY_REPLY, notice }, 200)
    }),
  )
  app.post(
    `${path}/:id/:secret/posts`,
    opened((door, context) => sayByForm(parent, context.req.raw, door)),
  )
  app.get(
    `${path}/:id/:secret/files/:file`,
    opened(({ program, conversation }, context) => sendAttachment(parent, program, conversation, context.req.param('file') ?? '')),
  )
}

async function requestVisit(parent: Parent, program: Program, id: string, secret: string): Promise<RequestVisit | undefined> {
  if (!isLeadSecret(await parent.keyring(program.programId), id, secret)) return undefined
  const lead = await leadByName(parent.database, program.programId, id, '')
  const conversation = lead && (await conversationByName(parent.database, program.programId, id, ''))
  return lead && conversation && { program, lead, conversation, base: `/request/${id}/${secret}` }
}

const requestDoor: FindDoor = async (parent, program, id, secret) => {
  const visit = await requestVisit(parent, program, id, secret)
  if (!visit) return undefined
  const { conversation, base } = visit
  const show: Door['show'] = (reply, status) => showRequest(parent, visit, { reply, status })
  return { program, conversation, base, speaker: asCustomer(conversation), show }
}

// Pressing twice decides once: the second press is led to what the first one did.
async function decideOnPage(parent: Parent, visit: RequestVisit, fields: Fields): Promise<Response> {
  const { program, lead, base } = visit
  const { errors, notice } = await decideByForm(parent, program, lead, fields)
  if (!errors && notice === undefined) {
    return new Response(null, { status: 303, headers: { Location: `${base}#proposal`, 'Cache-Control': 'no-store' } })
  }
  const again = (await requestVisit(parent, program, lead.id, base.split('/').at(-1) ?? '')) ?? visit
  return showRequest(parent, again, {
    decision: { fields, ...(errors && { errors }), ...(notice !== undefined && { notice }) },
    status: errors ? 422 : 409,
  })
}

const conversationDoor: FindDoor = async (parent, program, id, secret) => {
  if (!isConversationSecret(await parent.keyring(program.programId), id, secret)) return undefined
  const conversation = await conversationByName(parent.database, program.programId, id, '')
  if (!conversation) return undefined
  const base = `/conversation/${id}/${secret}`
  const visit = { program, conversation, base }
  return { ...visit, speaker: asCustomer(conversation), show: (reply, status) => showConversation(parent, visit, reply, status) }
}

const notFound = ({ policy }: Program): Promise<Response> =>
  failurePage(
    policy,
    'This request cannot be found',
    `The link may have been cut. Use the whole link of your mail, or write to ${policy.contact}.`,
    404,
  )
