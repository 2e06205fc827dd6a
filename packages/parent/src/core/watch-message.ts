import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'

/** To staff: the catalogue that is fetched from an address does not come in any more. */
export const catalogueFailing = (
  policy: ProgramPolicy,
  watch: { readonly id: string; readonly url: string; readonly failures: number; readonly failure: string },
  recipient: string,
): Letter =>
  writeLetter({
    kind: 'catalogue_failing',
    recipient,
    subject: 'The catalogue cannot be imported from its address',
    paragraphs: [
      'The catalogue cannot be imported from its address.',
      `It failed ${watch.failures} times in a row. What was imported last is still sold; the address is tried again by itself, more and more seldom.`,
    ],
    quote: watch.failure,
    rows: [['Address', watch.url]],
    copy: { label: 'Once it is mended, fetch it at once with:', text: `tributary catalogue fetch ${watch.id}` },
    footer: policy.name,
    test: false,
  })

/** To staff who were told that it fails: it works again. */
export const catalogueWorks = (policy: ProgramPolicy, watch: { readonly url: string }, recipient: string): Letter =>
  writeLetter({
    kind: 'catalogue_works',
    recipient,
    subject: 'The catalogue is imported from its address again',
    paragraphs: ['The catalogue is imported from its address again.', 'There is nothing to do.'],
    rows: [['Address', watch.url]],
    footer: policy.name,
    test: false,
  })
