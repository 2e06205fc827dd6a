import { h, type VNode } from 'preact'
import { words } from '../words/cart-step.ts'
import type { CodeAnswer as Answer, SheetFacts } from './checkout.ts'

interface CodeAnswerProps {
  readonly facts: Pick<SheetFacts, 'money' | 'locale'>
  readonly code: Answer
  /** Leads to the field of the code. */
  readonly change: () => void
}

/** What the customer's code did to the price, or why it did nothing. */
export const CodeAnswer = ({ facts, code, change }: CodeAnswerProps): VNode => (
  <div class={code.kind === 'refused' ? 'notice bad' : 'notice'} role="status">
    <p>{textOf(facts, code)}</p>
    {code.kind === 'refused' && (
      <button type="button" class="plain" onClick={change}>
        {words.changeCode}
      </button>
    )}
  </div>
)

function textOf({ money, locale }: CodeAnswerProps['facts'], code: Answer): string {
  switch (code.kind) {
    case 'discount':
      return code.amountMinor > 0 ? words.codeTook(code.title, money(code.amountMinor)) : words.codeNothing
    case 'affiliate':
      return words.codeOfAffiliate
    case 'refused': {
      const { reason, missingMinor = 0, validFrom } = code
      const day = validFrom ? new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(validFrom)) : ''
      return `${words.codeRefused[reason](reason === 'too_early' ? day : money(missingMinor))} ${words.codeWithout}`
    }
  }
}
