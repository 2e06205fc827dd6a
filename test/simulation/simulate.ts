import { createHash } from 'node:crypto'
import type { createTributary } from '@tributary/sdk'
import type { TestApp } from '../support/app.ts'
import { Browser } from './browser.ts'
import { buy, openTab, type Setting, type Tab } from './customer.ts'
import { Network } from './network.ts'
import { Server } from './server.ts'
import { lastOrder, type Told, untruths } from './truth.ts'
import { World } from './world.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const STORM_STEPS = 160
const MOST_STEPS = 4_000

/** The SDK that is tried: the real one, or one without a line. */
export interface Sdk {
  readonly createTributary: typeof createTributary
}

/** What came of one seed. */
export interface Outcome {
  readonly seed: number
  /** Everything that was not true in the end. */
  readonly untrue: readonly string[]
  readonly orders: number
  readonly faults: ReadonlyMap<string, number>
  readonly trace: readonly string[]
  /** Equal for equal runs. */
  readonly hash: string
}

/** One customer, one browser, one parent, one storm; then calm, until nothing is left to happen. */
export async function simulate(app: TestApp, seed: number, sdk: Sdk): Promise<Outcome> {
  const world = new World(seed)
  const realNow = performance.now
  // What the parent remembers for a second is remembered for a second of this world.
  performance.now = () => world.now
  try {
    return await run(app, seed, world, sdk)
  } finally {
    performance.now = realNow
  }
}

async function run(app: TestApp, seed: number, world: World, { createTributary }: Sdk): Promise<Outcome> {
  const since = await lastOrder(app)
  const told: Told = { saved: new Set(), placed: new Map(), refused: new Map(), forgotten: new Set(), emails: [] }
  const server = new Server(world, app)
  await server.start()
  const network = new Network(world, server, app.pageOrigin)
  const browser = new Browser(world)
  const setting: Setting = { world, browser, network, told, seed, parent: app.origin, site: app.site.key, createTributary }
  let opened = 0
  let tabs: Tab[] = []
  const open = (): void => {
    const tab = openTab(setting, `tab ${++opened}`, 'as the die says')
    tabs.push(tab)
    if (opened <= 3) void buy(setting, tab, tab).catch(() => undefined)
  }
  const close = (tab: Tab): void => {
    world.kill(tab)
    browser.release(tab)
    tabs = tabs.filter((other) => other !== tab)
  }

  open()
  for (let step = 0; step < STORM_STEPS; step++) {
    const moved = await world.step()
    const [tab] = tabs
    if (tab && world.happens(0.012)) {
      world.fault('tab killed')
      close(tabs[Math.floor(world.random() * tabs.length)] ?? tab)
    }
    if (tabs.length < 2 && (!moved || world.happens(0.03))) {
      if (tabs.length === 1) world.fault('second tab')
      open()
    }
    if (world.happens(0.008)) {
      world.fault('server restarted')
      await server.start()
    }
    if (world.happens(0.006)) {
      world.fault('clock jumps')
      browser.clockShiftMs = (world.random() - 0.5) * 6 * DAY_MS
    }
  }

  network.isPerfect = true
  browser.isSound = true
  for (const tab of [...tabs]) close(tab)
  openTab(setting, 'last tab', 'send')
  let left = MOST_STEPS
  while ((await world.step()) && left > 0) left--
  const untrue = await untruths(app, since, told, browser)
  if (left === 0) untrue.push(`not at rest after ${MOST_STEPS} steps`)
  const hash = createHash('sha256').update(world.trace.join('\n')).digest('hex')
  return { seed, untrue, orders: told.placed.size, faults: world.faults, trace: world.trace, hash }
}
