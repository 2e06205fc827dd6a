import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vitest/config'

/** What can be taken out of the outbox: its real source, less one promise. */
export const MUTATIONS = {
  'save-before-send': {
    line: 'const isSaved = isSealed && (await keep(entry))',
    instead: 'const isSaved = isSealed',
  },
  'delete-after-answer': {
    line: 'const settled = await attempts(entry)',
    instead: 'await entries.delete(idOf(entry)).catch(() => undefined)\n      const settled = await attempts(entry)',
  },
} as const
export type Mutation = keyof typeof MUTATIONS

const MARK = '?without='

/** Makes `import('…/tributary.ts?without=save-before-send')` the SDK as it would be without that line; a line that is not there is an error. */
export const withoutLines = (): Plugin => ({
  name: 'without-lines',
  enforce: 'pre',
  resolveId(source, importer) {
    const [from = '', mutation] = importer?.split(MARK) ?? []
    // What a mutated module imports of its own package is the mutated package's.
    if (mutation && source.startsWith('.')) return `${resolve(dirname(from), source)}${MARK}${mutation}`
    return undefined
  },
  load(id) {
    const [file = '', mutation] = id.split(MARK)
    if (!mutation) return undefined
    const code = readFileSync(file, 'utf8')
    if (!file.endsWith('/outbox.ts')) return code
    const { line, instead } = MUTATIONS[mutation as Mutation]
    if (!code.includes(line)) throw new Error(`expected the line “${line}” in ${file}, received none`)
    return code.replace(line, instead)
  },
})
