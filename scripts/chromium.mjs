// Finds the browser of the tests: CHROME_PATH, else one on the PATH, else Debian's package, else a sentence what to install.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run, Sentence } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The path of a Chromium or Chrome, or `undefined`. Throws a `Sentence` where CHROME_PATH names nothing that can be run. */
export function findChromium() {
  const named = process.env.CHROME_PATH
  if (named) {
    if (isExecutable(named)) return named
    throw new Sentence(`CHROME_PATH is “${named}”, which is not a program. Set it to your Chromium or Chrome, or leave it out.`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), MAC].find(isExecutable)
}

/** The same, after installing Debian's package where that is possible. Throws a `Sentence` where there is no browser to be had. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing Chromium for the browser tests …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { env, quiet: true })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, quiet: true })
  }
  const installed = findChromium()
  if (installed) return installed
  throw new Sentence(
    'The browser tests need Chromium or Chrome. Install one (on Debian: apt-get install chromium), or name yours with CHROME_PATH.',
  )
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
