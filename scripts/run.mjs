// Starting other programs: shared by the scripts of this folder.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Something is wrong that the person at the keyboard can put right; the message says what and how. */
export class Sentence extends Error {}

/** Runs a program to its end; answers its exit code. `quiet` keeps its output, to be shown only when it fails. */
export function run(program, args, { env = {}, quiet = false, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    let output = ''
    child.stdout?.on('data', (data) => (output += data))
    child.stderr?.on('data', (data) => (output += data))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (quiet && code !== 0) process.stderr.write(output)
      resolve(code ?? (signal ? 1 : 0))
    })
  })
}

/** Runs a Node script of ours or of a dependency. */
export const runNode = (args, options) => run(process.execPath, args, options)

/** Runs npm: its own script, where npm started us, since on Windows `npm` is a command file that cannot be spawned. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath
  return npm?.endsWith('.js') ? runNode([npm, ...args], options) : run('npm', args, options)
}

/** Runs `main`; a `Sentence` is printed as one, and anything that failed ends with exit code 1. */
export async function ending(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(error instanceof Sentence ? error.message : error)
    process.exitCode = 1
  }
}
