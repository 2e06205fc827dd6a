import { type ImportId, newId } from '@tributary/protocol/id'
import type { CatalogueImport } from '@tributary/protocol/import'
import { UsageError } from './environment.ts'
import { ProblemError, type StaffClient } from './staff-client.ts'

const LOOK_EVERY_MS = 1_000

/**
 * Says how far an import came, on standard error, while the answer is waited for; where that does not come, what became of the import is the answer. `say` and
 * `everyMs` are for tests.
 */
export async function withProgress<Answer>(
  client: StaffClient,
  send: (id: ImportId) => Promise<Answer>,
  say: (text: string) => void = sayOnTerminal,
  everyMs: number = LOOK_EVERY_MS,
): Promise<Answer | CatalogueImport> {
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
  } catch (error) {
    // The answer did not come, after five minutes of silence or because the connection broke; the import may go on all the same.
    if (error instanceof ProblemError) throw error
    const ended = await endOf(client, id, everyMs)
    if (!ended) throw error
    return ended
  } finally {
    clearInterval(timer)
    if (last !== '' && process.stderr.isTTY) process.stderr.write('\n')
  }
}

// Nothing where the import is not known: it never began, or nobody is there to ask.
async function endOf(client: StaffClient, id: ImportId, everyMs: number): Promise<CatalogueImport | undefined> {
  for (;;) {
    const found = (await client.call('showImport', { parameters: { id } }).catch(() => undefined)) as CatalogueImport | undefined
    if (found?.failure !== undefined) throw new UsageError(found.failure)
    if (!found || found.state === 'done') return found
    await new Promise((resolve) => setTimeout(resolve, everyMs))
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
