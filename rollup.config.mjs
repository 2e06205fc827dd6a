import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import resolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import typescript from 'typescript'

const SOURCES = 'packages/widget/src'
const BROWSER = 'packages/widget/dist/browser'
const { version } = JSON.parse(readFileSync('packages/widget/package.json', 'utf8'))

/**
 * Takes the types away, file by file; checking them is the work of `tsc -b`. (@rollup/plugin-typescript checks all over again, and rewrites every
 * `import()` of a computed address.)
 */
const stripTypes = () => ({
  name: 'strip-types',
  transform: (code, id) =>
    /\.tsx?$/.test(id)
      ? { code: typescript.transpileModule(code, { fileName: id, compilerOptions: STRIPPED }).outputText, map: null }
      : null,
})

const STRIPPED = {
  target: typescript.ScriptTarget.ES2023,
  module: typescript.ModuleKind.ESNext,
  jsx: typescript.JsxEmit.React,
  jsxFactory: 'h',
  jsxFragmentFactory: 'Fragment',
  verbatimModuleSyntax: true,
}

// “Unsafe” where a getter has effects or a function is called with `new`: ours have none and are not. What is switched off makes the text shorter and what
// brotli makes of it longer.
const COMPRESS = { passes: 3, inline: 1, pure_getters: true, unsafe: true, unsafe_arrows: true, loops: false, lhs_constants: false }
const shrink = () => terser({ ecma: 2022, module: true, toplevel: true, compress: COMPRESS })

/** Takes comments and needless space out of css`…` templates, which a JavaScript minifier leaves alone. */
const shrinkCss = () => ({
  name: 'shrink-css',
  transform: (code, id) =>
    /\.tsx?$/.test(id)
      ? {
          code: code
            .replace(/\bcss ?`([^`]*)`/g, (_, sheet) => `css\`${shortCss(sheet)}\``)
            .replace(/--_[a-z-]+/g, (name) => shortNames.get(name) ?? name),
          map: null,
        }
      : null,
})

/** Takes out of the table of attributes what only a developer reads: `says: '…'`. */
const withoutSentences = () => ({
  name: 'without-sentences',
  transform: (code, id) => (id.endsWith('protocol/dist/placement.js') ? { code: code.replace(/\bsays: '[^']*',?/g, ''), map: null } : null),
})

/** The private custom properties of the widget's style sheets, each with a short name. Sorted, so that a build is always the same. */
const shortNames = new Map(
  readdirSync(SOURCES, { recursive: true })
    .filter((file) => file.endsWith('.css.ts'))
    .flatMap((file) => readFileSync(join(SOURCES, file), 'utf8').match(/--_[a-z-]+/g) ?? [])
    .toSorted()
    .filter((name, index, names) => names.indexOf(name) === index)
    .map((name, index) => [name, `--_${index.toString(36)}`]),
)

const shortCss = (sheet) =>
  sheet
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};>]| \*) ?/g, (_, sign) => sign.trim())
    .replace(/\b0\./g, '.')
    .replace(/: /g, ':')
    .replace(/, /g, ',')
    .replace(/;}/g, '}')
    .replace(/ (!important|\/) ?/g, '$1')
    .replace(/='([a-z-]+)'/g, '=$1')
    .trim()

/** Writes a `.br` and a `.gz` twin of every file, so that the server compresses nothing while a customer waits. */
const precompress = () => ({
  name: 'precompress',
  writeBundle({ dir, file }, bundle) {
    for (const { fileName } of Object.values(bundle)) writeTwins(file ?? join(dir, fileName))
  },
})

function writeTwins(path) {
  const bytes = readFileSync(path)
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}

const integrityOf = (code) => `sha256-${createHash('sha256').update(code).digest('base64')}`

/** Writes manifest.json: which chunk is in which file, what must be in it, which files it needs beside its own. */
const writeManifest = () => ({
  name: 'manifest',
  buildStart: () => rmSync(BROWSER, { recursive: true, force: true }),
  generateBundle(_, bundle) {
    const files = Object.values(bundle)
    const entry = (chunk) => ({ file: chunk.fileName, integrity: integrityOf(chunk.code), imports: chunk.imports })
    const named = (module) => entry(files.find(({ name }) => name === module))
    const chunks = {
      offer: named('offer'),
      touch: named('touch'),
      sheet: named('open-sheet'),
      lead: named('open-lead'),
      later: named('later'),
    }
    for (const chunk of files)
      if (!Object.values(chunks).some(({ file }) => file === chunk.fileName)) chunks[chunk.name.replace('place-', '')] = entry(chunk)
    this.emitFile({
      type: 'asset',
      fileName: 'manifest.json',
      source: `${JSON.stringify({ version, loader: 'tributary.js', chunks }, null, 2)}\n`,
    })
  },
})

