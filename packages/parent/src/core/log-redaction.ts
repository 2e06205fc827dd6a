// What must not stand in a log, wherever it came from: an error of the mail server names the recipient, one of the database the value.
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  [/[^\s<>"'(),:;=/]+@[^\s<>"'(),:;/]+\.[^\s<>"'(),:;/]+/g, '[e-mail]'],
  [/\b(key|affkey|ses|in|inv|whsec)_[\w+/=-]{16,}/g, '[secret]'],
  [/\b(Bearer|Basic)\s+\S+/gi, '$1 [secret]'],
  [/\bv1\.[\w-]+\.[\w-]+(\.[\w-]+)*/g, '[token]'],
  [/(\/(?:order|request|conversation|join|invitation)\/)([\w-]+)\/[\w-]{16,}/g, '$1$2/[secret]'],
  [/([?&](?:secret|token|key|email|code)=)[^&\s"']+/gi, '$1[secret]'],
  [/(\w+:\/\/)[^\s/:@]+:[^\s/@]+@/g, '$1[secret]@'],
  [/\+\d[\d\s()/-]{6,}\d/g, '[telephone]'],
]

/** A text without e-mail addresses, telephone numbers, keys, tokens and the secrets of links. Names cannot be told from other words, so nothing logs them. */
export const redactText = (text: string): string => REDACTIONS.reduce((redacted, [pattern, word]) => redacted.replace(pattern, word), text)

/** What is logged of an error: never what a database says about the values of a row (`detail`, `where`). */
export function loggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redactText(String(error)) }
  const { code, severity, constraint, table } = error as Error & Record<'code' | 'severity' | 'constraint' | 'table', unknown>
  // PostgreSQL quotes the value that it cannot read.
  const text = (message: string): string => redactText(severity === undefined ? message : message.replace(/"[^"]*"/g, '"…"'))
  return {
    type: error.name,
    message: text(error.message),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    stack: text(error.stack ?? ''),
  }
}

/** The members of a log line with every text redacted, lists and objects within included. */
export function redactMembers(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, redactValue(name, value)]))
}

const PERSONAL = ['email', 'phone', 'customer', 'contact', 'recipient', 'authorization', 'cookie']

function redactValue(name: string, value: unknown): unknown {
  if (PERSONAL.includes(name.toLowerCase())) return '[redacted]'
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return loggedError(value)
  if (Array.isArray(value)) return value.map((one) => redactValue(name, one))
  if (typeof value === 'object' && value !== null && value.constructor === Object) return redactMembers(value as Record<string, unknown>)
  return value
}
