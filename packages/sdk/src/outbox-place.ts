/** The database of IndexedDB in which unsent orders and requests are kept. */
export const OUTBOX_DATABASE = 'tributary'

/** The object store in it; requests came later, the name stays: a browser may hold it from before. */
export const OUTBOX_OBJECTS = 'orders'

/** Whether an earlier visit left something here; asked on every page view, so it makes nothing and answers no where there is nothing to ask. */
export const hasUnsent = (): Promise<boolean> =>
  new Promise((resolve) => {
    const opening = indexedDB.open(OUTBOX_DATABASE)
    // Nobody ordered here yet: the database that would be made now is not wanted.
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve(false)
    opening.onsuccess = () => {
      const counting = opening.result.transaction(OUTBOX_OBJECTS).objectStore(OUTBOX_OBJECTS).count()
      counting.onsuccess = () => resolve(counting.result > 0)
      opening.result.close()
    }
  })
