// `npm start`: sets up, builds, starts the parent, gives it the example's catalogue, affiliate and site, and serves the affiliate's page.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from './build.mjs'
import { serveDemo } from './demo.mjs'
import { ending, ROOT, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const COMMAND = join(ROOT, 'packages/parent/bin/tributary.js')
const EXAMPLE = join(ROOT, 'examples/parent')
const AFFILIATE = { name: 'Birch & Ember', email: 'liv@birchandember.example', code: 'EMBER' }
const SITE = 'Birch & Ember'

const env = {
  ...process.env,
  PORT: process.env.PORT || '4000',
  DATA_DIR: resolve(process.env.DATA_DIR || join(ROOT, '.data')),
  MEDIA_DIR: process.env.MEDIA_DIR || join(EXAMPLE, 'media'),
}

await ending(async () => {
  const stopped = new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await setUp()
  await build()
  const demoPort = port('DEMO_PORT', 4001)
  await checkFree(port('PORT', 4000), 'PORT')
  await checkFree(demoPort, 'DEMO_PORT')

  console.log('Starting the parent …')
  const parent = await startParent()
  const ended = new Promise((resolve) => parent.process.once('close', resolve))
  let demo
  try {
    console.log('Importing the example …')
    // Port 0 is any free one: the origin to register, and so the site, is known only once the pages are served.
    let site = ''
    demo = await serveDemo(demoPort, () => ({ parent: parent.origin, site }))
    const demoOrigin = `http://localhost:${demo.address().port}`
    site = await seed(demoOrigin)
    console.log(`ready parent=${parent.origin} demo=${demoOrigin}`)
    const code = await Promise.race([stopped.then(() => undefined), ended])
    if (code !== undefined) throw new Sentence(`The parent ended by itself (exit code ${code}); its last lines are above.`)
  } finally {
    demo?.close()
    demo?.closeAllConnections()
    parent.process.kill('SIGTERM')
    await ended
  }
})

function startParent() {
  const child = spawn(process.execPath, [COMMAND, 'serve'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let problem = ''
  child.stderr.on('data', (data) => {
    problem += data
    // Its log lines are JSON and for machines; sentences are for the person who started it.
    if (process.env.LOG_LEVEL) process.stderr.write(data)
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('serving ')) resolve({ process: child, origin: line.slice('serving '.length) })
    })
    child.once('close', () =>
      reject(
        new Sentence(
          problem
            .split('\n')
            .filter((line) => line !== '' && !line.startsWith('{'))
            .join('\n') || 'The parent did not start.',
        ),
      ),
    )
  })
}

// As the parent's staff would do it: with the command.
async function seed(demoOrigin) {
  const { affiliates } = await command('affiliate', 'list')
  const isFirstStart = !affiliates.some(({ code }) => code === AFFILIATE.code)
  // Only once: what was changed by hand since then stays.
  if (isFirstStart) {
    await command('program', 'set', join(EXAMPLE, 'program.json'))
    await command('plan', 'publish', join(EXAMPLE, 'plan.json'))
  }
  await command('import', join(EXAMPLE, 'catalogue.json'))
  if (isFirstStart) await command('affiliate', 'add', '--name', AFFILIATE.name, '--email', AFFILIATE.email, '--code', AFFILIATE.code)
  const { sites } = await command('site', 'list')
  const site =
    sites.find(({ name }) => name === SITE) ??
    (await command('site', 'add', '--affiliate', AFFILIATE.code, '--name', SITE, '--origin', demoOrigin))
  if (!site.origins.includes(demoOrigin)) await command('site', 'add-origin', site.key, '--origin', demoOrigin)
  return site.key
}

function command(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args, '--json'], { cwd: ROOT, env })
    let [output, problem] = ['', '']
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (problem += data))
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Sentence(problem.trim()))))
  })
}

function port(name, fallback) {
  const text = process.env[name]
  if (!text) return fallback
  const number = Number(text)
  if (Number.isInteger(number) && 0 <= number && number <= 65_535) return number
  throw new Sentence(`${name} is “${text}”; a port is a whole number from 0 to 65535.`)
}

// Before anything is started: a taken port is told at once, not after half a minute of work.
function checkFree(number, name) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () =>
      reject(new Sentence(`Port ${number} is taken by another program. Stop that one, or choose another with ${name}.`)),
    )
    probe.listen(number, () => probe.close(resolve))
  })
}
