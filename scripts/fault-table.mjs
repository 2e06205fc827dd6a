// The fault matrix as a table, and what it must say to be good.

/** Where the table stands, and between which marks. */
export const README = 'packages/sdk/README.md'
export const TABLE = /(<!-- faults -->\n)([\s\S]*?)(<!-- \/faults -->)/

const ROW = /^\| (\d+) ms \| (\d+) % \|(?: \d+ of \d+, \d+\.\d s \|)+$/
const SUM = /^\d+ runs: \d+ lost, \d+ doubled, \d+ left in the outbox, \d+ failed; \d+ not promised\.$/

/** The table of these runs: orders that arrived once of the ones promised, and the slowest recovery. */
export function faultTable(runs) {
  const events = [...new Set(runs.map(({ event }) => event))]
  const rows = [...new Set(runs.map(rowOf))]
  const cells = (row) =>
    events.map((event) => {
      const here = runs.filter((run) => rowOf(run) === row && run.event === event && run.isPromised)
      const slowest = Math.max(0, ...here.map(({ recoverySeconds }) => recoverySeconds))
      return `${here.filter((run) => run.orders === 1 && run.unsent === 0).length} of ${here.length}, ${slowest.toFixed(1)} s`
    })
  const count = (is) => runs.filter(is).length
  const sum = {
    lost: count((run) => run.isPromised && run.orders === 0),
    doubled: count((run) => 1 < run.orders),
    left: count((run) => run.isPromised && run.unsent !== 0),
    failed: count((run) => run.error),
    unpromised: count((run) => !run.error && !run.isPromised),
  }
  const line = (texts) => `| ${texts.join(' | ')} |`
  const text = [
    line(['delay each way', 'broken connections', ...events]),
    line(['---', '---', ...events.map(() => '---')]),
    ...rows.map((row) => line([row, ...cells(row)])),
    '',
    `${runs.length} runs: ${sum.lost} lost, ${sum.doubled} doubled, ${sum.left} left in the outbox, ${sum.failed} failed; ${sum.unpromised} not promised.`,
  ].join('\n')
  return { text, isGood: sum.lost + sum.doubled + sum.left + sum.failed === 0 }
}

/** What is wrong with the table in a README, or nothing. It is not run again for that. */
export function tableComplaint(readme) {
  const [, , text] = TABLE.exec(readme) ?? []
  if (!text) return 'has no fault table'
  const [head, ruler, ...rest] = text.trim().split('\n')
  const sum = rest.pop() ?? ''
  const rows = rest.filter((row) => row !== '')
  const isTable = head?.startsWith('| delay each way |') && ruler?.startsWith('| --- |') && rows.length > 0
  return isTable && rows.every((row) => ROW.test(row)) && SUM.test(sum) ? undefined : 'has a fault table that does not read as one'
}

function rowOf({ delayMs, brokenShare }) {
  return `${delayMs} ms | ${brokenShare * 100} %`
}
