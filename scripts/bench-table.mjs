// What benchmarks that write into the README share: the middle of some numbers, and where their text goes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const README = join(ROOT, 'packages/parent/README.md')

/** The middle one. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** The day, as it stands beside a figure. */
export const today = () => new Date().toISOString().slice(0, 10)

/** Puts a text between `<!-- name -->` and `<!-- /name -->` of the parent's README; throws where that place is missing. */
export function writeSection(name, text) {
  const before = readFileSync(README, 'utf8')
  const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!place.test(before)) throw new Error(`expected <!-- ${name} --> in the parent's README, received none`)
  writeFileSync(
    README,
    before.replace(place, (_, start, end) => `${start}${text}\n${end}`),
  )
}
