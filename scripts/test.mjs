// `npm test`: sets up, builds, then runs every test. What follows `--` goes to vitest: `npm test -- orders`.
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ending, runNode } from './run.mjs'
import { setUp } from './setup.mjs'

await ending(async () => {
  await setUp()
  await build()
  const env = { CHROME_PATH: await ensureChromium() }
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts']
  return runNode([...vitest, '--project', 'unit', '--project', 'page', '--project', 'journey', ...process.argv.slice(2)], { env })
})
