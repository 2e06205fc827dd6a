import type { Problem } from '@tributary/protocol/problem'
import { createTouches, type Touches } from './touch.ts'
import { createTouchDesk, type TouchPlace } from './touch-desk.ts'
import type { TouchMemory } from './touch-memory.ts'

const known = new WeakMap<TouchMemory, Touches>()

/** The touches that fill a memory; asking for the first time records the visit, if somebody sent it, and is done when that is. */
export async function touchesOf(memory: TouchMemory, place: TouchPlace, refused?: (problem: Problem) => void): Promise<Touches> {
  const touches = known.get(memory) ?? createTouches(memory, createTouchDesk(place, refused))
  known.set(memory, touches)
  return touches
}
