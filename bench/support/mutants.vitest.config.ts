import {fileURLToPath} from 'node:url'
import {defineConfig, mergeConfig} from 'vitest/config'
import base from '../../test/config/vitest.config.ts'

/** One thread that loads every module once, with all the mutants in it. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      isolate: false,
      pool: 'threads',
      maxWorkers: 1,
      testTimeout: 600_000,
      reporters: ['dot'],
      runner: fileURLToPath(new URL('mutant-runner.ts', import.meta.url)),
    },
  }),
)