/** Puts into a module what an earlier build made. */
const bake = (module, placeholder, made) => ({
  name: 'bake',
  transform: (code, id) => (id.endsWith(module) ? code.replace(new RegExp(`${placeholder}(?=;|\\s|$)`), JSON.stringify(made())) : null),
})

const readManifest = () => JSON.parse(readFileSync(join(BROWSER, 'manifest.json'), 'utf8'))

/** Adds what a later build made to manifest.json. */
const addToManifest = (part) => ({
  name: 'add-to-manifest',
  generateBundle(_, bundle) {
    const [chunk] = Object.values(bundle)
    const manifest = readManifest()
    const entry = { file: chunk.fileName, integrity: integrityOf(chunk.code), imports: [] }
    if (part === 'further') manifest.chunks.further = entry
    else manifest.languages = { ...manifest.languages, [part]: entry }
    const path = join(BROWSER, 'manifest.json')
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
    writeTwins(path)
  },
})

/** Name and hash of a file, as the loader knows it. */
const known = ({ file, integrity }) => [file.replace('.js', ''), integrity.replace('sha256-', '')]

function bakedFurther() {
  const { chunks, languages } = readManifest()
  const { files, offer } = reader(chunks)
  // The card's is what the loader knows itself; of all others it asks when a page wants one.
  const others = Object.keys(chunks).filter((name) => name !== 'offer')
  return Object.fromEntries([
    ...Object.entries(languages).map(([code, entry]) => [code, [known(entry)]]),
    // Touches may be wanted before there is a card; they bring what they share with it.
    ...others.map((name) => [name, files(name, name === 'touch' ? undefined : offer)]),
  ])
}

function baked() {
  const { files } = reader(readManifest().chunks)
  return {
    version,
    offer: files('offer'),
    further: files('further'),
  }
}

/**
 * Where the files stand for a page whose script carried the code of a card. They are the same ones, but for the card's: there it is a module that hands on
 * what came in the script, so that everything which imports it finds the one instance.
 */
const CARRIED = 'carried'
const CARD = 'globalThis[Symbol.for("tributary.card")]'
const textOf = (file) => readFileSync(join(BROWSER, file), 'utf8')
const cardFile = () => readManifest().chunks.offer.file

/** The module that hands on the card: what it exports is what the card's own file exports. */
function handedOn() {
  const [, names] = /export\{([^}]*)\};?\s*$/.exec(textOf(cardFile()))
  const exported = names.split(',').map((pair) => pair.split(' as ').at(-1))
  return `const carried=${CARD};export const ${exported.map((name) => `${name}=carried.${name}`)};`
}

/** What the loader knows of files where the card was carried: with what hands it on in the place of the card. */
function bakedCarried() {
  const card = knownCard()
  return { version: `${version}/${CARRIED}`, further: [known(furtherBeside()), card] }
}

const knownCard = () => known({ file: cardFile(), integrity: integrityOf(handedOn()) })

/** The file of further files, as it is beside a card that was carried. */
function furtherBeside() {
  const card = knownCard()
  const files = Object.entries(bakedFurther()).map(([name, list]) => [name, list.map((file) => (file[0] === card[0] ? card : file))])
  const code = `export const files=${JSON.stringify(Object.fromEntries(files))};`
  return { code, integrity: integrityOf(code), file: `further-${integrityOf(code).slice(7, 13).replace(/[+/]/g, '_')}.js` }
}

/** Puts one module of the loader in the place of another. */
const inPlaceOf = (module, other) => ({
  name: 'in-place-of',
  resolveId: (id, importer) => (id === module && importer.includes('/loader/') ? join(importer, '..', other) : null),
})

/** The card's own code where it is carried: it fetches from where the script says, and writes the amounts that came along as they were written. */
function asCarried(code) {
  const carried = code
    .replace(/import\("\.\/([\w-]+\.js)"\)/g, `import(${CARD}.files+"$1")`)
    .replace('new Intl.NumberFormat(', `${CARD}.numberFormat(`)
  if (!carried.includes('.numberFormat(') || carried.includes('new Intl.NumberFormat('))
    throw new Error('expected the card to make its format of money in one place')
  return carried
}

