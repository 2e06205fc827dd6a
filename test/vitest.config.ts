import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = (name: string) => `${root}packages/${name}/src`

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^@tributary\/(sdk|widget)$/, replacement: `${root}packages/$1/src/index.ts` },
      { find: /^@tributary\/(protocol|sdk|widget|parent)\/(.+)$/, replacement: `${root}packages/$1/src/$2.ts` },
    ],
  },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/{protocol,sdk,widget,parent}/**/*.test.{ts,tsx}'], exclude: ['**/*.shared.test.ts'], testTimeout: 20_000, hookTimeout: 60_000 } },
    ],
  },
})
