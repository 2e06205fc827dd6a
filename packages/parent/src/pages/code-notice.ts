import type { CodeAnswer } from '@tributary/protocol/discount'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { amount } from './amounts.ts'
import { day } from './day.ts'
import type { Html } from './page.ts'

/** What the customer's code did to the price: said only where it did less than it might seem. The order goes on without it. */
export function codeNotice(policy: ProgramPolicy, code: CodeAnswer | undefined): Html | '' {
  const text = code && noticeText(policy, code)
  return text ? html`<p class="notice" role="status">${text}</p>` : ''
}

function noticeText(policy: ProgramPolicy, code: CodeAnswer): string {
  switch (code.kind) {
    case 'discount':
      return code.amountMinor === 0 ? 'Your code takes nothing off this order.' : ''
    case 'affiliate':
      return 'Thank you. Your code tells who sent you; it does not change the price.'
    case 'refused':
      return `${refusalText(policy, code)} The price below is without it.`
  }
}

function refusalText(
  policy: ProgramPolicy,
  { reason, missingMinor = 0, validFrom = '' }: Extract<CodeAnswer, { kind: 'refused' }>,
): string {
  switch (reason) {
    case 'unknown':
      return 'This code is not known here.'
    case 'too_early':
      return `This code is valid from ${day(policy, validFrom)} on.`
    case 'expired':
      return 'This code is no longer valid.'
    case 'used_up':
      return 'This code has been used as often as it can be.'
    case 'below_minimum':
      return `This code needs a larger order: ${amount(policy, missingMinor)} more.`
  }
}
