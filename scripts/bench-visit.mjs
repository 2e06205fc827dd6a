// `npm run bench:visit`: what every page view costs on the main thread before anything else happens: whether somebody sent this visit, and which touches
// are kept, beside a cookie header full of other people's cookies. Chromium, processor slowed down four times; each time a fresh page.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ending, ROOT } from './run.mjs'
import { setUp } from './setup.mjs'

const SLOWDOWN = 4
const VISITS = 25
const LIMIT_MS = 1
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']

// The built modules as one, as a bundler would make them.
const read = (name) => readFileSync(join(ROOT, 'packages/sdk/dist', `${name}.js`), 'utf8')
const code = ['touch-cookie', 'touch-storage', 'visit']
  .map((name) =>
    read(name)
      .replace(/^import .*$/gm, '')
      .replaceAll('export ', ''),
  )
  .join('\n')
const CONSTANTS = 'const TOUCHES_KEPT = 3, LABEL_BYTES = 40;'

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

await ending(async () => {
  await setUp()
  await build()
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>A page</title>'))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS })
  try {
    const context = await browser.newContext()
    const address = `http://127.0.0.1:${server.address().port}/post?a=1&utm_source=mail`
    const first = await context.newPage()
    await first.goto(address)
    await first.evaluate(fillCookies)
    const visits = []
    for (let visit = 0; visit < VISITS; visit++) visits.push(await visitOnce(context, address))
    const decide = median(visits.map(({ decideMs }) => decideMs))
    const readMs = median(visits.map(({ readMs }) => readMs))
    console.log(`main thread at ${SLOWDOWN}× CPU throttle, median of ${VISITS} fresh pages with 40 cookies of others:`)
    console.log(`  deciding whether somebody sent the visit (every page view): ${decide.toFixed(2)} ms`)
    console.log(`  reading the cookie for the first time (a visit that was sent, an order): ${readMs.toFixed(2)} ms`)
    console.log(decide + readMs < LIMIT_MS ? `together under ${LIMIT_MS} ms` : `together OVER ${LIMIT_MS} ms`)
  } finally {
    await browser.close()
    server.close()
  }
})

async function visitOnce(context, address) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  await page.goto(address)
  const times = await page.evaluate(`{${CONSTANTS}${code}
    const startedAt = performance.now()
    const isSent = isReferred(location)
    const decidedAt = performance.now()
    const tokens = readStoredTokens(document)
    const readAt = performance.now()
    if (isSent || tokens.length !== 2) throw new Error('expected two tokens and no sender')
    ;({ decideMs: decidedAt - startedAt, readMs: readAt - decidedAt })}`)
  await page.close()
  return times
}

function fillCookies() {
  for (let index = 0; index < 40; index++) document.cookie = `other_${index}=${'x'.repeat(80)}%;=~v1.a.b`
  const token = (name) => `v1.kid.${name.repeat(250)}.mac`
  document.cookie = `tributary=${token('a')}~${token('b')}`
}
