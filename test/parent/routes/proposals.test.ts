import { verifyDecision } from '@tributary/parent/core/proposal-decision'
import { decideProposal } from '@tributary/parent/routes/proposal-decisions'
import type { StoredLead } from '@tributary/parent/store/leads'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import { ENDPOINTS, endpointPath } from '@tributary/protocol/endpoint'
import type { Problem } from '@tributary/protocol/problem'
import type { NewProposal, Proposal, ProposalDecision } from '@tributary/protocol/proposal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addRequest, addService, buildProposal, ofLead } from '../../support/deal.ts'
import { allRows } from '../../support/rows.ts'

let app: TestApp
let program: Program
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
  program = (await firstProgram(app.database)) as Program
})
afterAll(() => app.close())

const propose = (lead: StoredLead, more: Partial<NewProposal> = {}): Promise<Proposal> =>
  ofLead(app, 'postProposal', lead.number, buildProposal(more))
const decide = (lead: StoredLead, proposal: Proposal, decision: 'accepted' | 'declined' = 'accepted', note = '') =>
  decideProposal(app.parent, program, lead.id, {
    proposal: proposal.id,
    decision,
    by: 'customer',
    name: 'Ada Muster',
    note,
    actor: 'customer',
  })
const read = (lead: StoredLead): Promise<{ proposals: Proposal[]; decisions: ProposalDecision[] }> =>
  ofLead(app, 'listProposals', lead.number)

