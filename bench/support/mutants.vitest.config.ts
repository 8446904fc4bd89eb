import {basename} from 'node:path'
import {defineConfig, mergeConfig} from 'vitest/config'
import {BaseSequencer, type TestSpecification} from 'vitest/node'
import base from '../../test/config/vitest.config.ts'

/** Files whose names begin as this one come first: they are the likeliest to notice a change of it. */
const likely = basename(process.env['MUTATED'] ?? '', '.ts')

class LikelyFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({moduleId}: TestSpecification): string => {
      const name = basename(moduleId)
      return `${name.startsWith(likely) || likely.startsWith(name.replace('.test.ts', '')) ? 0 : 1} ${moduleId.includes('/property/') ? 1 : 0} ${moduleId}`
    }
    return Promise.resolve([...files].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)))
  }
}

/** One thread that loads every module once: a mutant costs seconds of CPU time. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      isolate: false,
      pool: 'threads',
      maxWorkers: 1,
      bail: 1,
      reporters: ['dot'],
      sequence: {sequencer: LikelyFirst},
      experimental: {fsModuleCache: true},
    },
  }),
)
