import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isSupported } from '../../scripts/setup.mjs'
import { launchChromium, openPage } from '../support/chromium.ts'
import { runCommand } from '../support/server.ts'
import { cardOf, orderInPlace } from '../support/storefront.ts'

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))
const TEST = fileURLToPath(new URL('../../scripts/test.mjs', import.meta.url))

interface Started {
  readonly child: ChildProcess
  readonly ready: Promise<{ parent: string; demo: string }>
  readonly ended: Promise<{ code: number | null; said: string }>
}

function start(env: Record<string, string>, script = START): Started {
  const child = spawn(process.execPath, [script], { env: { ...process.env, PORT: '0', DEMO_PORT: '0', DATABASE_URL: '', ...env } })
  let [out, said] = ['', '']
  child.stderr.on('data', (data) => {
    said += data
  })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => child.once('close', (code) => resolve({ code, said })))
  const ready = new Promise<{ parent: string; demo: string }>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      out += data
      const [, parent, demo] = /^ready parent=(\S+) demo=(\S+)$/m.exec(out) ?? []
      if (parent && demo) resolve({ parent, demo })
    })
    ended.then(({ said }) => reject(new Error(said)))
  })
  ready.catch(() => {})
  return { child, ready, ended }
}

describe('npm start', () => {
  let browser: Browser
  let dataDir: string
  let shop: Started
  let urls: { parent: string; demo: string }
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-start-'))
    browser = await launchChromium()
    shop = start({ DATA_DIR: dataDir })
    urls = await shop.ready
  })
  afterAll(async () => {
    await browser?.close()
    shop?.child.kill('SIGTERM')
    await shop?.ended
    rmSync(dataDir, { recursive: true, force: true })
  })

  const cli = (...args: string[]) => runCommand(args, { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' })

  test('leads a person from the demo page to a shipped order with its mails', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(urls.demo)
    await page.locator('h2').last().scrollIntoViewIfNeeded()
    await cardOf(page, 'Wool beanie').scrollIntoViewIfNeeded()
    const number = await orderInPlace(page, 'Wool beanie')
    const { orders } = (await cli('order', 'list', '--json')).json<OrderPage>()
    expect(orders.map((order) => order.number)).toContain(number)

    await cli('order', 'confirm', number)
    const shipped = (await cli('order', 'ship', number, '--carrier', 'PostNord', '--json')).json<OrderRecord>()
    await page.goto(`${urls.parent}/dev/mail`)
    const mails = await page.locator('main').innerText()
    for (const subject of [
      `Your order ${number} at`,
      `You made a sale: order ${number}`,
      `New order ${number}`,
      `Your order ${number} is on its way`,
    ]) {
      expect(mails).toContain(subject)
    }
    await page.goto(shipped.statusUrl)
    expect(await page.locator('main').innerText()).toMatch(/Shipped\s+.*with PostNord/)
    expect(complaints).toEqual([])
    await close()
  })

  test('serves the site that uses the SDK alone, and it sells', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${urls.demo}/sdk-site/`)
    await page.locator('#shelf li', { hasText: 'Enamel mug' }).getByRole('button').click()
    await page.getByLabel('E-mail').fill('sdk@customer.example')
    await page.getByLabel('Full name').fill('Sid Muster')
    await page.getByLabel('Street and number').fill('Lindenweg 6')
    await page.getByLabel('Postcode').fill('10115')
    await page.getByLabel('Town or city').fill('Berlin')
    await page.getByLabel('Country').selectOption('DE')
    await page.getByRole('button', { name: 'Work out the total' }).click()
    await page.getByRole('button', { name: /^Order and pay/ }).click()
    await page.getByText(/has your order/).waitFor()
    const { orders } = (await cli('order', 'list', '--json')).json<OrderPage>()
    expect(orders[0]).toMatchObject({ customer: { email: 'sdk@customer.example' }, attribution: { reason: 'site' } })
    expect(complaints).toEqual([])
    await close()
  })

  test('refuses the same data folder to a second start, in one sentence', async () => {
    const second = await start({ DATA_DIR: dataDir }).ended
    expect(second.code).toBe(1)
    expect(second.said).toMatch(
      /^The data folder \S+ is in use by process \d+\. Stop that one first, or choose another folder with DATA_DIR\.\n$/,
    )
  })

  test('ends cleanly on SIGTERM, and starts again with what it had, adding nothing', async () => {
    const before = (await cli('order', 'list', '--json')).json<OrderPage>().orders.length
    shop.child.kill('SIGTERM')
    expect(await shop.ended).toEqual({ code: 0, said: '' })
    await expect(fetch(urls.parent)).rejects.toThrow()
    shop = start({ DATA_DIR: dataDir })
    urls = await shop.ready
    expect((await cli('order', 'list', '--json')).json<OrderPage>().orders).toHaveLength(before)
    expect((await cli('affiliate', 'list', '--json')).json<{ affiliates: unknown[] }>().affiliates).toHaveLength(1)
    expect((await cli('site', 'list', '--json')).json<{ sites: unknown[] }>().sites).toHaveLength(1)
  })
})

describe('one sentence and exit code 1 for', () => {
  test.each(['PORT', 'DEMO_PORT'])('a taken %s', async (name) => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, resolve))
    const { port } = taken.address() as { port: number }
    const { code, said } = await start({ [name]: String(port) }).ended
    taken.close()
    expect({ code, said }).toEqual({
      code: 1,
      said: `Port ${port} is taken by another program. Stop that one, or choose another with ${name}.\n`,
    })
  })

  test('a database that cannot be reached', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tributary-start-'))
    const { code, said } = await start({ DATA_DIR: dataDir, DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' }).ended
    rmSync(dataDir, { recursive: true, force: true })
    expect(code).toBe(1)
    expect(said).toMatch(/^The database at 127\.0\.0\.1:9\/none cannot be used: .+ Check DATABASE_URL, and that it runs\.\n$/)
  })

  test('a browser that is not there', async () => {
    const { code, said } = await start({ CHROME_PATH: '/nowhere/chromium' }, TEST).ended
    expect({ code, said }).toEqual({
      code: 1,
      said: 'CHROME_PATH is “/nowhere/chromium”, which is not a program. Set it to your Chromium or Chrome, or leave it out.\n',
    })
  })

  test.each([
    ['18.20.0', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.1.0', false],
    ['24.0.0', true],
  ])('Node %s: supported is %s', (version, supported) => expect(isSupported(version)).toBe(supported))
})
