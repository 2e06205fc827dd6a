// Not a test of its own: `scripts/simulate.mjs` runs it with the seeds it was asked for, in as many processes as there are cores.
import * as sdk from '@tributary/sdk'
import { expect, test } from 'vitest'
import { createStormApp, report, seedsFrom, storms } from './storms.ts'

const { SEED_FIRST, SEED_LAST, SEED_STEP, SEED_TRACE } = process.env

test.runIf(SEED_FIRST)(
  'many storms',
  async () => {
    const app = await createStormApp()
    const { seeds, orders, faults, failed } = await storms(app, seedsFrom(Number(SEED_FIRST), Number(SEED_LAST), Number(SEED_STEP)), sdk)
    await app.close()
    process.stdout.write(`\nweather ${JSON.stringify({ seeds, orders, faults: Object.fromEntries(faults) })}\n`)
    for (const outcome of failed) process.stdout.write(`\n${SEED_TRACE ? report(outcome) : report({ ...outcome, trace: [] })}\n`)
    expect(failed.map(({ seed }) => seed)).toEqual([])
  },
  60 * 60_000,
)
