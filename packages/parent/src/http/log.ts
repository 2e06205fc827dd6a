import { type DestinationStream, type Logger, pino } from 'pino'
import { redactMembers, redactText } from '../core/log-redaction.ts'

/** The log of a process: JSON objects, one a line, in which nobody's data and no secret stand, whoever wrote them there. */
export const createLog = (level: string, destination: DestinationStream): Logger =>
  pino(
    {
      level,
      formatters: { log: redactMembers },
      hooks: {
        logMethod(given, method) {
          const [first, second, ...rest] = given as unknown as [unknown, unknown, ...unknown[]]
          const redacted = [first, second].map((one) => (typeof one === 'string' ? redactText(one) : one))
          method.apply(this, [...redacted, ...rest] as unknown as Parameters<typeof method>)
        },
      },
    },
    destination,
  )
