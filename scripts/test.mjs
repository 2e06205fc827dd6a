// `npm test`: sets up, builds, then runs every test of every day. What follows `--` goes to vitest: `npm test -- orders`.
import { ending } from './run.mjs'
import { runTests } from './tests.mjs'

await ending(() => runTests(['unit', 'page', 'journey']))
