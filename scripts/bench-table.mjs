// What benchmarks that write into the README share: the middle of some numbers, and where their text goes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const PARENT = 'packages/parent/README.md'

/** The middle one. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** The day, as it stands beside a figure. */
export const today = () => new Date().toISOString().slice(0, 10)

/** Puts a text between `<!-- name -->` and `<!-- /name -->` of a README, the parent's if none is named; throws where that place is missing. */
export function writeSection(name, text, readme = PARENT) {
  const file = join(ROOT, readme)
  const before = readFileSync(file, 'utf8')
  const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!place.test(before)) throw new Error(`expected <!-- ${name} --> in ${readme}, received none`)
  writeFileSync(
    file,
    before.replace(place, (_, start, end) => `${start}${text}\n${end}`),
  )
}
