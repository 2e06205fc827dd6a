import { OUTBOX_DATABASE, OUTBOX_OBJECTS } from './outbox-place.ts'
import { idOf, type UnsentEntry } from './unsent.ts'

/** Keeps unsent orders and requests on the device. */
export interface OutboxStore {
  /** Resolves once it is on the disk; rejects where that cannot be said. */
  put(entry: UnsentEntry): Promise<void>
  /** Everything there, as it was stored. */
  all(): Promise<readonly unknown[]>
  has(id: string): Promise<boolean>
  delete(id: string): Promise<void>
}

/** IndexedDB, where it may be used: a sandbox and a browser that blocks it reject every call. */
export function createOutboxStore(): OutboxStore {
  return {
    put: (entry) => change((objects) => objects.put(entry, idOf(entry))),
    delete: (id) => change((objects) => objects.delete(id)),
    all: () => read((objects) => objects.getAll()),
    has: async (id) => (await read((objects) => objects.count(id))) > 0,
  }
}

// Strict: the `complete` event comes after the write has reached the disk, so the entry survives the end of the browser.
const change = (work: (objects: IDBObjectStore) => IDBRequest): Promise<void> =>
  withDatabase(
    (database) =>
      new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(OUTBOX_OBJECTS, 'readwrite', { durability: 'strict' })
        transaction.oncomplete = () => resolve()
        transaction.onerror = transaction.onabort = () => reject(transaction.error)
        work(transaction.objectStore(OUTBOX_OBJECTS))
      }),
  )

const read = <Value>(ask: (objects: IDBObjectStore) => IDBRequest<Value>): Promise<Value> =>
  withDatabase((database) => answer(ask(database.transaction(OUTBOX_OBJECTS).objectStore(OUTBOX_OBJECTS))))

// Opened for each piece of work: a connection that is kept would stand in the way of the browser's back-forward cache and of other versions. The
// database is never deleted, even when it is empty: another tab's entry could go with it.
async function withDatabase<Value>(work: (database: IDBDatabase) => Promise<Value>): Promise<Value> {
  const opening = indexedDB.open(OUTBOX_DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(OUTBOX_OBJECTS)
  const database = await answer(opening)
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

const answer = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
