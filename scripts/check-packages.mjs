// What is packed is what was meant: publint reads each tarball, attw resolves its types as TypeScript does, for every module that it exports.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { build } from './build.mjs'
import { packAll } from './pack.mjs'
import { ending, ROOT, runNode, Sentence } from './run.mjs'

const PUBLINT = 'node_modules/publint/src/cli.js'
const ATTW = 'node_modules/@arethetypeswrong/cli/dist/index.js'

/**
 * attw does not look behind a `*` of `exports`, so the modules behind it are named: all of the protocol, of the widget what its README tells
 * people to import.
 */
const BEHIND_THE_STAR = {
  '@tributary/protocol': modulesOf('packages/protocol/dist'),
  '@tributary/sdk': [],
  '@tributary/widget': ['define', 'events', 'preact', 'react', 'vue', ...languages().map((code) => `words/${code}/index`)],
}

await ending(async () => {
  await build(() => {})
  const folder = mkdtempSync(join(tmpdir(), 'tributary-packed-'))
  try {
    const failed = []
    for (const [name, tarball] of Object.entries(await packAll(folder))) {
      const modules = BEHIND_THE_STAR[name]
      const behind = modules.length > 0 ? ['--include-entrypoints', ...modules] : []
      const codes = [
        await runNode([PUBLINT, 'run', '--strict', tarball], { quiet: true }),
        // Nothing here is for CommonJS: Node 20.19 and later can `require` modules.
        await runNode([ATTW, tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji', ...behind], {
          quiet: true,
        }),
      ]
      const isClean = codes.every((code) => code === 0)
      if (!isClean) failed.push(name)
      console.log(`${name}: ${isClean ? `publint and attw find nothing` : 'see above'}`)
    }
    if (failed.length > 0) throw new Sentence(`Not fit to be published: ${failed.join(', ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function modulesOf(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length).split(sep).join('/'))
}

function languages() {
  return Object.keys(JSON.parse(readFileSync(join(ROOT, 'packages/widget/dist/browser/manifest.json'), 'utf8')).languages)
}
