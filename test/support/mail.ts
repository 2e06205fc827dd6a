import type { TestApp } from './app.ts'

/** A queued mail, as far as tests look at it. */
export interface QueuedMail {
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly test: boolean
}

/** Every mail that was queued since the last call, oldest first; they are taken out of the queue. */
export const takeMails = (app: TestApp): Promise<QueuedMail[]> =>
  app.database.query<QueuedMail>(
    `with taken as (delete from messages returning message_id, kind, recipient, subject, body_text, test)
     select kind, recipient, subject, body_text as text, test from taken order by message_id`,
  )

/** The only address that matches in a mail; throws where there is none or another one. */
export function linkIn({ text }: QueuedMail, pattern: RegExp): string {
  const found = text.match(new RegExp(pattern, 'g')) ?? []
  const [link] = found
  if (!link || found.length !== 1) throw new Error(`expected one link like ${pattern}, received ${found.length} in: ${text}`)
  return link
}
