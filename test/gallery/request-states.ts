import { newLeadId, newOrderId } from '@tributary/protocol/id'
import type { LeadAnswer, UnsentEntry } from '@tributary/sdk'
import type { JoinView } from '@tributary/widget/join/application'
import type { RequestView } from '@tributary/widget/lead/request'
import type { NoticeView } from '@tributary/widget/unsent/notice-view'
import { buildAnswer, buildProgram, buildService } from '../widget/build.ts'
import { buildFailure } from './order-states.ts'

const LEAD_ANSWER: LeadAnswer = {
  leadId: newLeadId(),
  number: '7K3X9D2M',
  state: 'new',
  receivedAt: '2026-03-02T10:00:00Z',
  answerBy: '2026-03-03T10:00:00Z',
  attribution: {} as LeadAnswer['attribution'],
  statusUrl: 'https://parent.example/request/led_1/secret',
  test: false,
}
const TYPED = { 'q-plan': ['New'], 'q-size': ['12.5'], 'q-extras': ['Stove', 'Sink'], name: ['Ada'], email: ['ada@customer.example'] }

/** Everything that the request sheet shows. */
export function requestStates(locale: string): Readonly<Record<string, RequestView>> {
  const view = (more: Partial<RequestView>): RequestView => ({
    state: 'filling',
    offer: buildService(),
    program: buildProgram(),
    isTest: false,
    locale,
    groups: ['The kitchen', 'Time and money'],
    step: 0,
    typed: {},
    errors: {},
    files: {},
    attempt: 1,
    isOffline: false,
    isSaved: false,
    href: 'https://parent.example/o/kitchen?via=FERNWEH',
    ...more,
  })
  return {
    'the first step': view({}),
    'the second step': view({ step: 1, typed: TYPED }),
    'who asks': view({ step: 2, typed: TYPED }),
    'all in one': view({ step: undefined }),
    'in a test': view({ isTest: true }),
    'with mistakes': view({ errors: { 'q-plan': 'Please choose one.' } }),
    review: view({ state: 'review', typed: TYPED }),
    saving: view({ state: 'saving', typed: TYPED }),
    sending: view({ state: 'sending', typed: TYPED, isSaved: true }),
    'saved, offline': view({ state: 'queued', typed: TYPED, isOffline: true, isSaved: true }),
    'not saved, without an answer': view({ state: 'unknown', typed: TYPED }),
    placed: view({ state: 'placed', typed: TYPED, answer: LEAD_ANSWER }),
    'placed, without a time': view({
      state: 'placed',
      typed: TYPED,
      answer: { ...LEAD_ANSWER, answerBy: undefined } as unknown as LeadAnswer,
    }),
  }
}

/** Everything that the sheet of applying shows. */
export function joinStates(locale: string): Readonly<Record<string, JoinView>> {
  const facts = { name: 'Acme', contact: 'hello@acme.example', applications: 'open', directBasisPoints: 1_250, test: false } as const
  const common = { facts, draft: {}, href: 'https://parent.example/join', locale }
  return {
    form: { ...common, state: 'filling', errors: {} },
    'form of a network': {
      ...common,
      facts: { ...facts, sponsor: 'Fernweh' },
      state: 'filling',
      errors: {},
    },
    'form in a test': { ...common, facts: { ...facts, test: true } as unknown as typeof facts, state: 'filling', errors: {} },
    'form with mistakes': { ...common, state: 'filling', errors: { name: 'The name of your business is missing.' } },
    sending: { ...common, draft: { name: 'Ada’s garden', email: 'ada@customer.example' }, state: 'sending' },
    received: { ...common, draft: { email: 'ada@customer.example' }, state: 'received' },
    closed: { ...common, facts: { ...facts, applications: 'closed' } as unknown as typeof facts, state: 'closed' },
  }
}

/** Everything that the notices say of what an earlier visit left. */
export function noticeStates(): Readonly<Record<string, readonly NoticeView[]>> {
  const kept = { parent: 'https://parent.example', site: 'site_x', body: '', savedAt: Date.UTC(2026, 2, 2, 10) }
  const line = { sku: 'mug', title: 'Enamel mug', quantity: 2 }
  const order = {
    ...{ ...kept, orderId: newOrderId(), currency: { code: 'EUR', digits: 2 }, totalMinor: 3_470 },
    lines: [line, { ...line, title: 'Desk lamp', quantity: 1 }, line, line],
  } as unknown as UnsentEntry
  const lead = { ...kept, leadId: newLeadId(), title: 'Kitchen planning' } as unknown as UnsentEntry
  return {
    'orders asked about': [{ entry: order, kind: 'asked', isOld: true }],
    'an order on its way': [{ entry: order, kind: 'sending' }],
    'an order placed': [{ entry: order, kind: 'placed', answer: buildAnswer() }],
    'an order that waits for an answer': [{ entry: order, kind: 'placed', answer: buildAnswer({ state: 'awaiting_customer' }) }],
    'an order refused': [{ entry: order, kind: 'refused', problem: buildFailure('sku_unknown') }],
    'a request asked about': [{ entry: lead, kind: 'asked', isOld: false }],
    'a request placed': [{ entry: lead, kind: 'placed', answer: LEAD_ANSWER }],
    'a request refused, and an order on its way': [
      { entry: lead, kind: 'refused', problem: buildFailure('rate_limited') },
      { entry: order, kind: 'sending' },
    ],
  }
}
