import { describe, expect, test } from 'vitest'
import { faultTable, tableComplaint } from '../../scripts/fault-table.mjs'

const run = (more: object = {}) => ({
  delayMs: 150,
  brokenShare: 0.3,
  event: 'close the tab',
  isPromised: true,
  orders: 1,
  unsent: 0,
  recoverySeconds: 1.25,
  ...more,
})
const readme = (text: string) => `# Title\n<!-- faults -->\n${text}\n<!-- /faults -->\n`

describe('the fault table', () => {
  test('says how many promised orders arrived once, and the slowest recovery', () => {
    const { text } = faultTable([run(), run({ recoverySeconds: 3.04 }), run({ orders: 2 }), run({ isPromised: false, orders: 0 })])
    expect(text).toContain('| 150 ms | 30 % | 2 of 3, 3.0 s |')
    expect(text).toContain('4 runs: 0 lost, 1 doubled, 0 left in the outbox, 0 failed; 1 not promised.')
  })

  test.each([
    ['lost', { orders: 0 }, false],
    ['doubled', { orders: 2 }, false],
    ['left in the outbox', { unsent: 1 }, false],
    ['out of sight in the outbox', { unsent: undefined }, false],
    ['doubled without a promise', { orders: 2, isPromised: false }, false],
    ['never promised', { orders: 0, isPromised: false }, true],
    ['broken off', { error: new Error('the browser ended') }, false],
    ['placed once', {}, true],
  ])('with an order that was %s, %o, is good: %s', (_, more, isGood) => expect(faultTable([run(), run(more)]).isGood).toBe(isGood))
})

describe('a README', () => {
  test('with a table as it is written has nothing wrong with it', () =>
    expect(tableComplaint(readme(faultTable([run(), run({ event: 'kill the browser' })]).text))).toBeUndefined())

  test.each(['', 'soon', faultTable([run()]).text.replace('1 of 1', 'all'), faultTable([run()]).text.replace('0 lost', 'none lost')])(
    'with “%s” has',
    (text) => expect(tableComplaint(readme(text))).toMatch(/^has /),
  )
})
