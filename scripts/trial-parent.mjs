// A parent of its own for a benchmark or a trial: a real process, a data folder that is removed with it, a site that may sell.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './run.mjs'

/** Starts `tributary serve`; `staff` calls it with its key, `stop` ends it and removes its data. */
export async function startParent({
  databaseUrl = '',
  port = 0,
  dataDir = mkdtempSync(join(tmpdir(), 'tributary-trial-')),
  more = {},
} = {}) {
  const env = {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    LIMITS: 'off',
    ...more,
  }
  const child = spawn(process.execPath, [join(ROOT, 'packages/parent/bin/tributary.js'), 'serve'], {
    env,
    stdio: ['ignore', 'pipe', more.LOG_LEVEL === 'silent' ? 'ignore' : 'inherit'],
  })
  const removeData = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  const leaveNothing = () => {
    child.kill('SIGKILL')
    removeData()
  }
  process.once('exit', leaveNothing)
  const ended = new Promise((resolve) => child.once('close', resolve)).then(() => process.off('exit', leaveNothing))
  const origin = (await firstLine(child)).replace('serving ', '')
  const key = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim()
  return {
    origin,
    pid: child.pid,
    key,
    async staff(method, path, body) {
      const response = await fetch(origin + path, { method, body, headers: { Authorization: `Bearer ${key}` } })
      if (!response.ok) throw new Error(await response.text())
      return response.json()
    },
    /** Kills the process and starts another one on the same data, or on another database, at the same port. */
    async restart(otherUrl = databaseUrl) {
      child.kill('SIGKILL')
      await ended
      return startParent({ databaseUrl: otherUrl, port: Number(new URL(origin).port), dataDir, more })
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      removeData()
    },
  }
}

/** Gives a parent the example's policy, this catalogue, one affiliate and one site for these origins. */
export async function openShop({ origin, staff, ask = fetch }, catalogue, origins) {
  await staff('PUT', '/v1/admin/program', readFileSync(join(ROOT, 'examples/parent/program.json'), 'utf8'))
  await staff('POST', '/v1/admin/catalogue', catalogue)
  const { code } = await staff('POST', '/v1/admin/affiliates', JSON.stringify({ name: 'Trial', email: 'trial@affiliate.example' }))
  const { key: site } = await staff('POST', '/v1/admin/sites', JSON.stringify({ affiliate: code, name: 'Trial', origins }))
  const { program } = await (await ask(`${origin}/v1/offers?site=${site}&limit=1`)).json()
  return { site, program: program.id }
}

/** The first line that a process prints. */
export function firstLine(child) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it said a word`)))
  })
}
