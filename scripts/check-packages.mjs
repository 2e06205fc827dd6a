// What is packed is what was meant: publint reads each tarball, attw resolves its types as TypeScript does, for every module that it exports.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { build } from './build.mjs'
import { packAll } from './pack.mjs'
import { ending, ROOT, runNode, Sentence } from './run.mjs'

const PUBLINT = 'node_modules/publint/src/cli.js'
const ATTW = 'node_modules/@arethetypeswrong/cli/dist/index.js'

// What a `<script>` of a page fetches by its address: no program imports it, and it has no types.
const SCRIPTS = 'browser/'

await ending(async () => {
  await build(() => {})
  const folder = mkdtempSync(join(tmpdir(), 'tributary-packed-'))
  try {
    const failed = []
    for (const [name, tarball] of Object.entries(await packAll(folder))) {
      const modules = behindTheStar(name)
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

/** attw does not look behind a `*` of `exports`: these are all the modules that stand behind the stars of a package, so none can be forgotten. */
function behindTheStar(name) {
  const folder = join(ROOT, 'packages', name.replace('@tributary/', ''))
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.entries(exports)
    .filter(([path]) => path.includes('*'))
    .flatMap(([path, { default: file }]) => {
      const [before, after] = file.split('*')
      const [prefix, suffix] = path.replace('./', '').split('*')
      return readdirSync(join(folder, before), { recursive: true })
        .map((found) => found.split(sep).join('/'))
        .filter((found) => found.endsWith(after) && !found.startsWith(SCRIPTS))
        .map((found) => prefix + found.slice(0, -after.length) + suffix)
    })
}
