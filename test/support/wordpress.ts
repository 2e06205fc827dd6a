import { type ChildProcess, fork } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packWordPress } from '../../scripts/pack-wordpress.mjs'
import { ROOT, runNpm } from '../../scripts/run.mjs'

// The last ones that run on Node 20. GPL, and so fetched for the test alone, into a folder that goes with it.
const PACKAGES = ['@php-wasm/node@0.9.19', '@wp-playground/wordpress@0.9.19', '@wp-playground/wordpress-builds@0.9.19']

/** A WordPress 6.5 with our plugin, as it is packed, in its folder, not yet switched on. */
export interface WordPress {
  readonly origin: string
  /** Runs PHP inside of it; answers what it printed. */
  php(code: string): Promise<string>
  close(): void
}

/** Fetches PHP and WordPress into `folder` and starts them. */
export async function startWordPress(folder: string): Promise<WordPress> {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const code = await runNpm(['install', '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES], { cwd: folder, quiet: true })
  if (code !== 0) throw new Error('expected npm to fetch WordPress, received a failure; is the package registry reachable?')
  const own = join(folder, 'server.mjs')
  cpSync(join(ROOT, 'test/support/wordpress-server.mjs'), own)
  const child = fork(own, [packWordPress()], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const { port } = await answerOf<{ port: number }>(child, (answer) => 'port' in answer)
  let asked = 0
  return {
    origin: `http://localhost:${port}`,
    async php(code) {
      const id = ++asked
      const answer = answerOf<{ text: string; errors: string }>(child, (told) => told['id'] === id)
      child.send({ id, code })
      const { text, errors } = await answer
      if (errors) throw new Error(errors)
      return text
    },
    close: () => child.kill(),
  }
}

function answerOf<Answer>(child: ChildProcess, isIt: (answer: Record<string, unknown>) => boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const hear = (answer: unknown): void => {
      if (!isIt(answer as Record<string, unknown>)) return
      child.off('message', hear)
      resolve(answer as Answer)
    }
    child.on('message', hear)
    child.once('exit', (code) => reject(new Error(`expected WordPress to go on, received its end with ${code}`)))
  })
}
