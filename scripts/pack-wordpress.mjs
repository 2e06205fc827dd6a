// `npm run pack:wordpress`: the plugin with this release of the widget in it, as a folder to copy and as an archive to upload.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { zipSync } from 'fflate'
import { build } from './build.mjs'
import { ending, ROOT } from './run.mjs'
import { setUp } from './setup.mjs'

const PLUGIN = join(ROOT, 'examples/wordpress/tributary')
const BROWSER = join(ROOT, 'packages/widget/dist/browser')
const PACKED = join(ROOT, 'examples/wordpress/dist')

/** Writes `examples/wordpress/dist/tributary` and `tributary.zip` beside it from what was built; answers the folder. */
export function packWordPress() {
  const folder = join(PACKED, 'tributary')
  rmSync(PACKED, { recursive: true, force: true })
  mkdirSync(join(folder, 'widget'), { recursive: true })
  cpSync(PLUGIN, folder, { recursive: true })
  for (const file of readdirSync(BROWSER).filter((name) => name.endsWith('.js') && name !== 'tributary.js'))
    cpSync(join(BROWSER, file), join(folder, 'widget', file))
  // This one finds its files beside itself.
  cpSync(join(BROWSER, 'bundled/tributary.js'), join(folder, 'widget/tributary.js'))
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  writeFileSync(
    `${folder}.zip`,
    zipSync(Object.fromEntries(paths.map((path) => [relative(PACKED, path), readFileSync(path)])), { level: 9 }),
  )
  return folder
}

if (import.meta.filename === process.argv[1]) {
  await ending(async () => {
    await setUp()
    await build()
    const folder = relative(ROOT, packWordPress())
    console.log(`${folder} is the plugin, with the widget in it; ${folder}.zip is the same, to upload under Plugins → Add New.`)
  })
}
