import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {type RunnerTestCase, TestRunner} from 'vitest'

/** One loop may come by a mutant so often. */
const endless = 3_000_000

const state = {active: -1, passed: 0, inTest: new Set<number>(), isTesting: false}
/** This module is loaded anew for each file of tests: what was found goes from one to the next by way of a file. */
const results = process.env['MUTANT_RESULTS'] ?? ''
const noticed = new Map<number, string>(existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).noticed : [])

Object.assign(globalThis, {
  mutant(id: number): boolean {
    if (state.isTesting) state.inTest.add(id)
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
    writeFileSync(results, JSON.stringify({noticed: [...noticed]}))
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
