// `npm run contract:record -- 0.2.0`: writes down what the SDK of a release sends, before it is released. test/sdk/released-requests.test.ts replays every recording.
import { join } from 'node:path'
import { ending, runNode, Sentence } from './run.mjs'

await ending(async () => {
  const [version] = process.argv.slice(2)
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) throw new Sentence('Say which release: npm run contract:record -- 0.2.0')
  process.env.RECORD_RELEASE = version
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', 'page', 'test/sdk/released-requests.test.ts']
  if ((await runNode([vitest, ...args])) !== 0) throw new Sentence(`The requests of ${version} could not be recorded.`)
})
