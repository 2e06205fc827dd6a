// Builds what is not fresh: the packages by tsc, the browser bundles by rollup.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ending, ROOT, runNode, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const PACKAGES = ['protocol', 'sdk', 'widget', 'parent'].map((name) => join('packages', name))
const BUNDLE = join(ROOT, 'packages/widget/dist/browser/manifest.json')
const BUNDLE_SOURCES = ['packages/protocol/src', 'packages/sdk/src', 'packages/widget/src', 'examples/sdk-site', 'rollup.config.mjs']

/** Builds everything; throws a `Sentence` where something does not compile. `say` is told what takes long. */
export async function build(say = console.log) {
  say('Building the packages …')
  if ((await runNode([join('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...PACKAGES])) !== 0)
    throw new Sentence('The packages do not compile; the errors are above.')
  if (isFresh()) return
  say('Building the widget …')
  const rollup = join('node_modules', 'rollup', 'dist', 'bin', 'rollup')
  if ((await runNode([rollup, '-c', '--silent'])) !== 0) throw new Sentence('The widget could not be bundled; the errors are above.')
}

function isFresh() {
  if (!existsSync(BUNDLE)) return false
  const built = statSync(BUNDLE).mtimeMs
  return BUNDLE_SOURCES.every((source) => newest(join(ROOT, source)) <= built)
}

function newest(path) {
  if (!existsSync(path)) return 0
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => name !== 'dist' && name !== 'node_modules')
      .map((name) => newest(join(path, name))),
  )
}

if (import.meta.filename === process.argv[1]) {
  await ending(async () => {
    await setUp()
    await build()
  })
}
