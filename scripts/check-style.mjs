// The style guide, as far as a machine can hold it.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { ROOT } from './run.mjs'

const MOST_LINES = 200
const EXCUSE = /Over 200 lines:/

const FILE_RULES = [
  {
    applies: ({ path }) => /\.(ts|tsx|mjs|js)$/.test(path),
    broken: ({ path }) => !/^(\d{4}_)?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*$/.test(basename(path)),
    says: 'file names are kebab-case',
  },
  {
    applies: ({ path }) => path.startsWith('packages/'),
    broken: ({ path }) => /(^|\/)(utils?|helpers?|common|services?|managers?)(\.|\/)/.test(path),
    says: 'no drawer for odds and ends: name the file after its idea',
  },
  {
    applies: ({ path }) => /^packages\/.*\.(ts|tsx)$/.test(path),
    broken: ({ lines }) => MOST_LINES < lines.length && !lines.slice(0, 10).some((line) => EXCUSE.test(line)),
    says: `more than ${MOST_LINES} lines is probably two nouns; else say why in a comment "Over 200 lines: …" at the top`,
  },
  {
    applies: ({ path }) => path.endsWith('.sql') && path.includes('/migrations/'),
    broken: ({ lines }) => !lines[0]?.startsWith('-- '),
    says: 'the first line of a migration says what the table is',
  },
]

const LINE_RULES = [
  { applies: inSource, pattern: /^export default/, says: 'exports have names' },
  { applies: inCode, pattern: /\bas any\b|@ts-ignore|@ts-nocheck/, says: 'types are not escaped' },
  // Mistakes that must not compile are what those programs are for.
  { applies: (file) => inCode(file) && !/jsx-types/.test(file.path), pattern: /@ts-expect-error/, says: 'types are not escaped' },
  { applies: inCode, pattern: /\b(TODO|FIXME|XXX)\b/, says: 'nothing is left over' },
  { applies: inTests, pattern: /\b(test|it|describe)\.(only|skip|todo)\b/, says: 'no test is left out silently' },
  { applies: inTests, pattern: /\b(test|it)(\.each\(.*\))?\(\s*['"`]should\b/, says: 'a test is a true sentence, not a wish' },
  {
    applies: ({ path }) => path.startsWith('packages/widget/src'),
    pattern: /innerHTML|outerHTML|insertAdjacentHTML|<style|createElement\('style'\)/,
    says: 'the widget writes no markup from text',
  },
]

const files = spawnSync('git', ['ls-files', '-co', '--exclude-standard', 'packages', 'scripts', 'test', 'examples'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .stdout.split('\n')
  .filter((path) => /\.(ts|tsx|mjs|js|sql)$/.test(path))
  .map((path) => ({ path, lines: read(path) }))
  .filter(({ lines }) => lines !== undefined)

const complaints = files.flatMap((file) => [...fileComplaints(file), ...lineComplaints(file), ...undocumented(file)])
for (const complaint of complaints) console.error(complaint)
console.log(complaints.length === 0 ? `style: ${files.length} files keep it` : `style: ${complaints.length} complaints`)
process.exitCode = complaints.length === 0 ? 0 : 1

function fileComplaints(file) {
  return FILE_RULES.filter(({ applies, broken }) => applies(file) && broken(file)).map(({ says }) => `${file.path}: ${says}`)
}

function lineComplaints(file) {
  return LINE_RULES.filter(({ applies }) => applies(file)).flatMap(({ pattern, says }) =>
    file.lines.flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${says}`] : [])),
  )
}

// What a package exports is read by people who do not have its source open. Types of one line speak for themselves.
function undocumented({ path, lines }) {
  if (!/^packages\/[^/]+\/src\/.*\.(ts|tsx)$/.test(path)) return []
  return lines.flatMap((line, index) => {
    const name = /^export (?:async )?(?:declare )?(?:abstract )?(?:const|function\*?|class|interface) (\w+)/.exec(line)?.[1]
    if (!name) return []
    const before = lines[index - 1]?.trim() ?? ''
    return before.endsWith('*/') ? [] : [`${path}:${index + 1}: ${name} is exported without a docstring`]
  })
}

function read(path) {
  try {
    return readFileSync(`${ROOT}/${path}`, 'utf8').trimEnd().split('\n')
  } catch {
    // Removed, and the removal not committed yet.
    return undefined
  }
}

function inSource({ path }) {
  return /^packages\/[^/]+\/src\//.test(path)
}

function inCode({ path }) {
  return extname(path) !== '.sql' && path !== 'scripts/check-style.mjs'
}

function inTests({ path }) {
  return path.startsWith('test/')
}
