// `npm run bench:widget`: what cards cost a visitor's browser, in one run and on one page skeleton: as static HTML, as plain DOM after one fetch, as ours
// (first visit, and again with a warm cache), and by `@shopify/buy-button-js` against a stand-in for its API. Writes its table into the widget's README.
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { chromium } from 'playwright-core'
import { extract } from 'tar-stream'
import { median, today, writeSection } from './bench-table.mjs'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ending, ROOT, runNpm, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'
import { openShop, startParent } from './trial-parent.mjs'
import { servePages } from './widget-bench/pages.mjs'
import { resultTable, verdict } from './widget-bench/table.mjs'
import { visit } from './widget-bench/visit.mjs'

const CONTENDER = '@shopify/buy-button-js@3.0.6'
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
const ROUNDS = Number(process.env.ROUNDS ?? 7)
const COUNTS = (process.env.CARDS ?? '1,10,100,1000').split(',').map(Number)
const WAYS = process.env.WAYS?.split(' ') ?? ['static', 'plain', 'ours', 'ours,warm', 'carried', 'carried,warm', 'contender']
const MOST = Math.max(...COUNTS)
const CARRIED_AT_MOST = 100
// Of many cards a visit is long, and fewer visits tell as much.
const FEWER_ROUNDS = [
  [1_000, 1],
  [100, 3],
]
const LIMIT_MS = 60_000
const README = 'packages/widget/README.md'

await ending(async () => {
  await setUp()
  await build()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const parent = await startParent({ more: { MEDIA_DIR: join(ROOT, 'examples/parent/media') } })
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS })
  try {
    const ground = { origin: parent.origin, offers: offersOf(parent.origin), site: '' }
    const pages = await servePages(ground, await contenderScript(folder))
    try {
      const address = `http://127.0.0.1:${pages.address().port}`
      Object.assign(ground, await openShop(parent, catalogueOf(ground.offers), [address]))
      const results = []
      for (const cards of COUNTS) results.push(...(await measure(browser, address, cards)))
      console.log(resultTable(results))
      console.log(verdict(results))
      if (!['ROUNDS', 'CARDS', 'WAYS'].some((name) => process.env[name]))
        writeSection('bench-widget', `${resultTable(results)}\n\n${verdict(results)}\n\nMeasured ${today()}.`, README)
    } finally {
      pages.close()
    }
  } finally {
    await browser.close()
    await parent.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Every way of showing so many cards, in turns, so that what the machine does besides meets all of them. */
async function measure(browser, address, cards) {
  const isMore = CARRIED_AT_MOST < cards
  // Of more no script carries the offers.
  const ways = new Map(WAYS.filter((way) => !isMore || !way.startsWith('carried')).map((way) => [way, []]))
  const rounds = Math.min(ROUNDS, FEWER_ROUNDS.find(([least]) => least <= cards)?.[1] ?? ROUNDS)
  for (let round = 0; round < rounds; round++) {
    for (const [way, visits] of ways) {
      if (!visits) continue
      const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } })
      const url = `${address}/${way.split(',')[0]}/${cards}`
      if (way.endsWith('warm')) await visit(context, url, LIMIT_MS)
      const result = await visit(context, url, LIMIT_MS)
      await context.close()
      // Who does not come to an end is not asked again.
      if (result) visits.push(result)
      else ways.set(way, undefined)
    }
    process.stdout.write(`${cards} cards, round ${round + 1} of ${rounds}\n`)
  }
  return [...ways].map(([way, visits]) => ({ way, cards, ...(visits && middle(visits)) }))
}

function middle(visits) {
  return Object.fromEntries(Object.keys(visits[0]).map((name) => [name, median(visits.map((one) => one[name]))]))
}

function offersOf(origin) {
  return Array.from({ length: MOST }, (_, index) => ({
    handle: `article-${String(index).padStart(4, '0')}`,
    title: `Article number ${index}`,
    amount: '24.90',
    price: '€24.90',
    image: `${origin}/media/enamel-mug.svg`,
  }))
}

function catalogueOf(all) {
  const offers = all.map(({ handle, title, amount }) => ({
    handle,
    title,
    description: '<p>Heavy, quiet, made to last.</p>',
    images: [{ src: 'media/enamel-mug.svg', alt: 'A mug', width: 800, height: 1_000 }],
    options: [],
    variants: [{ sku: handle, options: [], price: amount, weightGrams: 300 }],
  }))
  return JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers })
}

/** The contender's script as its package has it. It is fetched for this benchmark alone: nothing of the project needs it. */
async function contenderScript(folder) {
  if ((await runNpm(['pack', CONTENDER, '--pack-destination', folder, '--silent'], { cwd: folder, quiet: true })) !== 0)
    throw new Sentence(`${CONTENDER} could not be fetched from the package registry.`)
  return readFromPackage(folder, 'package/dist/buybutton.min.js')
}

async function readFromPackage(folder, path) {
  const archive = createReadStream(join(folder, readdirSync(folder)[0]))
    .pipe(createGunzip())
    .pipe(extract())
  let found
  for await (const entry of archive) {
    if (entry.header.name === path) found = await buffer(entry)
    else entry.resume()
  }
  if (found) return found
  throw new Sentence(`${CONTENDER} has no ${path} any more.`)
}