describe('a proposal', () => {
  test('is priced with the tax of its country, milestone by milestone', async () => {
    const proposal = await propose(await addRequest(app))
    // 47.90 + 111.76 + 79.83; of the whole 1,500.00 at once it would be 239.50.
    expect(proposal).toMatchObject({ version: 1, state: 'open', totals: { subtotalMinor: 150_000, totalMinor: 150_000, taxMinor: 23_949 } })
  })

  test.each([
    ['in another currency', { currency: 'USD' }, 'currency_mismatch', '/currency'],
    [
      'whose milestones are not its lines',
      { lines: [{ title: 'All', quantity: 1, unitMinor: 149_999 }] },
      'request_invalid',
      '/milestones',
    ],
    ['that was good until yesterday', { validUntil: '2026-03-01' }, 'request_invalid', '/validUntil'],
    [
      'worth more than the shop takes',
      { lines: [{ title: 'All', quantity: 1_000_000, unitMinor: 9_007_199_254 }] },
      'request_invalid',
      '/lines',
    ],
    ['of nothing', { lines: [], milestones: [] }, 'request_invalid', '/lines'],
    [
      'that repeats without an end',
      { milestones: [{ title: 'Care', condition: '', amountMinor: 5, months: 600, dueOn: '2026-04-01' }] },
      'request_invalid',
      '/milestones/0/months',
    ],
    [
      'that repeats without a beginning',
      { milestones: [{ title: 'Care', condition: '', amountMinor: 5, months: 3 }] },
      'request_invalid',
      '/milestones/0/dueOn',
    ],
  ] as const)('%s is refused by name, and nothing is stored', async (_, more, code, pointer) => {
    const lead = await addRequest(app)
    const before = await allRows(app.database)
    const answer = await app.staff('postProposal', { parameters: { id: lead.number }, body: buildProposal(more as Partial<NewProposal>) })
    const problem = (await answer.json()) as Problem
    expect([answer.status, problem.code]).toEqual([422, code])
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer)
    expect(await allRows(app.database)).toEqual(before)
  })

  test('that is revised takes the place of the one before', async () => {
    const lead = await addRequest(app)
    const first = await propose(lead)
    const second = await propose(lead, { terms: 'Three rounds of changes.' })
    expect((await read(lead)).proposals.map(({ version, state }) => [version, state])).toEqual([
      [2, 'open'],
      [1, 'superseded'],
    ])
    expect(await decide(lead, first)).toMatchObject({
      ok: false,
      error: { code: 'proposal_superseded', detail: 'Version 1 was replaced by version 2.' },
    })
    expect(await decide(lead, second)).toMatchObject({ ok: true })
    expect(await decide(lead, second)).toMatchObject({ ok: false, error: { code: 'acceptance_final' } })
    expect((await read(lead)).decisions).toHaveLength(1)
  })

  test('that two windows accept at once is accepted once', async () => {
    const lead = await addRequest(app)
    const proposal = await propose(lead)
    const answers = await Promise.all([1, 2, 3, 4].map(() => decide(lead, proposal)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('can be accepted on its last day, and not after it', async () => {
    const [inTime, late] = [await addRequest(app), await addRequest(app)]
    const [first, second] = [await propose(inTime, { validUntil: '2026-03-05' }), await propose(late, { validUntil: '2026-03-05' })]
    const now = app.clock.now
    // Berlin is an hour ahead of UTC.
    app.clock.now = Date.parse('2026-03-05T22:59:59Z')
    expect(await decide(inTime, first)).toMatchObject({ ok: true })
    app.clock.now += 1_000
    expect(await decide(late, second)).toMatchObject({ ok: false, error: { code: 'proposal_expired' } })
    expect((await read(late)).proposals[0]?.state).toBe('lapsed')
    app.clock.now = now
  })

  test('that is declined can be revised, with what was said kept', async () => {
    const lead = await addRequest(app)
    await decide(lead, await propose(lead), 'declined', 'Too many rooms.')
    const { proposals, decisions } = await read(lead)
    expect(proposals[0]?.state).toBe('declined')
    expect(decisions[0]?.parts.find(({ name }) => name === 'note')?.value).toBe('Too many rooms.')
    expect((await propose(lead)).version).toBe(2)
  })

  test('of a request that is won is not revised any more', async () => {
    const lead = await addRequest(app)
    await decide(lead, await propose(lead))
    const answer = await app.staff('postProposal', { parameters: { id: lead.number }, body: buildProposal() })
    expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([
      409,
      `Request ${lead.number} is won; it cannot propose now.`,
    ])
  })
})

describe('the record of an acceptance', () => {
  const accepted = async (): Promise<{ lead: StoredLead; record: ProposalDecision }> => {
    const lead = await addRequest(app)
    await decide(lead, await propose(lead))
    return { lead, record: (await read(lead)).decisions[0] as ProposalDecision }
  }

  test('is verified from what is stored', async () => {
    const { lead, record } = await accepted()
    expect(verifyDecision(record, record.hash)).toMatchObject({ broken: [], erased: [], parts: 4 })
    const { verifications } = await ofLead<{ verifications: { broken: string[] }[] }>(app, 'verifyProposals', lead.number)
    expect(verifications.map(({ broken }) => broken)).toEqual([[]])
  })

  test('says “erased”, not “broken”, once a person’s data is gone', async () => {
    const { lead, record } = await accepted()
    await app.database.query(
      `update decision_parts set salt = null, value = null
        where name in ('name', 'email') and proposal_key = (select proposal_key from proposals where id = $1)`,
      [record.proposal],
    )
    const [after] = (await read(lead)).decisions
    expect(verifyDecision(after as ProposalDecision, record.hash)).toMatchObject({
      broken: [],
      erased: ['name', 'email'],
      hash: record.hash,
    })
  })

  test.each([
    [
      'the price',
      (record: ProposalDecision) => ({
        ...record,
        parts: record.parts.map((part) =>
          part.name === 'proposal' ? { ...part, value: { ...(part.value as object), terms: 'None.' } } : part,
        ),
      }),
    ],
    ['the version', (record: ProposalDecision) => ({ ...record, version: 2 })],
    ['the moment', (record: ProposalDecision) => ({ ...record, at: '2026-03-03T00:00:00.000Z' })],
    ['a part left out', (record: ProposalDecision) => ({ ...record, parts: record.parts.slice(1) })],
  ])('is found to be rewritten: %s', async (_, rewrite) => {
    const { record } = await accepted()
    expect(verifyDecision(rewrite(record)).broken).not.toEqual([])
  })

  test('cannot be changed in the database, only erased', async () => {
    const { record } = await accepted()
    const key = `(select proposal_key from proposals where id = '${record.proposal}')`
    await expect(app.database.query(`update proposal_decisions set hash = 'x' where proposal_key = ${key}`)).rejects.toThrow(
      /never changed/,
    )
    await expect(app.database.query(`update decision_parts set value = '"x"' where proposal_key = ${key}`)).rejects.toThrow(
      /only be erased/,
    )
  })
})

describe('a proposal by the affiliate that owns the request', () => {
  const policyIs = (leads: object) =>
    app.database.query(`update programs set policy = policy || jsonb_build_object('leads', $1::jsonb)`, [leads])
  let key: string
  beforeAll(async () => {
    const answer = await app.staff('postAffiliateKey', { parameters: { code: app.affiliate.code }, body: { name: 'test' } })
    key = ((await answer.json()) as { key: string }).key
  })
  const own = (method: 'listOwnProposals' | 'postOwnProposal', id: string): Promise<Response> =>
    Promise.resolve(
      app.app.request(app.origin + endpointPath(method, { id }), {
        method: ENDPOINTS[method].method,
        headers: { Authorization: `Bearer ${key}` },
        ...(method === 'postOwnProposal' && { body: JSON.stringify(buildProposal()) }),
      }),
    )

  test('is refused where the program leaves proposing to staff, as it does by default', async () => {
    const lead = await addRequest(app)
    const answer = await own('postOwnProposal', lead.number)
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([403, 'proposal_by_staff'])
  })

  test('reaches the customer where the program allows it; only its own requests are known to it', async () => {
    await policyIs({ affiliatesPropose: true })
    const lead = await addRequest(app)
    const answer = await own('postOwnProposal', lead.number)
    expect([answer.status, await answer.json()]).toMatchObject([201, { version: 1, state: 'open' }])
    expect(await (await own('listOwnProposals', lead.id)).json()).toMatchObject({ proposals: [{ version: 1 }] })

    const others = await addRequest(app)
    await app.database.query('update leads set affiliate_id = null where lead_key = $1', [others.leadKey])
    for (const method of ['listOwnProposals', 'postOwnProposal'] as const) expect((await own(method, others.number)).status).toBe(404)
  })

  test('ends with the care for the request: what staff took over they propose', async () => {
    await policyIs({ affiliatesPropose: true })
    const lead = await addRequest(app)
    await app.database.query(`update leads set handled_by = 'staff' where lead_key = $1`, [lead.leadKey])
    const answer = await own('postOwnProposal', lead.number)
    expect(((await answer.json()) as Problem).detail).toContain('looks after request')
  })
})
