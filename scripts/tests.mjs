// Runs projects of the tests on a machine that may be fresh: sets up, builds, finds a browser.
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { runNode } from './run.mjs'
import { setUp } from './setup.mjs'

/** Runs these projects of vitest with these further arguments; answers the exit code. */
export async function runTests(projects, args = process.argv.slice(2)) {
  await setUp()
  await build()
  const env = { CHROME_PATH: await ensureChromium() }
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts']
  return runNode([...vitest, ...projects.flatMap((name) => ['--project', name]), ...args], { env })
}
