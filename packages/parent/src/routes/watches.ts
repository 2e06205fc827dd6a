import { newId } from '@tributary/protocol/id'
import type { Watch } from '@tributary/protocol/watch'
import { newWatch } from '@tributary/protocol/watch.schema'
import { json } from '../http/json.ts'
import { refusedUrl } from '../http/outgoing.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addWatch, allWatches, removeWatch, type WatchRow, watchById } from '../store/watches.ts'
import type { Parent, StaffRoute } from './route.ts'
import { fetchWatched } from './watch-fetch.ts'

const HOUR_SECONDS = 60 * 60

/** `GET /v1/admin/catalogue/watches`. */
export const listWatches =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ watches: (await allWatches(parent.database, program.programId)).map(watchView) })

/** `POST /v1/admin/catalogue/watches`: fetched by the server's job at once, and then as often as is said. */
export const postWatch =
  (parent: Parent): StaffRoute =>
  async ({ request, actor, program: { programId } }) => {
    const parsed = await parseBody(request, newWatch, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { url, everySeconds = HOUR_SECONDS, skipBad = false } = parsed.value
    const refused = refusedUrl(url, parent.allowsPrivateWebhooks)
    if (refused !== undefined) {
      const detail = `${url} ${refused}`
      return problemResponse('watch_url_refused', { detail, errors: [{ pointer: '/url', detail }] })
    }
    const added = { id: newId('watch'), url, everySeconds, skipBad, createdBy: actor, createdAt: parent.now() }
    const row = await addWatch(parent.database, programId, added)
    if (!row)
      return problemResponse('watch_known', {
        detail: `${url} is watched already. To change how often, remove that watch first: tributary catalogue watches`,
      })
    parent.wake()
    return json(watchView(row), 201)
  }

/** `POST /v1/admin/catalogue/watches/:id/remove`. */
export const postUnwatch =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id = '' } }) =>
    (await removeWatch(parent.database, programId, id)) ? json({ removed: id }) : watchUnknown(id)

/** `POST /v1/admin/catalogue/watches/:id/fetch`: answers when it is over; what came of it stands in the answer. */
export const fetchWatch =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const row = await watchById(parent.database, program.programId, id)
    if (!row) return watchUnknown(id)
    await fetchWatched(parent, program, row, { always: true })
    const now = await watchById(parent.database, program.programId, id)
    return now ? json(watchView(now)) : watchUnknown(id)
  }

const watchUnknown = (id: string): Response =>
  problemResponse('watch_unknown', { detail: `No watch has the id ${id.slice(0, 64)}. They are listed by: tributary catalogue watches` })

const watchView = (row: WatchRow): Watch => ({
  id: row.id,
  url: row.url,
  everySeconds: row.everySeconds,
  skipBad: row.skipBad,
  dueAt: row.dueAt.toISOString(),
  ...(row.checkedAt && { checkedAt: row.checkedAt.toISOString() }),
  ...(row.importedAt && { importedAt: row.importedAt.toISOString() }),
  failures: row.failures,
  ...(row.failure !== '' && { failure: row.failure }),
})
