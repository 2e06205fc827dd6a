// `npm run thorough`: what takes long and seldom changes: every state through axe, every language, other people's pages, the frameworks, a real WordPress.
import { ending } from './run.mjs'
import { runTests } from './tests.mjs'

await ending(() => runTests(['thorough']))
