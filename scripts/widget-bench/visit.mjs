import { setTimeout } from 'node:timers/promises'

// One visit of one page: a fresh browser profile or the same one again, a slow phone on a slow network.
const CPU_SLOWDOWN = 4
// Slow 4G as Lighthouse simulates it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1_600 * 1_024) / 8, uploadThroughput: (750 * 1_024) / 8 }
const SETTLE_MS = 500

/** What a visit took, or `undefined` where not all cards came within `limitMs`. */
export async function visit(context, address, limitMs) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  try {
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', NETWORK)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    let bytes = 0
    let requests = 0
    devtools.on('Network.requestWillBeSent', ({ request }) => {
      if (request.url.startsWith('http')) requests++
    })
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    // The page itself says when it is whole. Whoever asks it meanwhile runs a script of their own there, which took longer than a card.
    await devtools.send('Runtime.enable')
    await devtools.send('Runtime.addBinding', { name: 'whole' })
    const whole = new Promise((resolve) => devtools.once('Runtime.bindingCalled', () => resolve(true)))
    await devtools.send('Page.navigate', { url: address })
    if (!(await Promise.race([whole, setTimeout(limitMs, false, { ref: false })]))) return undefined
    await page.waitForTimeout(SETTLE_MS)
    const seen = await page.evaluate(() => window.seen)
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    const { nodes } = await devtools.send('Memory.getDOMCounters')
    return { ...seen, bytes, requests, heap: usedSize, nodes }
  } finally {
    await page.close()
  }
}
