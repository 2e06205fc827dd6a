import { SMTPServer } from 'smtp-server'

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly raw: string
  /** The body, decoded; the text before the HTML. */
  readonly text: string
}

/** A mail server of one test, on loopback. */
export interface Smtp {
  readonly url: string
  /** What was taken, oldest first. */
  readonly received: ReceivedMail[]
  /** How many mails it turned away for now (451). */
  readonly turnedAway: number
  /** Turns the next mails away that fit: they are to be sent again. */
  refuse(mails: number, which?: RegExp): void
  close(): Promise<void>
}

/** Starts a mail server that takes everything, but for what it is told to refuse once. */
export async function startSmtp(): Promise<Smtp> {
  const received: ReceivedMail[] = []
  let refusals = 0
  let turnedAway = 0
  let refused = /./
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const mail = readMail(session.envelope.rcptTo.map(({ address }) => address).join(' '), Buffer.concat(chunks).toString())
        if (0 < refusals && refused.test(mail.subject)) {
          refusals--
          turnedAway++
          return done(Object.assign(new Error('try again later'), { responseCode: 451 }))
        }
        received.push(mail)
        return done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    get turnedAway() {
      return turnedAway
    },
    refuse(mails, which = /./) {
      refusals = mails
      refused = which
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function readMail(to: string, raw: string): ReceivedMail {
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(raw)?.[1] ?? ''
  const words = subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, text: string) => decodeQuoted(text.replaceAll('_', ' ')))
  const text = decodeQuoted(raw.slice(raw.indexOf('\r\n\r\n')).replaceAll('=\r\n', ''))
  return { to, subject: words.replace(/\r\n/g, ''), raw, text }
}

const decodeQuoted = (text: string): string =>
  text.replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
