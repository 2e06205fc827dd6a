// The figures of imports as a table, and what it must say to be whole.

/** Where the table stands, and between which marks. */
export const IMPORT_README = 'packages/parent/README.md'
export const IMPORT_TABLE = /(<!-- import -->\n)([\s\S]*?)(<!-- \/import -->)/

const ROW = /^\| [^|]+ \| [\d.]+ s \| [\d,]+ \| \d+ MB \| [^|]+ \|$/
const LEAST_ROWS = 2

/** One row a run: products, seconds, rows per second, memory above the server's start, and what became of the orders meanwhile. */
export function importTable(runs) {
  const rows = runs.map(({ name, rows: count, seconds, megabytes, orders }) => {
    const perSecond = Math.round(count / seconds).toLocaleString('en')
    return `| ${name} | ${seconds.toFixed(1)} s | ${perSecond} | ${Math.round(megabytes)} MB | ${orders ? ordersText(orders) : 'none'} |`
  })
  return ['| file | takes | rows per second | memory above the start | orders meanwhile |', '|---|---|---|---|---|', ...rows].join('\n')
}

const ordersText = ({ perSecond, count, p50, slowest, failed }) =>
  `${count} at ${perSecond.toFixed(0)} a second, ${failed} failed: half within ${p50.toFixed(0)} ms, the slowest ${slowest.toFixed(0)} ms`

/** What is wrong with the table in a README, or nothing. It is not measured again for that. */
export function importComplaint(readme) {
  const table = IMPORT_TABLE.exec(readme)?.[2]
  if (table === undefined) return 'has no table between <!-- import --> and <!-- /import -->'
  const rows = table.trim().split('\n').slice(2)
  return LEAST_ROWS <= rows.length && rows.every((row) => ROW.test(row)) ? undefined : 'has a table of imports that is not whole'
}