/** Puts the card's own code, as it was built, into the script, and writes what stands beside it. */
const carry = () => ({
  name: 'carry',
  resolveId: (id, importer) =>
    id === '../start.ts' && importer.endsWith('loader/carried-cards.ts') ? join(process.cwd(), BROWSER, cardFile()) : null,
  transform: (code, id) => (id.endsWith(cardFile()) ? { code: asCarried(code), map: null } : null),
  writeBundle() {
    const write = (file, code) => {
      const path = join(BROWSER, CARRIED, file)
      writeFileSync(path, code)
      writeTwins(path)
    }
    write(cardFile(), handedOn())
    const further = furtherBeside()
    write(further.file, further.code)
    for (const [code, { file }] of Object.entries(readManifest().languages))
      write(`${code}.js`, `(()=>{${textOf(file).replace(/export\{(\w+) as texts\};?\s*$/, 'return $1')}})()`)
  },
})

/** What files chunks need, and the ones that are there with the first card. */
function reader(chunks) {
  const byFile = new Map(Object.values(chunks).map((chunk) => [chunk.file, chunk]))
  const closure = (file, found = new Set()) => {
    if (found.has(file)) return found
    found.add(file)
    for (const imported of byFile.get(file).imports) closure(imported, found)
    return found
  }
  return {
    offer: closure(chunks.offer.file),
    files: (name, present = new Set()) =>
      [...closure(chunks[name].file)].filter((file) => !present.has(file)).map((file) => known(byFile.get(file))),
  }
}

/** Every language but English, which is in the chunks themselves: a file each. */
const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja']

const single = (input, part, ...more) => ({
  input,
  output: { dir: BROWSER, format: 'es', entryFileNames: '[name]-[hash:6].js' },
  plugins: [resolve({ browser: true }), stripTypes(), ...more, shrink(), addToManifest(part), precompress()],
})

const CHUNK_NAMES = { 'open-sheet': 'sheet', 'open-lead': 'lead', touches: 'touch' }
const chunkName = ({ name }) => `${CHUNK_NAMES[name] ?? name.replace('place-', '')}-[hash:6].js`

export default [
  {
    input: { offer: 'packages/widget/src/start.ts', touch: 'packages/widget/src/touches.ts', commands: 'packages/widget/src/commands.ts' },
    // What the sheet shares with the card stays in the card's file.
    preserveEntrySignatures: 'allow-extension',
    output: { dir: BROWSER, format: 'es', entryFileNames: '[name]-[hash:6].js', chunkFileNames: chunkName },
    plugins: [resolve({ browser: true }), stripTypes(), withoutSentences(), shrinkCss(), shrink(), writeManifest(), precompress()],
  },
  ...LANGUAGES.map((code) => single({ [code]: `packages/widget/src/words/${code}/index.ts` }, code)),
  single(
    { further: 'packages/widget/src/loader/further-files.ts' },
    'further',
    bake('loader/further-files.ts', 'TRIBUTARY_FURTHER', bakedFurther),
  ),
  {
    input: 'packages/widget/src/loader/loader.ts',
    output: { file: `${BROWSER}/tributary.js`, format: 'iife' },
    plugins: [resolve({ browser: true }), stripTypes(), bake('loader/manifest.ts', 'TRIBUTARY_MANIFEST', baked), shrink(), precompress()],
  },
  {
    // For sites that serve the files themselves.
    input: 'packages/widget/src/loader/loader.ts',
    // Nothing else in it says of which release it is, which the page check asks (`core/script-release.ts`).
    output: { file: `${BROWSER}/bundled/tributary.js`, format: 'iife', banner: `/*! Tributary ${version} */` },
    plugins: [
      inPlaceOf('./files.ts', 'files-beside.ts'),
      resolve({ browser: true }),
      stripTypes(),
      bake('loader/manifest.ts', 'TRIBUTARY_MANIFEST', baked),
      shrink(),
      precompress(),
    ],
  },
  {
    input: 'packages/widget/src/loader/loader.ts',
    output: { file: `${BROWSER}/${CARRIED}/tributary.js`, format: 'iife' },
    plugins: [
      inPlaceOf('./first-cards.ts', 'carried-cards.ts'),
      carry(),
      resolve({ browser: true }),
      stripTypes(),
      bake('loader/manifest.ts', 'TRIBUTARY_MANIFEST', bakedCarried),
      shrink(),
      precompress(),
    ],
  },
  {
    // What an affiliate's developer would do with any bundler.
    input: { main: 'examples/sdk-site/src/main.ts' },
    output: { dir: 'examples/sdk-site/dist', format: 'es' },
    plugins: [resolve({ browser: true }), stripTypes(), shrink()],
  },
]
