import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'

/** To staff: another system is told nothing any more, because it said so itself. */
export const webhookDisabled = (
  policy: ProgramPolicy,
  webhook: { readonly id: string; readonly url: string; readonly reason: string },
  recipient: string,
): Letter =>
  writeLetter({
    kind: 'webhook_disabled',
    recipient,
    subject: 'A webhook was disabled: its receiver wants nothing more',
    paragraphs: [
      'A webhook was disabled: its receiver wants nothing more.',
      'What happens from now on is not queued for it. What waited stays, and is sent first once it is enabled. If nobody needs it any more, remove it.',
    ],
    quote: webhook.reason,
    rows: [['Address', webhook.url]],
    copy: { label: 'If that was not meant, mend the receiver and then enable it with:', text: `tributary webhook enable ${webhook.id}` },
    footer: policy.name,
    test: false,
  })
