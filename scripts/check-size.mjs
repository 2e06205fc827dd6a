// Fails over a budget, and where the README tells other numbers than the ones measured; `--write` puts the numbers into the README.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'
import { kilobytes, measureSizes } from './sizes.mjs'

const README = join(ROOT, 'README.md')
const TABLE = /(<!-- sizes -->\n)[\s\S]*?(<!-- \/sizes -->)/

const sizes = await measureSizes()
const table = [
  '| bundle | size | limit |',
  '|---|---|---|',
  ...sizes.map(({ name, bytes, limit }) => `| ${name} | ${kilobytes(bytes)} | ${kilobytes(limit)} |`),
  '',
].join('\n')
for (const { name, bytes, limit } of sizes)
  console.log(`${bytes <= limit ? 'within' : 'OVER  '}  ${kilobytes(bytes).padStart(9)} of ${kilobytes(limit).padStart(9)}  ${name}`)

const readme = readFileSync(README, 'utf8')
const written = readme.replace(TABLE, (_, start, end) => `${start}${table}${end}`)
if (process.argv.includes('--write')) writeFileSync(README, written)
else if (written !== readme || !TABLE.test(readme)) {
  console.error('The README’s table of sizes is not what was measured; run node scripts/check-size.mjs --write')
  process.exitCode = 1
}
if (sizes.some(({ bytes, limit }) => limit < bytes)) process.exitCode = 1
