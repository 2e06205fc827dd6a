import { Fragment, h, type VNode } from 'preact'
import { ErrorSummary, TextField } from '../sheet/field.tsx'
import { Frame } from '../sheet/frame.tsx'
import { Notice } from '../sheet/notice.tsx'
import { OutLink } from '../sheet/out-link.tsx'
import { words } from '../words/join.ts'
import { words as sheetWords } from '../words/sheet.ts'
import type { JoinField, JoinView } from './application.ts'

/** What a visitor can do in the sheet of applying. */
export interface JoinActions {
  apply(): void
  close(): void
  pick(name: JoinField): void
}

interface JoinProps {
  readonly view: JoinView
  readonly actions: JoinActions
}

/** The sheet in which a business applies to become an affiliate. Pure: everything it shows is in `view`. */
export const JoinSheet = ({ view, actions }: JoinProps): VNode => (
  <Frame
    state={view.state}
    about={view.facts && words.at(view.facts.name)}
    title={view.state === 'received' ? words.received : words.title}
    ribbon={view.facts?.test && words.test}
    close={actions.close}
    footer={<Buttons view={view} actions={actions} />}
  >
    <Content view={view} actions={actions} />
  </Frame>
)

function Content({ view, actions }: JoinProps): VNode {
  const { facts, draft } = view
  const parent = facts?.name ?? words.theParent
  if (view.state === 'closed') {
    return (
      <p>
        {words.closed(parent)} {words.closedNext} <a href={`mailto:${facts?.contact}`}>{facts?.contact}</a>
      </p>
    )
  }
  if (view.state === 'received') {
    return (
      <>
        <p>{words.receivedAt(parent, draft.email ?? '')}</p>
        <p>{words.receivedNext}</p>
      </>
    )
  }
  const errors = view.state === 'filling' ? view.errors : {}
  const shared = { labels: words.fields, draft, errors }
  return (
    <>
      {view.state === 'filling' && view.trouble && <Notice {...view.trouble} isBad />}
      <ErrorSummary labels={words.fields} errors={errors} onPick={actions.pick} />
      {facts && <Facts view={view} />}
      <div class="fields">
        <TextField {...shared} name="name" autocomplete="organization" maxLength={120} />
        <TextField {...shared} name="email" autocomplete="email" inputMode="email" help={words.emailHelp} maxLength={254} />
        <TextField {...shared} name="website" autocomplete="url" inputMode="url" isOptional help={words.websiteHelp} maxLength={300} />
        <TextField {...shared} name="about" autocomplete="off" isLong isOptional maxLength={2_000} />
        <label class="choice">
          <input type="checkbox" name="sharesName" defaultChecked={Boolean(draft.sharesName)} />
          <span>{words.sharesName}</span>
        </label>
      </div>
    </>
  )
}

function Facts({ view: { facts, locale } }: { readonly view: JoinView }): VNode | null {
  if (!facts) return null
  const { name, directBasisPoints, sponsor } = facts
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const earns = directBasisPoints === undefined ? words.someShare : words.share(percent.format(directBasisPoints / 10_000))
  return (
    <div>
      <p>
        {words.how(name)} {earns}
      </p>
      {sponsor && <p class="quiet">{words.network(sponsor)}</p>}
    </div>
  )
}

function Buttons({ view, actions }: JoinProps): VNode {
  switch (view.state) {
    case 'closed':
    case 'received':
      return (
        <button type="button" class="button primary" data-primary onClick={actions.close}>
          {sheetWords.backToPage}
        </button>
      )
    // Not `disabled`: a disabled button loses the focus, and with it whoever uses a keyboard.
    case 'sending':
      return (
        <button type="button" class="button primary" aria-disabled="true" aria-busy="true">
          {words.applying}
        </button>
      )
    case 'filling':
      return (
        <>
          <p class="quiet legal">
            <Terms href={view.facts?.terms} />
          </p>
          <button type="button" class="button primary" data-primary onClick={actions.apply}>
            {view.trouble ? sheetWords.tryAgain : words.apply}
          </button>
          {view.trouble && (
            <a class="out" href={view.href}>
              {words.onPage}
            </a>
          )}
        </>
      )
  }
}

function Terms({ href }: { readonly href: string | undefined }): VNode {
  const [before, name, after] = words.terms
  if (!href) return <>{words.free}</>
  return (
    <>
      {before}
      <OutLink href={href}>{name}</OutLink>
      {after}
    </>
  )
}
