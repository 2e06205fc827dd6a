// The packages as the world gets them: what `npm pack` makes of each.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runNpm, Sentence } from './run.mjs'

const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** What an affiliate's developer installs; the parent's server is started from the repository. */
export const PACKED = ['protocol', 'sdk', 'widget']

/** Packs what is built into `folder`; answers name → tarball, as in `@tributary/sdk` → `…/tributary-sdk-0.1.0.tgz`. */
export async function packAll(folder) {
  const workspaces = PACKED.flatMap((name) => ['--workspace', join('packages', name)])
  if ((await runNpm(['pack', '--silent', '--pack-destination', folder, ...workspaces], { quiet: true })) !== 0)
    throw new Sentence('The packages could not be packed; what npm said is above.')
  return Object.fromEntries(PACKED.map((name) => [`@tributary/${name}`, join(folder, `tributary-${name}-${VERSION}.tgz`)]))
}
