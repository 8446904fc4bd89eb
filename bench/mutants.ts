import {spawn, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {groupBy} from '../src/lib/group.ts'
import {instrument} from './support/instrument.ts'
import {type MutantResults, noResults} from './support/mutant-results.ts'
import {mutantSwitch} from './support/mutant-switch.ts'
import {type Mutant, mutantsOf} from './support/mutate.ts'

const folders = ['src/trust', 'src/pipeline/verify']
const vitest = 'node_modules/vitest/vitest.mjs'
/** The quick ones first: what they notice is not asked again. */
const testGroups = [
  ['test/unit/trust', 'test/unit/pipeline/verify'],
  ['test/e2e/sign.test.ts', 'test/e2e/verify'],
  ['test/property/forgeries.test.ts'],
]
const tests = testGroups.flat()
const together = [vitest, 'run', '--config', 'bench/support/mutants.vitest.config.ts']
const alone = [vitest, 'run', '--config', 'test/config/vitest.config.ts', '--bail', '1']
const defaultLimit = 200
/** Of the mutants that may survive. */
const bar = 0.05
/** One mutant in one test; the machine may be busy. */
const stallMs = 1_200_000
/** All tests for one mutant. */
const aloneMs = 3_600_000
const lookEveryMs = 30_000

/**
 * How many random changes of the verifier the public tests notice: in a clone of the last commit, without anything
 * beside it.
 * `npm run bench -- mutants [LIMIT] [PATH-PART] [--of COMMIT]`; the commit decides which mutants are taken, and its
 * sources are changed; the tests are those of the last commit.
 * What is known is kept in the folder for temporary files: a run that was interrupted goes on, and one after it asks
 * only tests that are new or changed.
 */
export async function run(args: string[]): Promise<boolean> {
  const at = args.indexOf('--of')
  const commit = output('git', ['rev-parse', at === -1 ? 'HEAD' : (args[at + 1] ?? '')], process.cwd()).trim()
  const [limit = String(defaultLimit), part = ''] = at === -1 ? args : args.toSpliced(at, 2)
  const state = join(tmpdir(), `aibom-mutants-${commit.slice(0, 12)}-${limit}${part.replaceAll('/', '-')}`)
  const clone = join(state, 'aibom')
  if (!existsSync(clone)) {
    mkdirSync(state, {recursive: true})
    output('git', ['clone', '--quiet', process.cwd(), clone], state)
    symlinkSync(resolve('node_modules'), join(clone, 'node_modules'))
  }
  checkOut(clone, commit)
  const all = sourcesOf(clone, part).flatMap(path => mutantsOf(path, readFileSync(join(clone, path), 'utf8')))
  const chosen = sample(all, Number(limit), commit)
  switchable(chosen, clone)
  output(process.execPath, ['bin/build.mjs'], clone)
  await askAll(clone, state)
  const survivors = await survivorsOf(chosen, clone, state)
  const {ended, broken} = known(state)
  console.log(`${chosen.length} of ${all.length} mutants of commit ${commit.slice(0, 12)}: ${survivors.length} survive`)
  for (const id of survivors)
    console.log(`  ${shown(chosen, id)}${ended.some(([one]) => one === id) ? ' (ended by its time)' : ''}`)
  for (const test of new Set(broken)) console.log(`  does not pass as it is: ${test}`)
  return survivors.length <= chosen.length * bar && broken.length === 0
}

/** The sources of the commit, the tests and this bench of the last one. */
function checkOut(clone: string, commit: string): void {
  const last = output('git', ['rev-parse', 'HEAD'], process.cwd()).trim()
  output('git', ['fetch', '--quiet', 'origin', last], clone)
  output('git', ['checkout', '--quiet', '--force', '--detach', commit], clone)
  output('git', ['checkout', '--quiet', last, '--', 'test', 'bench'], clone)
}

function sourcesOf(clone: string, part: string): string[] {
  const paths = folders.flatMap(folder =>
    readdirSync(join(clone, folder), {recursive: true, encoding: 'utf8'}).map(name => `${folder}/${name}`),
  )
  return paths.filter(path => path.endsWith('.ts') && !path.endsWith('.generated.ts') && path.includes(part)).sort()
}

/** The first ones in the order of a hash that the seed begins. */
function sample(mutants: readonly Mutant[], limit: number, seed: string): Mutant[] {
  const rank = ({path, start, after}: Mutant): string =>
    createHash('sha256').update(`${seed}:${path}:${start}:${after}`).digest('hex')
  return [...mutants].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, limit)
}

