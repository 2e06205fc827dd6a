import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, flag, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary order export`: to standard output, or into a file. */
export const ORDER_EXPORT_COMMANDS: Readonly<Record<string, Command>> = {
  'order export': {
    usage: 'order export --since 2026-11-01 [--format csv|jsonl] [--after <next of the export before>] [--tests] [--to file]',
    summary: 'Orders since a time, a row a line, oldest first',
    options: { since: 'value', format: 'value', after: 'value', tests: 'flag', to: 'value' },
    run: async (client, given) => {
      const [since, to] = [value(given, 'since'), value(given, 'to')]
      if (since === undefined) throw new UsageError('Say since when: --since 2026-11-01')
      const query = {
        since,
        format: value(given, 'format'),
        after: value(given, 'after'),
        tests: flag(given, 'tests') ? 'true' : undefined,
      }
      const exported = Readable.fromWeb((await client.download('exportOrders', { query })) as Parameters<typeof Readable.fromWeb>[0])
      if (to === undefined) await pipeline(exported, process.stdout, { end: false })
      else await pipeline(exported, createWriteStream(to, { mode: 0o600 }))
      return { to }
    },
    print: (answer) => {
      const { to } = answer as { to: string | undefined }
      return to === undefined ? '' : `Written to ${to}. Customers are in it: keep it as you keep them.`
    },
  },
}
