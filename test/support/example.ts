import { cpSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { ROOT, runNode, runNpm } from '../../scripts/run.mjs'
import { type HostPage, serveHostPage } from './server.ts'

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

/** An example as somebody has it who copied its folder: outside of the repository, on the packed packages. */
export interface InstalledExample {
  /** Checks its types and bundles it by its own script `build`. */
  build(): Promise<void>
  /** Bundles it for development, where React renders twice to find out what does not bear it. */
  buildForDevelopment(): Promise<void>
}

/** Copies an example into `folder`, and installs what it wants there, with our packages from `tarballs`. */
export async function installExample(name: string, folder: string, tarballs: readonly string[]): Promise<InstalledExample> {
  cpSync(join(ROOT, 'examples', name), folder, { recursive: true, filter: (path) => !/(node_modules|dist)$/.test(path) })
  await succeed(`npm install in ${name}`, runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], quietIn(folder)))
  return {
    build: () => succeed(`npm run build in ${name}`, runNpm(['run', 'build'], quietIn(folder, { NODE_ENV: 'production' }))),
    buildForDevelopment: () =>
      succeed(
        `vite build in ${name}`,
        runNode(['node_modules/vite/bin/vite.js', 'build', '--mode', 'development'], quietIn(folder, { NODE_ENV: 'development' })),
      ),
  }
}

/** Serves what was bundled, with the parent and the site that `values` names at that moment in the place of the example's. */
export const serveExample = (folder: string, values: () => { readonly parent: string; readonly site: string }): Promise<HostPage> =>
  serveHostPage((path) => {
    const file = path === '/' ? '/index.html' : path
    const type = TYPES[extname(file)]
    if (!type || file.includes('..')) return undefined
    const html = readFileSync(join(folder, 'dist', file), 'utf8')
    return {
      html: html.replace('https://parent.example', values().parent).replace('site_YOUR_KEY', values().site),
      headers: { 'Content-Type': type },
    }
  })

const quietIn = (cwd: string, env: Readonly<Record<string, string>> = {}) => ({ cwd, quiet: true, env })

async function succeed(what: string, running: Promise<unknown>): Promise<void> {
  const code = await running
  if (code !== 0) throw new Error(`expected ${what} to end with 0, received ${code}; its output is above`)
}
