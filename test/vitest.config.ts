import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { withoutLines } from './simulation/without.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const shared = ['test/**/*.shared.test.{ts,tsx}']

export default defineConfig({
  root,
  plugins: [withoutLines()],
  resolve: {
    // Unit tests run on the sources, so that they need no build; journeys run what was built.
    alias: [
      { find: /^@tributary\/(sdk|widget)$/, replacement: `${root}packages/$1/src/index.ts` },
      { find: /^@tributary\/(protocol|sdk|widget|parent)\/(.+)$/, replacement: `${root}packages/$1/src/$2` },
    ],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  },
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    // Two cores: more workers than that only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{protocol,parent,scripts,simulation}/**/*.test.{ts,tsx}'],
          exclude: shared,
          globalSetup: ['test/support/postgres-setup.ts', 'test/support/database-image.ts'],
          // What a file loads serves the next one too: half of the time went into loading the same modules again.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // These put a page in the place of Node's globals, so each file has them to itself.
          name: 'page',
          include: ['test/{sdk,widget}/**/*.test.{ts,tsx}'],
          exclude: shared,
          globalSetup: ['test/support/database-image.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journey',
          include: ['test/journey/**/*.test.ts'],
          exclude: shared,
          globalSetup: ['test/support/postgres-setup.ts', 'test/support/database-image.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // What takes long and seldom changes: `npm run thorough`, a step of CI of its own.
          name: 'thorough',
          include: ['test/thorough/**/*.test.ts'],
          globalSetup: ['test/support/postgres-setup.ts', 'test/support/database-image.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: shared,
          globalSetup: ['test/support/database-image.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
