#!/usr/bin/env node
// The built command; `npm start`, `npm test` and `npm run build` build it.
import { existsSync } from 'node:fs'

const built = new URL('../dist/cli/main.js', import.meta.url)
if (!existsSync(built)) {
  console.error('Tributary is not built yet. Run: npm run build')
  process.exit(1)
}
const { main } = await import(built)
process.exitCode = await main(process.argv.slice(2))
