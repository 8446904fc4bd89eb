import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {defineConfig, mergeConfig} from 'vitest/config'
import base from '../../test/config/vitest.config.ts'
import {instrument} from './instrument.ts'
import type {Mutant} from './mutate.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const mutants: readonly Mutant[] = JSON.parse(readFileSync(process.env['MUTANTS'] ?? '', 'utf8'))

/** One thread that loads every module once, with all the mutants in it. */
export default mergeConfig(
  base,
  defineConfig({
    plugins: [
      {
        name: 'mutants',
        enforce: 'pre',
        transform(text, id) {
          const path = id.startsWith(root) ? id.slice(root.length) : ''
          const own = mutants.flatMap((mutant, at) => (mutant.path === path ? [{...mutant, id: at}] : []))
          return own.length === 0 ? null : {code: instrument(text, own), map: null}
        },
      },
    ],
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
