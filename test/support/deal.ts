import { openIntake } from '@tributary/parent/store/intakes'
import { leadByName, type StoredLead } from '@tributary/parent/store/leads'
import { addLead } from '@tributary/parent/store/new-leads'
import type { EndpointName } from '@tributary/protocol/endpoint'
import { newCode, newLeadId } from '@tributary/protocol/id'
import type { LeadContact } from '@tributary/protocol/lead'
import type { Deal } from '@tributary/protocol/milestone'
import type { ServiceFacts } from '@tributary/protocol/offer'
import type { NewProposal, Proposal } from '@tributary/protocol/proposal'
import type { TestApp } from './app.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** A customer who asks for a kitchen. */
export const buildContact = (more: Partial<LeadContact> = {}): LeadContact => ({
  name: 'Ada Muster',
  email: 'ada@customer.example',
  answers: {},
  consents: [],
  ...more,
})

/** 1,500.00 EUR in three parts of 300, 700 and 500; a test states what matters to it. */
export const buildProposal = (more: Partial<NewProposal> = {}): NewProposal => ({
  currency: 'EUR',
  country: 'DE',
  lines: [
    { title: 'Survey at your home', quantity: 1, unitMinor: 30_000 },
    { title: 'Planning, per room', quantity: 2, unitMinor: 60_000 },
  ],
  milestones: [
    { title: 'Survey', condition: 'After the visit', amountMinor: 30_000 },
    { title: 'First draft', condition: 'When the draft is there', amountMinor: 70_000 },
    { title: 'Final plan', condition: 'When you approve it', amountMinor: 50_000 },
  ],
  terms: 'Two rounds of changes are included.',
  validUntil: '2026-03-31',
  ...more,
})

/** Puts a service into the catalogue, under the handle `kitchen-planning`. */
export async function addService(app: TestApp, more: Partial<ServiceFacts> = {}): Promise<void> {
  const facts: ServiceFacts = { price: { kind: 'from', amountMinor: 30_000 }, questions: [], consents: [], ...more }
  await app.database.query(
    `with offer as (
       insert into offers (program_id, id, handle, kind, title, description, images, options, collections, source, position, published, service)
       select program_id, 'off_kitchenplanning000000', 'kitchen-planning', 'service', 'Kitchen planning', '', '[]', '[]', '{services}', 'test', 99, true, $1
         from programs
       returning program_id, offer_id
     )
     insert into variants (program_id, offer_id, sku, position, options, amount_minor, tax_class, weight_grams, published)
     select program_id, offer_id, 'kitchen-planning', 1, '{}', 30000, 'standard', 0, true from offer`,
    [JSON.stringify(facts)],
  )
}

/** A request for that service, attributed to an affiliate; stored as the intake stores it. */
export async function addRequest(
  app: TestApp,
  {
    affiliate = app.affiliate.code,
    contact = buildContact(),
    test = false,
  }: { affiliate?: string; contact?: LeadContact; test?: boolean } = {},
): Promise<StoredLead> {
  const [keys] = await app.database.query<{ programId: number; offerId: number; affiliateId: number | null }>(
    `select o.program_id as "programId", o.offer_id as "offerId",
            (select affiliate_id from affiliates a where a.program_id = o.program_id and a.code = $1) as "affiliateId"
       from offers o
      where o.handle = 'kitchen-planning'`,
    [affiliate],
  )
  if (!keys) throw new Error('expected the service, received none: call addService first')
  const { programId, offerId, affiliateId } = keys
  const receivedAt = new Date(app.clock.now)
  const id = newLeadId()
  const number = newCode()
  await app.database.transaction(async (transaction) => {
    await openIntake(transaction, programId, { orderId: id, digest: '00', receivedAt, test })
    await addLead(transaction, programId, {
      id,
      number,
      offerId,
      siteId: null,
      affiliateId,
      contact,
      questions: [],
      customerHash: '00',
      attribution: { reason: 'placement', candidates: [], summary: { affiliate, reason: 'placement', candidates: [] } },
      flags: [],
      locale: 'en',
      consent: 'granted',
      receivedAt,
      answerBy: null,
      expiresAt: new Date(app.clock.now + 60 * DAY_MS),
      claimKey: null,
      test,
    })
  })
  return (await leadByName(app.database, programId, id, number)) as StoredLead
}

/** Calls a staff endpoint about a request or a milestone; throws what the parent refuses. */
export async function ofLead<Answer>(app: TestApp, name: EndpointName, id: string, body: unknown = {}): Promise<Answer> {
  const answer = await app.staff(name, { parameters: { id }, body })
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** A deal that was won over a proposal. */
export async function winDeal(app: TestApp, proposal: NewProposal = buildProposal(), affiliate = app.affiliate.code): Promise<Deal> {
  const lead = await addRequest(app, { affiliate })
  await ofLead<Proposal>(app, 'postProposal', lead.number, proposal)
  return ofLead<Deal>(app, 'winLead', lead.number, { name: 'Ada Muster', note: 'Signed on paper.' })
}
