import { type ImportId, newId } from '@tributary/protocol/id'
import type { CatalogueImport } from '@tributary/protocol/import'
import type { StaffClient } from './staff-client.ts'

const LOOK_EVERY_MS = 1_000

/** Says how far an import came, on standard error, while the answer is waited for. `say` and `everyMs` are for tests. */
export async function withProgress<Answer>(
  client: StaffClient,
  send: (id: ImportId) => Promise<Answer>,
  say: (text: string) => void = sayOnTerminal,
  everyMs: number = LOOK_EVERY_MS,
): Promise<Answer> {
  const id = newId('import')
  let last = ''
  const timer = setInterval(async () => {
    // It may not have begun, or the server may be busy: nothing depends on it.
    const found = await client.call('showImport', { parameters: { id } }).catch(() => undefined)
    const text = found ? progressText(found as CatalogueImport) : last
    if (text !== last) say(text)
    last = text
  }, everyMs)
  try {
    return await send(id)
  } finally {
    clearInterval(timer)
    if (last !== '' && process.stderr.isTTY) process.stderr.write('\n')
  }
}

const progressText = ({ state, rows, offers }: CatalogueImport): string => {
  if (state === 'checking') return `${state}: ${offers} offers of ${rows} rows`
  return state === 'swapping' ? `${state} ${offers} offers in` : `${state}: ${rows} rows`
}

// On a terminal one line that is written over; in a log a line each.
const sayOnTerminal = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
}
