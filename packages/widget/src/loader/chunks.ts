import { filesOf } from './files.ts'
import type { FurtherFiles } from './further-files.ts'
import { type ChunkFile, manifest } from './manifest.ts'
import type { ScriptTag } from './script-tag.ts'

// So many are asked for in one request (`OFFERS_PER_REQUEST` of the protocol).
const MOST = 100

const address = (source: Source, [name]: ChunkFile = ['', '']): string => `${filesOf(source)}/${name}.js`

/** Where the files come from, and the nonce that lets them in. */
export type Source = Pick<ScriptTag, 'parent' | 'nonce'>

/**
 * Fetches files with their integrity checked. A `modulepreload` link puts a checked module where `import()` of the same address finds it;
 * wrong bytes refuse both. Browsers that do not know such links import unchecked, like every script tag without `integrity`.
 */
export async function preload(source: Source, files: readonly ChunkFile[]): Promise<void> {
  if (!document.createElement('link').relList.supports('modulepreload')) return
  await Promise.all(files.map((file) => preloadFile(source, file)))
}

/** The module in the first of these files, checked, with what it needs. */
export async function load<Module>(source: Source, files: readonly ChunkFile[]): Promise<Module> {
  await preload(source, files)
  return import(address(source, files[0])) as Promise<Module>
}

/** The files of a chunk or a language that the loader does not know itself. */
export const furtherFiles = async (source: Source, name: string): Promise<readonly ChunkFile[]> =>
  (await load<FurtherFiles>(source, manifest.further)).files[name] as readonly ChunkFile[]

/** The module of a chunk or a language that the loader does not know itself. */
export const loadFurther = async <Module>(source: Source, name: string): Promise<Module> => load(source, await furtherFiles(source, name))

/**
 * Asks for offers while the code that shows them is still on its way: one trip less before the first card. The browser gives this answer to whoever asks
 * the same address next; the card's code does (`sdk/offer.ts`: sorted ids), and where it asks for others, this one is left alone.
 */
export function preloadOffers({ parent, site }: ScriptTag, references: readonly string[]): void {
  const ids = [...new Set(references)].sort().slice(0, MOST).join()
  // A page may have the button of a cart and no card.
  if (ids) append({ rel: 'preload', as: 'fetch', href: `${parent}/v1/offers?${new URLSearchParams({ site, ids })}` })
}

const preloadFile = (source: Source, file: ChunkFile): Promise<void> =>
  new Promise((resolve, reject) =>
    append({
      rel: 'modulepreload',
      integrity: `sha256-${file[1]}`,
      nonce: source.nonce,
      href: address(source, file),
      onload: () => resolve(),
      onerror: () => reject(new Error(`${file[0]} did not arrive whole`)),
    }),
  )

const append = (link: Partial<HTMLLinkElement>): void =>
  document.head.append(Object.assign(document.createElement('link'), { crossOrigin: '' }, link))