/** Every mutant is in the sources, and none is on. */
function switchable(mutants: readonly Mutant[], clone: string): void {
  const prelude = mutantSwitch(join(clone, '../order'), join(clone, '../seen')).replaceAll('\n', ' ')
  const numbered = mutants.map((mutant, id) => ({...mutant, id}))
  for (const [path, own] of groupBy(numbered, mutant => mutant.path)) {
    const absolutePath = join(clone, path)
    writeFileSync(absolutePath, `${prelude}${instrument(readFileSync(absolutePath, 'utf8'), own)}`)
  }
}

/** Each test with each mutant that it comes by; a mutant in which the program hangs is noted, and the rest goes on. */
async function askAll(clone: string, state: string): Promise<void> {
  const order = join(state, 'order')
  for (const group of testGroups) {
    const left = (): string[] =>
      testFiles(clone, group).filter(path => known(state).files[path] !== digestOf(join(clone, path)))
    while (left().length > 0) {
      writeFileSync(order, '')
      const before = left().length
      const how = await ends([...together, ...left()], clone, () => Date.now() - statSync(order).mtimeMs > stallMs)
      const active = readFileSync(order, 'utf8')
      if (how === 'stopped' && /^\d+$/.test(active)) note(state, Number(active))
      else if (how === 'stopped') throw new Error('a test hangs as it is')
      else if (left().length === before) throw new Error(`did not run: ${left().join(' ')}`)
    }
  }
}

function testFiles(clone: string, beginnings: readonly string[]): string[] {
  const files = readdirSync(join(clone, 'test'), {recursive: true, encoding: 'utf8'}).map(name => `test/${name}`)
  return files
    .filter(path => path.endsWith('.test.ts') && beginnings.some(beginning => path.startsWith(beginning)))
    .sort()
}

function note(state: string, id: number): void {
  const results = known(state)
  for (let count = 0; count < 3; count++) results.ended.push([id, 'hangs'])
  writeFileSync(join(state, 'results.json'), JSON.stringify(results))
}

/**
 * What no test notices; what is decided while modules are loaded, and tests that do not pass twice, have a program of
 * their own.
 */
async function survivorsOf(mutants: readonly Mutant[], clone: string, state: string): Promise<number[]> {
  const {noticed, atLoad, left} = known(state)
  const survivors: number[] = []
  for (const [id, {isAtLoad}] of mutants.entries()) {
    if (noticed.some(([one]) => one === id)) continue
    const files =
      isAtLoad || atLoad.includes(id) ? tests : left.flatMap(([one, test]) => (one === id ? test.split(' > ', 1) : []))
    if (files.length > 0) {
      writeFileSync(join(state, 'order'), String(id))
      const start = Date.now()
      if ((await ends([...alone, ...new Set(files)], clone, () => Date.now() - start > aloneMs)) === 'fails') continue
    }
    survivors.push(id)
    console.error(`survives: ${shown(mutants, id)}`)
  }
  return survivors
}

function known(state: string): MutantResults {
  const path = join(state, 'results.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : noResults()
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Whatever the program started ends with it. */
function ends(words: readonly string[], cwd: string, isOver: () => boolean): Promise<'passes' | 'fails' | 'stopped'> {
  const child = spawn(process.execPath, [...words], {cwd, stdio: 'ignore', detached: true})
  let stopped = false
  const end = (): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  const timer = setInterval(() => {
    if (!isOver()) return
    stopped = true
    end()
  }, lookEveryMs)
  return new Promise(resolved => {
    child.on('close', code => {
      clearInterval(timer)
      end()
      resolved(stopped ? 'stopped' : code === 0 ? 'passes' : 'fails')
    })
  })
}

function output(program: string, args: readonly string[], cwd: string): string {
  const {status, stdout, stderr} = spawnSync(program, [...args], {cwd, encoding: 'utf8'})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function shown(mutants: readonly Mutant[], id: number): string {
  const mutant = mutants[id]
  return mutant === undefined
    ? String(id)
    : `${mutant.path}:${mutant.line} ${oneLine(mutant.before)} → ${oneLine(mutant.after)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 80)
}
