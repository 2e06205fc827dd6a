import type { LeadOutcome, Settled, UnsentLead } from '@tributary/sdk'
import { createLeads, uploadFile } from '@tributary/sdk/parts'
import { pageLocale } from '../locale.ts'
import { withVia } from '../placement-via.ts'
import { isUnderWay } from '../sheet/checkout.ts'
import type { Flow } from '../sheet/desk.ts'
import { assemblyOf } from '../sheet/open-sheet.ts'
import { tellPage } from '../sheet/page-events.ts'
import type { Found, Shop } from '../shop.ts'
import { words } from '../words/lead.ts'
import { answerIn, contactOf, fieldOf, readForm, typedErrors, wrongIn } from './answers.ts'
import { keepAnswers, readAnswers } from './drafts.ts'
import { createFiles } from './files.ts'
import { type RequestActions, type RequestEvent, type RequestState, type RequestView, requestAfter, type ServiceOffer } from './request.ts'
import type { Typed, TypedErrors } from './typed.ts'

/** A request for one service. */
export interface LeadFlow extends Flow<RequestView, RequestActions> {
  /** Begins, or goes on where it stands. `isWide` shows all questions in one step. */
  open(isWide: boolean): void
}

interface Model extends RequestView {
  readonly leadId?: string
}

/** What a request is about, and where it is asked. */
export interface Asked extends Found {
  readonly offer: ServiceOffer
  readonly via: string | undefined
}

/** The request for a service. `changed` is called whenever there is something else to show; `form` is what stands on the page of it. */
export function createLeadFlow(
  shop: Shop,
  { offer, program, site, via }: Asked,
  changed: () => void,
  form: () => HTMLFormElement | undefined,
): LeadFlow {
  const { questions } = offer.service
  const { events, ordering } = assemblyOf(shop)
  const leads = ordering().then(createLeads)
  const draft = `tributary.draft.${shop.site}.${offer.handle}`
  let model: Model = {
    ...{ state: 'closed', offer, program, isTest: site.test, locale: pageLocale(), href: withVia(offer.url, via ?? shop.site) },
    ...{ groups: [...new Set(questions.map(({ group = '' }) => group))], step: undefined },
    ...{ typed: readAnswers(draft), errors: {}, files: {}, attempt: 1, isOffline: false, isSaved: false },
  }

  let toldRest: ((state: RequestState) => void) | undefined // of the request that the page was asked about last

  const patch = (part: Partial<Model>): void => {
    model = { ...model, ...part, isOffline: !navigator.onLine }
    changed()
  }
  const go = (event: RequestEvent, part: Partial<Model> = {}): void => {
    const state = requestAfter(model.state, event)
    if (state) patch({ errors: {}, problem: undefined, ...part, state })
    if (state && state !== 'saving' && state !== 'sending') toldRest?.(state)
  }
  // Every field stands in the form, seen or not: it says everything as long as it is filled.
  const typed = (): Typed => (model.state === 'filling' ? readForm(form()) : model.typed)
  const files = createFiles(
    (file) => uploadFile(shop.parent, shop.site, file),
    ({ id }, status, wrong) => {
      const { [fieldOf(id)]: _before, ...others } = model.errors
      patch({ typed: typed(), files: { ...model.files, [id]: status }, errors: wrong ? { ...others, [fieldOf(id)]: wrong } : others })
    },
  )

  /** Shows what is wrong in the step where it can be put right. */
  const show = (errors: TypedErrors): void => {
    const wrong = questions.find(({ id }) => errors[fieldOf(id)])
    const step = wrong ? model.groups.indexOf(wrong.group ?? '') : model.groups.length
    go('fill', { errors, step: model.step === undefined ? undefined : step })
  }

  const settle = (outcome: Settled<UnsentLead>): void => {
    if (outcome.outcome === 'placed') {
      keepAnswers(draft, {})
      go('place', { answer: outcome.answer })
      return
    }
    const { problem } = outcome
    const errors = typedErrors(problem.errors)
    if (problem.errors) show(errors)
    else if (problem.final) go('refuse', { problem })
    else go('fill', { problem })
  }
  // Shown when it is told, which may be long after the press. Orders, and requests of earlier visits, are told of, too.
  const hear = (leadId: string | undefined, outcome: Settled<UnsentLead>): void => {
    if (leadId && model.leadId === leadId && isUnderWay(model.state)) settle(outcome)
  }
  events.on('saved', ({ leadId, isSaved }) => leadId && model.state === 'saving' && go('send', { leadId, isSaved }))
  events.on('sending', ({ leadId, attempt }) => leadId && leadId === model.leadId && patch({ attempt }))
  events.on('lead', (answer) => hear(answer.leadId, { outcome: 'placed', answer }))
  events.on('refused', ({ leadId, problem }) => hear(leadId, { outcome: 'refused', problem }))

  const send = async (): Promise<void> => {
    const isFirst = model.state === 'review'
    const rest = new Promise<RequestState>((resolve) => (toldRest = resolve))
    // As with an order, only the first press is asked about.
    if (isFirst && !tellPage('before-lead', { offer: offer.id, outcome: rest })) return
    go('save', { attempt: 1 })
    const arrived = await files.arrived()
    // A file that did not arrive was told meanwhile: whoever asks decides whether to ask without it.
    if (Object.keys(model.errors).length > 0) return show(model.errors)
    const contact = contactOf(offer, model.typed, program.currency.digits, arrived)
    const outcome: LeadOutcome = await (await leads).ask({ offer, contact, via })
    if (!('leadId' in outcome)) {
      if (model.state === 'saving') settle(outcome)
    } else if (outcome.outcome === 'saved') {
      // It is kept as a whole now.
      keepAnswers(draft, {})
      go('queue')
    } else go('lose')
  }

  const check = (): TypedErrors => {
    const { step, groups } = model
    const missing = questions.filter(
      ({ id, isNeeded, group = '', ...question }) =>
        isNeeded &&
        (step === undefined || groups[step] === group) &&
        (question.kind === 'file' ? !model.files[id]?.names.length : answerIn({ ...question, id, isNeeded }, model.typed, 0) === undefined),
    )
    return { ...Object.fromEntries(missing.map(({ id }) => [fieldOf(id), words.answerThis])), ...wrongIn(form()) }
  }

  const actions: RequestActions = {
    next() {
      model = { ...model, typed: typed() }
      const { step, groups } = model
      const errors = check()
      if (Object.keys(errors).length > 0) go('fill', { errors })
      else if (step === undefined || step === groups.length) go('check')
      else go('fill', { step: step + 1 })
    },
    back: (step) => go('fill', { typed: typed(), step: model.step === undefined ? undefined : step }),
    keep: () => keepAnswers(draft, typed()),
    chooseFiles: (question, chosen) => void files.choose(question, chosen),
    send: () => void send(),
    close: () => go('close', { typed: typed() }),
  }

  return {
    view: () => (model.state === 'closed' ? undefined : model),
    actions,
    open(isWide) {
      if (isUnderWay(model.state)) changed()
      else go('fill', { step: isWide ? undefined : 0 })
    },
  }
}
