import { dealStateAfter } from '@tributary/protocol/deal'
import { html } from 'hono/html'
import { contactFor } from '../core/lead-view.ts'
import { mayAnswer } from '../routes/conversation-letters.ts'
import { readConversation } from '../routes/conversations.ts'
import type { Parent } from '../routes/route.ts'
import { leadByName, type StoredLead } from '../store/leads.ts'
import type { Program } from '../store/programs.ts'
import { moment, type Words } from './account-parts.ts'
import { answerList } from './lead-answers.ts'
import { failurePage, type Html, page } from './page.ts'
import { clock, STATE_NAMES } from './pipeline-page.ts'
import { readProposalPanel } from './proposal-decision.ts'
import type { Door } from './reply.ts'
import { conversationPanel, type Reply } from './thread.ts'

/** `GET /affiliate/leads/:number`: a request of the affiliate, where it stands, and the conversation with the customer. */
export async function showLead(
  parent: Parent,
  { program, conversation, base }: Omit<Door, 'show'>,
  reply: Reply,
  status = 200,
): Promise<Response> {
  const { policy, programId } = program
  const lead = await leadByName(parent.database, programId, conversation.leadId ?? '', '')
  if (!lead) throw new Error(`expected the lead of conversation ${conversation.id}, received none`)
  const read = await readConversation(parent, program, conversation, false)
  const { name = '', ...reach } = contactFor(lead.contact, policy, 'affiliate')
  const reached = [reach.company, reach.email, reach.phone].filter((part) => part !== undefined)
  const body = html`<p class="back"><a href="/affiliate/leads">← Requests</a></p><div class="split wide-first"><div class="stack">
<section class="panel"><h1>${lead.title}</h1>
<p class="muted">Request ${lead.number} from <bdi>${name}</bdi></p>
${standing(policy, lead, parent.now())}
${mayAnswer(conversation) ? stepForms(lead, base) : ''}
</section>
${await readProposalPanel(parent, program, lead, undefined)}
${conversationPanel(policy, read, { me: 'affiliate', base, now: parent.now(), reply, isReadOnly: !mayAnswer(conversation), empty: `Write to ${name}: your first message answers the request. It goes there by mail, without your address.` })}
${mayAnswer(conversation) ? '' : html`<p class="notice">You are ${conversation.affiliateState}: you may read here, and not write.</p>`}
</div><div class="stack">
<section class="panel"><h2>What ${name} asked</h2>
${answerList(policy, lead.questions, lead.contact.answers, read.attachments, base)}
</section>
<section class="panel"><h2>The customer</h2>
<p><bdi>${name}</bdi>${reached.map((part) => html`<br>${part}`)}<br><span class="muted">${reached.length > 0 ? 'Use it for this request only.' : `The address stays with ${policy.name}. What you write here reaches them.`}</span></p>
</section>
</div></div>`
  return page(body, { title: `${lead.title} · ${policy.name}`, policy, status, test: lead.test, isPrivate: true })
}

// One form a button, only for what the table lets happen. A proposal and what follows it are the shop's.
function stepForms({ state }: StoredLead, base: string): Html {
  const canContact = dealStateAfter(state, 'contact') !== undefined
  const canReopen = dealStateAfter(state, 'reopen') !== undefined
  return html`${canContact ? html`<form method="post" action="${base}/contact"><button class="secondary">I talked to them</button></form>` : ''}
${canReopen ? html`<form method="post" action="${base}/reopen"><button class="secondary">Take it up again</button></form>` : ''}
${
  dealStateAfter(state, 'lose') === undefined
    ? ''
    : html`<details><summary>Nothing comes of it?</summary><form method="post" action="${base}/lose">
<label class="field" for="reason">Why? <small>The shop reads it, the customer does not.</small><input id="reason" name="reason" maxlength="500" required></label>
<button class="secondary">Close the request</button></form></details>`
}`
}

function standing(words: Words, lead: StoredLead, now: Date): Html {
  const { state, stateSince, receivedAt, answeredAt } = lead
  const due = clock(words, lead, now)
  const rows: readonly (readonly [string, Html | string])[] = [
    ['State', html`${STATE_NAMES[state]}<br><span class="muted">since ${moment(words, stateSince.toISOString())}</span>`],
    ['Received', moment(words, receivedAt.toISOString())],
    ...(due === ''
      ? []
      : [
          [
            'Your answer',
            html`${due}${lead.answerBy ? html`<br><span class="muted">by ${moment(words, lead.answerBy.toISOString())}</span>` : ''}`,
          ] as const,
        ]),
    ...(answeredAt ? [['First answered', moment(words, answeredAt.toISOString())] as const] : []),
  ]
  return html`<table class="standing"><tbody>${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table>`
}

/** The page of a request or a conversation that is not the affiliate's own, or nobody's. */
export const notOwn = ({ policy }: Program): Promise<Response> =>
  failurePage(
    policy,
    'This is not one of yours',
    'It may have been given to somebody else, or the address is wrong. Begin again on your page.',
    404,
  )
