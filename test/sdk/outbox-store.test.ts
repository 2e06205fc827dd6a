import { describe } from 'vitest'
import { type Kept, memoryEntries } from '../support/device.ts'
import { describeOutboxStore } from '../support/outbox-store.ts'

describe('the outbox store of the tests', () => {
  const kept: Kept = new Map()
  describeOutboxStore(async () => memoryEntries(kept))
})
