import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'node_modules/**'],
    pool: 'forks',
    // one load of the modules serves all files of a process, which saves a quarter of the time
    isolate: false,
    setupFiles: ['test/config/setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    coverage: {provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'json-summary']},
    env: {TZ: 'UTC', NO_COLOR: '1'},
  },
})
