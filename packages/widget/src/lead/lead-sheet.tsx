import { Fragment, h, type VNode } from 'preact'
import { isUnderWay } from '../sheet/checkout.ts'
import { ErrorSummary, inputProps, Remarks, TextField } from '../sheet/field.tsx'
import { Primary, Unanswered, Waiting } from '../sheet/footer.tsx'
import { Frame } from '../sheet/frame.tsx'
import { detailOf, explainTrouble, explainWaiting, Notice, titleOf } from '../sheet/notice.tsx'
import { OutLink } from '../sheet/out-link.tsx'
import { Path } from '../sheet/path.tsx'
import { words } from '../words/lead.ts'
import { words as sheetWords } from '../words/sheet.ts'
import { CONSENT, fieldOf } from './answers.ts'
import { LeadReview } from './lead-review.tsx'
import { QuestionField } from './question-field.tsx'
import type { RequestActions, RequestView } from './request.ts'

interface SheetProps {
  readonly view: RequestView
  readonly actions: RequestActions
  readonly onPick: (name: string) => void
}

/** The sheet in which a customer asks for a service. Pure: everything it shows is in `view`. Every field is always there, so that what was typed stays. */
export function LeadSheet({ view, actions, onPick }: SheetProps): VNode {
  const { state, offer, step, groups, program, problem, answer } = view
  const isSent = isUnderWay(state)
  const steps = state === 'filling' && step !== undefined && groups.length > 0 && ` · ${words.stepOf(step + 1, groups.length + 1)}`
  return (
    <Frame
      state={state}
      isSaved={state === 'queued' || view.isSaved}
      about={[offer.title, steps]}
      title={state === 'placed' ? words.thanks(program.name) : (words.steps[state as keyof typeof words.steps] ?? words.sending)}
      ribbon={view.isTest && words.test}
      close={actions.close}
      keep={actions.keep}
      footer={<Buttons view={view} actions={actions} />}
    >
      {isSent && <Notice {...explainWaiting(view)} isBad={state === 'unknown'} />}
      {(isSent || state === 'review') && <LeadReview view={view} actions={actions} />}
      {problem && state === 'refused' && <Notice what={titleOf(problem)} next={`${detailOf(problem)} ${words.nothingSent}`} isBad />}
      {answer && state === 'placed' && <Receipt view={view} />}
      <Filling view={view} actions={actions} onPick={onPick} />
    </Frame>
  )
}

function Filling({ view, actions, onPick }: SheetProps): VNode {
  const { offer, errors, groups, step, problem, typed } = view
  const { questions, consents } = offer.service
  const labels = {
    ...Object.fromEntries(questions.map(({ id, label }) => [fieldOf(id), label])),
    ...words.fields,
    [CONSENT]: words.consent,
  }
  const person = (name: keyof typeof words.fields) => ({ name, labels, errors, draft: { [name]: typed[name]?.[0] ?? '' } })
  const isAway = (index: number): boolean => step !== undefined && step !== index
  return (
    <div class="fields" hidden={view.state !== 'filling'}>
      {problem && <Notice {...explainTrouble(view, problem)} isBad />}
      <ErrorSummary labels={labels} errors={errors} onPick={onPick} />
      {groups.map((group, index) => (
        <fieldset class="fields" hidden={isAway(index)}>
          <legend>{group || words.about}</legend>
          {questions.map(
            (question) =>
              (question.group ?? '') === group && <QuestionField key={question.id} question={question} view={view} actions={actions} />,
          )}
        </fieldset>
      ))}
      <fieldset class="fields" hidden={isAway(groups.length)}>
        <legend>{words.you}</legend>
        <TextField {...person('name')} autocomplete="name" />
        <TextField {...person('email')} autocomplete="email" inputMode="email" help={words.emailHelp} control={{ pattern: '.+@.+' }} />
        <TextField {...person('phone')} autocomplete="tel" inputMode="tel" isOptional />
        <TextField {...person('company')} autocomplete="organization" isOptional />
        {consents.map((text, index) => (
          <label class="choice">
            <input
              {...inputProps(CONSENT, errors)}
              // The first one is what the summary leads to; an id stands for one element.
              {...(index > 0 && { id: undefined })}
              type="checkbox"
              required
              value={text}
              defaultChecked={typed[CONSENT]?.includes(text) ?? false}
            />
            <span>{text}</span>
          </label>
        ))}
        <Remarks name={CONSENT} errors={errors} />
      </fieldset>
    </div>
  )
}

function Receipt({ view: { answer, locale, typed } }: { readonly view: RequestView }): VNode | null {
  if (!answer) return null
  const day = (at: string): string => new Date(at).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short' })
  return (
    <>
      <Path
        number={[words.number, answer.number]}
        steps={[
          [sheetWords.received, day(answer.receivedAt)],
          [words.answered, answer.answerBy ? words.by(day(answer.answerBy)) : words.soon],
          [words.agreed, words.agreedNext],
        ]}
      />
      <p>{words.answerTo(typed['email']?.[0] ?? '')}</p>
    </>
  )
}

function Buttons({ view, actions }: Omit<SheetProps, 'onPick'>): VNode {
  const { state, step, groups, program, answer, href } = view
  switch (state) {
    case 'review':
      return (
        <>
          <p class="quiet legal">
            {words.free} <OutLink href={program.links.privacy}>{sheetWords.privacy}</OutLink>
          </p>
          <Primary press={actions.send}>{words.send}</Primary>
        </>
      )
    case 'saving':
    case 'sending':
      return <Waiting>{words.sending}</Waiting>
    case 'queued':
    case 'unknown':
      return <Unanswered state={state} again={actions.send} close={actions.close} />
    case 'refused':
      return (
        <>
          <Primary press={() => actions.back(0)}>{words.change}</Primary>
          <a class="out" href={href}>
            {sheetWords.seeAt(program.name)}
          </a>
        </>
      )
    case 'placed':
      return (
        <>
          <OutLink class="button primary" href={answer?.statusUrl ?? href}>
            {words.see}
          </OutLink>
          <button type="button" class="button" onClick={actions.close}>
            {sheetWords.backToPage}
          </button>
        </>
      )
    default:
      return (
        <>
          {step ? (
            <button type="button" class="button" onClick={() => actions.back(step - 1)}>
              {words.back}
            </button>
          ) : null}
          <Primary press={actions.next}>{step === undefined || step === groups.length ? words.steps.review : sheetWords.continue}</Primary>
        </>
      )
  }
}
