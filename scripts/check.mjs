// `npm run check`: everything that can be judged without running the product. Each check runs, whatever became of the one before.
import { join } from 'node:path'
import { build } from './build.mjs'
import { ending, runNode, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const bin = (...path) => join('node_modules', ...path)
const CHECKS = {
  types: [bin('typescript', 'bin', 'tsc'), '-b', '.'],
  lint: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  style: ['scripts/check-style.mjs'],
  'cycles and layers': [
    bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    ...['protocol', 'sdk', 'widget', 'parent'].map((name) => `packages/${name}/src`),
  ],
  sizes: ['scripts/check-size.mjs'],
  attributes: ['scripts/check-attributes.mjs'],
  schema: ['scripts/check-schema.mjs'],
  READMEs: ['scripts/check-readme.mjs'],
  'lock file': ['scripts/check-lock.mjs'],
  packages: ['scripts/check-packages.mjs'],
}

await ending(async () => {
  await setUp()
  await build()
  const failed = []
  for (const [name, args] of Object.entries(CHECKS)) {
    console.log(`\n— ${name}`)
    if ((await runNode(args)) !== 0) failed.push(name)
  }
  if (failed.length > 0) throw new Sentence(`\nFailed: ${failed.join(', ')}`)
  console.log('\nEvery check passed.')
})
