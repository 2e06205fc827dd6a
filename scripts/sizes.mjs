// What a visitor's browser loads, measured: minified, brotli 11.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'
import { ROOT } from './run.mjs'

const BROWSER = join(ROOT, 'packages/widget/dist/browser')
const KB = 1_024

// What only pages load that have something of it: each beside the cards, and beside what finds it.
const FURTHER = [
  ['what finds placements of other kinds', 'more', 2],
  ['a collection', 'collection', 4],
  ['sharing', 'share', 3],
  ['what the parent keeps for a placement', 'placement', 3],
  ['what tells the page of ready, view, option and error', 'events', 1],
  ['what a page says by commands', 'commands', 2],
  ['what tells `dataLayer`', 'data-layer', 2],
  ['a page’s own words', 'own-texts', 3],
  ['layouts, densities, the looks of the page around', 'dress', 3],
]

/** Every bundle with a budget (README, "Budgets"): its name, bytes and limit. */
export async function measureSizes() {
  const { loader, chunks, languages } = JSON.parse(readFileSync(join(BROWSER, 'manifest.json'), 'utf8'))
  const closure = (...names) => [loader, ...new Set(names.flatMap((name) => [chunks[name].file, ...chunks[name].imports]))]
  const bytes = (files) => files.reduce((sum, file) => sum + compressed(readFileSync(join(BROWSER, file))), 0)
  return [
    { name: 'loader `tributary.js`', bytes: bytes([loader]), limit: 2 * KB },
    {
      name: 'the script that carries the card (its offers, at most 4 KB, come on top)',
      bytes: bytes(['carried/tributary.js']),
      limit: 12.5 * KB,
    },
    { name: '+ first card or list painted', bytes: bytes(closure('offer')), limit: 12 * KB },
    { name: '+ order sheet, cart, outbox', bytes: bytes(closure('offer', 'sheet')), limit: 24 * KB },
    {
      name: 'request sheet of services, beside that of orders',
      bytes: bytes(closure('offer', 'sheet', 'lead')) - bytes(closure('offer', 'sheet')),
      limit: 5 * KB,
    },
    {
      name: 'what comes while the customer types: cart, codes, receipt, refusals, earlier orders',
      bytes: bytes(closure('offer', 'sheet', 'later')) - bytes(closure('offer', 'sheet')),
      limit: 6 * KB,
    },
    {
      name: 'what comes a second after a card: properties, changed links, what a developer wrote wrong',
      bytes: bytes(closure('offer', 'upkeep')) - bytes(closure('offer')),
      limit: 2.5 * KB,
    },
    ...FURTHER.map(([name, chunk, limit]) => ({
      name,
      bytes: bytes(closure('offer', 'more', chunk)) - bytes(closure('offer', chunk === 'more' ? 'offer' : 'more')),
      limit: limit * KB,
    })),
    {
      name: 'an order in the page, beside a card (`data-tributary-status`)',
      bytes: bytes(closure('offer', 'status')) - bytes(closure('offer')),
      limit: 6 * KB,
    },
    {
      name: 'each further language, all of its texts (the largest)',
      bytes: Math.max(...Object.values(languages).map(({ file }) => bytes([file]))),
      limit: 4 * KB,
    },
    { name: '`@tributary/sdk` core: offers, cart, quote, order, touch', bytes: await sdkBytes(), limit: 4 * KB },
  ]
}

/** `1.43 KB` */
export const kilobytes = (bytes) => `${(bytes / KB).toFixed(2)} KB`

const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

// What a developer's bundler would make of `import { createTributary } from '@tributary/sdk'`. What is loaded on demand is not counted.
async function sdkBytes() {
  const bundle = await rollup({
    input: 'entry',
    plugins: [entry("export { createTributary } from '@tributary/sdk'"), nodeResolve({ browser: true }), terser({ module: true })],
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  const files = new Map(output.map((chunk) => [chunk.fileName, chunk]))
  const wanted = new Set()
  const walk = (name) => {
    if (wanted.has(name)) return
    wanted.add(name)
    for (const imported of files.get(name)?.imports ?? []) walk(imported)
  }
  walk(output.find((chunk) => chunk.isEntry).fileName)
  return [...wanted].reduce((sum, name) => sum + compressed(Buffer.from(files.get(name)?.code ?? '')), 0)
}

const entry = (code) => ({
  name: 'entry',
  resolveId: (id) => (id === 'entry' ? join(ROOT, 'packages/widget/entry.js') : null),
  load: (id) => (id.endsWith('packages/widget/entry.js') ? code : null),
})
