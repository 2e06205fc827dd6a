// What is written from the widget's table of attributes says what the table says; `--write` makes it so.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { attributeFiles } from './attribute-texts.mjs'
import { manifestMistakes } from './element-manifest.mjs'
import { schemaMistakes } from './json-schema.mjs'
import { ROOT } from './run.mjs'

const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')

for (const [file, rough] of Object.entries(attributeFiles())) {
  const text = formatted(file, rough)
  const path = join(ROOT, file)
  if (process.argv.includes('--write')) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${file} is not what protocol/src/placement.ts says; run node scripts/check-attributes.mjs --write`)
    process.exitCode = 1
  }
}
const unfit = schemaMistakes(
  readJson('packages/widget/custom-elements.json'),
  readJson('node_modules/custom-elements-manifest/schema.json'),
)
for (const mistake of [...manifestMistakes(), ...unfit.map((one) => `custom-elements.json: ${one}`)]) {
  console.error(mistake)
  process.exitCode = 1
}
if (!process.exitCode) console.log('attributes: types and manifest are what the table says')

// As the linter would have it, imports in its order.
function formatted(file, text) {
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'check', '--write', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  })
  if (!stdout) throw new Error(`expected ${file} formatted, received ${stderr}`)
  return stdout
}
