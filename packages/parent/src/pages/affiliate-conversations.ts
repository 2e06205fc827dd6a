import type { Hono } from 'hono'
import { affiliatePath } from '../core/conversation.ts'
import { mayAnswer } from '../routes/conversation-letters.ts'
import { ownConversation, sendAttachment } from '../routes/conversations.ts'
import { changeLead } from '../routes/deals.ts'
import type { Parent } from '../routes/route.ts'
import { asAffiliate } from '../routes/say.ts'
import { notOwn, showLead } from './lead-page.ts'
import { showOwnConversation, showOwnConversations } from './own-conversations-page.ts'
import { showPipeline } from './pipeline-page.ts'
import { type Door, sayByForm } from './reply.ts'
import { formOf } from './request.ts'
import { type SignedIn, signedIn } from './signed-in.ts'
import { EMPTY_REPLY } from './thread.ts'

const SENT = 'Your message was sent.'
const LONGEST_REASON = 500

/** The affiliate's pages of requests and of questions about products. */
export function addAffiliateConversations(app: Hono, parent: Parent): void {
  app.get(
    '/affiliate/leads',
    signedIn(parent, (who) => showPipeline(parent, who)),
  )
  app.get(
    '/affiliate/conversations',
    signedIn(parent, (who) => showOwnConversations(parent, who)),
  )
  addDoor(app, parent, '/affiliate/leads', true)
  for (const event of ['contact', 'lose', 'reopen'] as const) {
    app.post(
      `/affiliate/leads/:id/${event}`,
      signedIn(parent, (who) => stepOnPage(parent, who, event)),
    )
  }
  addDoor(app, parent, '/affiliate/conversations', false)
}

function addDoor(app: Hono, parent: Parent, path: string, isOfLeads: boolean): void {
  const opened = (answer: (door: Door, who: SignedIn) => Promise<Response>) =>
    signedIn(parent, async (who) => {
      const door = await doorOf(parent, who, isOfLeads)
      return door ? answer(door, who) : notOwn(who.program)
    })
  app.get(
    `${path}/:id`,
    opened((door, { context }) => door.show({ ...EMPTY_REPLY, notice: context.req.query('said') === undefined ? '' : SENT }, 200)),
  )
  app.post(
    `${path}/:id/posts`,
    opened((door, { context }) => (mayAnswer(door.conversation) ? sayByForm(parent, context.req.raw, door) : door.show(EMPTY_REPLY, 409))),
  )
  app.get(
    `${path}/:id/files/:file`,
    opened(({ program, conversation }, { context }) => sendAttachment(parent, program, conversation, context.req.param('file') ?? '')),
  )
}

async function stepOnPage(parent: Parent, who: SignedIn, event: 'contact' | 'lose' | 'reopen'): Promise<Response> {
  const { program, affiliate, context } = who
  const door = await doorOf(parent, who, true)
  if (!door) return notOwn(program)
  if (!mayAnswer(door.conversation)) return door.show(EMPTY_REPLY, 409)
  const reason = ((await formOf(context))['reason'] ?? '').trim().slice(0, LONGEST_REASON)
  if (event === 'lose' && reason === '') return door.show({ ...EMPTY_REPLY, notice: 'Please say why nothing comes of it.' }, 422)
  const { affiliateId, code } = affiliate
  const moved = await changeLead(parent, program, context.req.param('id') ?? '', event, { actor: `affiliate ${code}`, reason, affiliateId })
  if (!moved.ok) return door.show({ ...EMPTY_REPLY, notice: moved.error.detail ?? moved.error.title }, moved.error.status)
  return new Response(null, { status: 303, headers: { Location: door.base, 'Cache-Control': 'no-store' } })
}

async function doorOf(parent: Parent, { program, affiliate, context }: SignedIn, isOfLeads: boolean): Promise<Door | undefined> {
  const conversation = await ownConversation(parent, program, affiliate, context.req.param('id') ?? '')
  if (!conversation || isOfLeads !== (conversation.leadId !== null)) return undefined
  const door = { program, conversation, base: affiliatePath(conversation), speaker: asAffiliate(affiliate) }
  const show = isOfLeads ? showLead : showOwnConversation
  return { ...door, show: (reply, status) => show(parent, door, reply, status) }
}
