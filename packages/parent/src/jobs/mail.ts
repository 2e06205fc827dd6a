import nodemailer, { type Transporter } from 'nodemailer'
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { claimMessage, type MessageRow, markFailed, markSent } from '../store/messages.ts'
import { programById } from '../store/programs.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 5_000
const MOST_ATTEMPTS = 8
const SEND_TIMEOUT_MS = 20_000

/**
 * Sends queued messages one by one over SMTP, each tried up to 8 times over a day (10 s × 4ⁿ, at most 11 h). A message can arrive twice if
 * the process dies between the mail server's answer and ours, a minute later then; it carries the same Message-ID then. Test messages are never sent.
 */
export function startMail({ database, smtpUrl, log }: { database: Database; smtpUrl: string; log: Logger }): Job {
  const transport = nodemailer.createTransport(smtpUrl, {}) as Transporter
  return startJob(LOOK_EVERY_MS, log, async () => {
    const message = await claimMessage(database)
    if (!message) return false
    await send(database, transport, message, log)
    return true
  })
}

async function send(database: Database, transport: Transporter, message: MessageRow, log: Logger): Promise<void> {
  const program = await programById(database, message.programId)
  const { recipient, subject, text, html, messageId } = message
  // Not as text: in "a@b.example,c@d.example" a mail program reads two people, and only one ordered.
  const to = { name: '', address: recipient }
  const from = program?.policy.mailFrom ?? ''
  const domain = from.replace(/^.*@|>.*$/gs, '') || 'localhost'
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`the mail server did not answer within ${SEND_TIMEOUT_MS / 1_000} s`)), SEND_TIMEOUT_MS).unref()
    })
    const mail = { from, to, subject, text, html, messageId: `<${message.programId}.${messageId}@${domain}>` }
    await Promise.race([transport.sendMail(mail), late])
    await markSent(database, message)
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    log.warn({ messageId, attempts: message.attempts, failure }, 'a message could not be sent')
    await markFailed(database, message, failure, MOST_ATTEMPTS)
  }
}
