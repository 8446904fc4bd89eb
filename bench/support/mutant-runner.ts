import {writeFileSync} from 'node:fs'
import {type RunnerTestCase, TestRunner} from 'vitest'

/** One loop may come by a mutant so often. */
const endless = 3_000_000

const state = {active: -1, passed: 0, inTest: new Set<number>(), outside: new Set<number>(), isTesting: false}
const noticed = new Map<number, string>()

Object.assign(globalThis, {
  mutant(id: number): boolean {
    ;(state.isTesting ? state.inTest : state.outside).add(id)
    if (id !== state.active) return false
    if (++state.passed > endless) throw new Error('the mutant never ends')
    return true
  },
})

/** Runs each test as it is, then once for every mutant that it comes by and that no test has noticed yet. */
export default class MutantRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test)
    state.inTest.clear()
    state.isTesting = true
    try {
      await run()
      const seen = [...state.inTest].filter(id => !noticed.has(id))
      if (seen.length > 0 && (await passes(run))) for (const id of seen) if (!(await passes(run, id))) noticed.set(id, test.name)
    } finally {
      state.isTesting = false
    }
  }

  override onAfterRunFiles(): void {
    super.onAfterRunFiles()
    const path = process.env['MUTANT_RESULTS'] ?? ''
    writeFileSync(path, JSON.stringify({noticed: [...noticed], outside: [...state.outside]}))
  }
}

async function passes(run: () => unknown, id = -1): Promise<boolean> {
  state.active = id
  state.passed = 0
  try {
    await run()
    return true
  } catch {
    return false
  } finally {
    state.active = -1
  }
}
