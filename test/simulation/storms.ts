import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCatalogue } from '../support/build.ts'
import { type Outcome, type Sdk, simulate } from './simulate.ts'

/** What came of many seeds. */
export interface Weather {
  readonly seeds: number
  readonly orders: number
  readonly faults: ReadonlyMap<string, number>
  readonly failed: readonly Outcome[]
}

/** A parent that never runs out of mugs. */
export async function createStormApp(): Promise<TestApp> {
  const app = await createTestApp()
  const catalogue = JSON.stringify(buildCatalogue()).replace('"stock":1000', '"stock":100000000')
  const imported = await app.staff('postCatalogue', { body: catalogue })
  if (!imported.ok) throw new Error(`the catalogue was not imported: ${await imported.text()}`)
  return app
}

/** Runs these seeds, or as many as it takes until `most` have failed. */
export async function storms(app: TestApp, seeds: Iterable<number>, sdk: Sdk, most = Number.POSITIVE_INFINITY): Promise<Weather> {
  const faults = new Map<string, number>()
  const failed: Outcome[] = []
  let [count, orders] = [0, 0]
  for (const seed of seeds) {
    const outcome = await simulate(app, seed, sdk)
    count++
    orders += outcome.orders
    for (const [kind, times] of outcome.faults) faults.set(kind, (faults.get(kind) ?? 0) + times)
    if (outcome.untrue.length > 0) failed.push(outcome)
    if (most <= failed.length) break
  }
  return { seeds: count, orders, faults, failed }
}

/** The seeds from one number up to another, in steps. */
export function* seedsFrom(first: number, last: number, step = 1): Generator<number> {
  for (let seed = first; seed <= last; seed += step) yield seed
}

/** What failed, for a person: the seed, what was not true, and how it came to that. */
export const report = ({ seed, untrue, trace }: Outcome): string => [`seed ${seed}:`, ...untrue, ...trace].join('\n  ')
