// The gallery's page, bundled in memory from the built packages.
import { join } from 'node:path'
import resolve from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import typescript from 'typescript'
import { ROOT } from './run.mjs'

const OPTIONS = { target: typescript.ScriptTarget.ES2023, module: typescript.ModuleKind.ESNext, verbatimModuleSyntax: true }

const stripTypes = {
  name: 'strip-types',
  transform: (code, id) =>
    id.endsWith('.ts')
      ? { code: typescript.transpileModule(code, { fileName: id, compilerOptions: OPTIONS }).outputText, map: null }
      : null,
}

/** The page's modules by file name, the entry as `page.js`. */
export async function bundleGallery() {
  const bundle = await rollup({
    input: { page: join(ROOT, 'test/gallery/page.ts') },
    // The builders of the tests know zod; a page of the gallery may.
    plugins: [resolve({ browser: true, extensions: ['.mjs', '.js', '.ts'] }), stripTypes],
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' })
  await bundle.close()
  return new Map(output.map(({ fileName, code }) => [fileName, code]))
}
