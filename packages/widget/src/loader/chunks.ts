import { type ChunkFile, type Manifest, manifest } from './manifest.ts'

/** The name of a chunk. */
export type ChunkName = Exclude<keyof Manifest, 'version'>

const address = (parent: string, name: string): string => `${parent}/v${manifest.version}/${name}.js`

/**
 * Fetches a chunk's files with their integrity checked. A `modulepreload` link puts a checked module where `import()` of the same address finds it;
 * wrong bytes refuse both. Browsers that do not know such links import unchecked, like every script tag without `integrity`.
 */
export async function preload(parent: string, nonce: string, chunk: ChunkName): Promise<void> {
  if (!document.createElement('link').relList.supports('modulepreload')) return
  await Promise.all(manifest[chunk].map((file) => preloadFile(parent, nonce, file)))
}

/** The module of a chunk, checked. */
export async function load<Module>(parent: string, nonce: string, chunk: ChunkName): Promise<Module> {
  await preload(parent, nonce, chunk)
  return import(address(parent, manifest[chunk][0]?.[0] ?? '')) as Promise<Module>
}

const preloadFile = (parent: string, nonce: string, [name, sha256]: ChunkFile): Promise<void> =>
  new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.onload = () => resolve()
    link.onerror = () => reject(new Error(`${name} did not arrive whole`))
    link.rel = 'modulepreload'
    link.integrity = `sha256-${sha256}`
    link.crossOrigin = ''
    link.nonce = nonce
    link.href = address(parent, name)
    document.head.append(link)
  })
