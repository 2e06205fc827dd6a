// The lock file names packages and digests, and no registry: whoever installs has one of their own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const addresses = readFileSync(join(ROOT, 'package-lock.json'), 'utf8').match(/"resolved": "https?:/g)?.length ?? 0
console.log(
  addresses === 0
    ? 'lock file: names no registry'
    : `lock file: ${addresses} registry addresses; regenerate it with the .npmrc of this project`,
)
process.exitCode = addresses === 0 ? 0 : 1
