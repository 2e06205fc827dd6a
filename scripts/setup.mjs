// Makes a fresh clone ready: checks Node, installs the locked dependencies if they are missing or stale. Uses nothing of node_modules.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runNpm, Sentence } from './run.mjs'

const STAMP = join(ROOT, 'node_modules', '.tributary-lock')

/** Throws a `Sentence` where Node is not one that we promise, or the dependencies cannot be installed. `say` is told what takes long. */
export async function setUp(say = console.log) {
  checkNode()
  const wanted = lockHash()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  say('Installing the locked dependencies …')
  if ((await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])) !== 0)
    throw new Sentence('The dependencies could not be installed; what npm said is above. Check the network and run the command again.')
  writeFileSync(STAMP, wanted)
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  if (isSupported(process.versions.node)) return
  throw new Sentence(
    `Node ${process.versions.node} is not supported; Tributary needs ${engines.node}. Install the present LTS release from nodejs.org.`,
  )
}

/** Whether this version is within `^20.19 || ^22.12 || >=24`. */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 20 && 19 <= minor) || (major === 22 && 12 <= minor) || 24 <= major
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex')
