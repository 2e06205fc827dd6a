// A customer's browser with a profile of its own on disk, as a process that can be killed like one.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { ensureChromium } from './chromium.mjs'

// Chromium as root needs no-sandbox; the rest keeps it from calling home, and from asking for the keyring of the machine.
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--remote-debugging-port=0',
]

/** Starts Chromium on a profile (a new one unless given). */
export async function openBrowser(profile = mkdtempSync(join(tmpdir(), 'tributary-profile-'))) {
  const child = spawn(await ensureChromium(), [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: killing the group kills the browser with every process it has started, and nothing else.
    detached: true,
  })
  const killNow = () => child.exitCode === null && child.signalCode === null && process.kill(-child.pid, 'SIGKILL')
  const leaveNothing = () => {
    killNow()
    removeProfile(profile)
  }
  process.once('exit', leaveNothing)
  const ended = new Promise((resolve) => child.once('close', resolve))
  void ended.then(() => process.off('exit', leaveNothing))
  const kill = async () => {
    killNow()
    await ended
  }
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child))
    return { profile, context: browser.contexts()[0], kill, remove: () => removeProfile(profile) }
  } catch (error) {
    await kill()
    throw error
  }
}

function debuggerAddress(child) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stderr })
    lines.on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (found) resolve(found)
    })
    child.once('close', (code) => reject(new Error(`the browser ended with ${code}`)))
    child.once('error', reject)
  })
}

function removeProfile(profile) {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
