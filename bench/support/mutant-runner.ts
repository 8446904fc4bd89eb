import {createHash} from 'node:crypto'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {type RunnerTestCase, TestRunner} from 'vitest'
import {type MutantResults, noResults} from './mutant-results.ts'
import {endless} from './mutant-switch.ts'

const patience = 3

const order = beside('order')
const seenList = beside('seen')
const resultsPath = beside('results.json')
const state = {active: -1, passed: 0, inTest: new Set<number>(), isTesting: false}
/** This module is loaded anew for each file of tests: what was found goes from one to the next by way of a file. */
const results: MutantResults = existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, 'utf8')) : noResults()

Object.assign(globalThis, {
  mutant(id: number): boolean {
    if (state.isTesting) state.inTest.add(id)
    else if (!results.atLoad.includes(id)) results.atLoad.push(id)
    if (id !== state.active) return false
    if (++state.passed > endless) throw new Error('the mutant never ends')
    return true
  },
})

/**
 * Runs each test as it is, then once for every mutant that it comes by, in this process or in one that it starts, and
 * that no test has noticed yet.
 * A test counts only while it passes without a mutant, before and after.
 */
export default class MutantRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const again = withHooks(test)
    const name = `${test.file.name} > ${test.name}`
    state.inTest.clear()
    state.isTesting = true
    writeFileSync(seenList, '')
    try {
      writeFileSync(order, 'watch')
      await asItIs(TestRunner.getTestFn(test), name)
      const seen = new Set([...state.inTest, ...readFileSync(seenList, 'utf8').split(' ').filter(Boolean).map(Number)])
      await tryEach([...seen].filter(isOpen), again, name)
    } finally {
      state.isTesting = false
      writeFileSync(order, '')
    }
  }

  override onAfterRunFiles(files?: readonly {readonly filepath: string; readonly name: string}[]): void {
    super.onAfterRunFiles()
    for (const {name, filepath} of files ?? [])
      results.files[name] = createHash('sha256').update(readFileSync(filepath)).digest('hex')
    save()
  }
}

async function asItIs(run: () => unknown, name: string): Promise<void> {
  try {
    await run()
  } catch (error) {
    results.broken.push(name)
    save()
    throw error
  }
}

/** Not noticed yet, and not one that waits for its time to be over in test after test. */
function isOpen(id: number): boolean {
  return (
    !results.noticed.some(([known]) => known === id) &&
    results.ended.filter(([known]) => known === id).length < patience
  )
}

/** What stands before each test and after it belongs to every run of it. */
function withHooks(test: RunnerTestCase): () => Promise<void> {
  const suites = [test.file, ...suitesOf(test.suite)]
  return async () => {
    for (const suite of suites)
      for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite)
    await TestRunner.getTestFn(test)()
    for (const suite of suites.toReversed())
      for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite)
  }
}

/** From the outermost in. */
function suitesOf(suite: RunnerTestCase['suite']): NonNullable<RunnerTestCase['suite']>[] {
  return suite === undefined || suite === suite.file ? [] : [...suitesOf(suite.suite), suite]
}

async function tryEach(ids: readonly number[], run: () => unknown, test: string): Promise<void> {
  if (ids.length === 0) return
  if ((await outcome(run)) !== 'passes') return leave(ids, test)
  for (const [at, id] of ids.entries()) {
    const ended = await outcome(run, id)
    if (ended === 'passes') continue
    if ((await outcome(run)) !== 'passes') return leave(ids.slice(at), test)
    if (ended === 'fails') results.noticed.push([id, test])
    else results.ended.push([id, test])
    save()
  }
}

/** A test that cannot be run again says nothing here: it is asked in a program of its own. */
function leave(ids: readonly number[], test: string): void {
  results.left.push(...ids.map((id): [number, string] => [id, test]))
  save()
}

/** What ends by its time alone may be slow and no more. */
async function outcome(run: () => unknown, id = -1): Promise<'passes' | 'fails' | 'times out'> {
  state.active = id
  state.passed = 0
  writeFileSync(order, String(id))
  try {
    await run()
    return 'passes'
  } catch (error) {
    return error instanceof Error && error.message.startsWith('Test timed out') ? 'times out' : 'fails'
  } finally {
    state.active = -1
  }
}

/** Of the clone. */
function beside(name: string): string {
  return fileURLToPath(new URL(`../../../${name}`, import.meta.url))
}

function save(): void {
  writeFileSync(resultsPath, JSON.stringify(results))
}
