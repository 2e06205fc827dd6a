// `npm run durability`: the whole of what `npm test` does a part of: 200 ids posted 100 times each, and a kill in the middle of 2,000 orders, on both databases.
import { join } from 'node:path'
import { build } from './build.mjs'
import { ending, runNode } from './run.mjs'
import { setUp } from './setup.mjs'

await ending(async () => {
  await setUp()
  await build()
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'journey']
  return runNode([...vitest, 'durability'], { env: { DURABILITY: 'whole' } })
})
