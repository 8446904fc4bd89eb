import {spawn, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {type Mutant, mutantsOf} from './support/mutate.ts'

const folders = ['src/trust', 'src/pipeline/verify']
const vitest = 'node_modules/vitest/vitest.mjs'
const tests = ['test/unit/trust', 'test/unit/pipeline/verify', 'test/property/forgeries.test.ts']
/** All mutants in one program, each switched on while a test runs that comes by it. */
const together = [vitest, 'run', '--config', 'bench/support/mutants.vitest.config.ts', ...tests.slice(0, 2)]
/** For what is decided while modules are loaded, one program for each. */
const alone = [vitest, 'run', '--config', 'test/config/vitest.config.ts', '--bail', '1', ...tests]
const build = ['bin/build.mjs']
const commandTests = ['verify', 'sign', 'verify-oci-registry', 'verify-own-bom'].map(name => `test/e2e/${name}.test.ts`)
const command = [vitest, 'run', '--config', 'test/config/vitest.config.ts', '--bail', '1', ...commandTests]
const defaultLimit = 200
/** Of the mutants that may survive. */
const bar = 0.05
/** A mutant that never ends is noticed too. */
const timeoutMs = 3_600_000

/**
 * How many random changes of the verifier the public tests notice: in a clone of the last commit, without anything beside it.
 * `npm run bench -- mutants [LIMIT] [PATH-PART] [--quick]`; the commit decides which mutants are taken. `--quick` leaves out what costs a program for each mutant:
 * the property tests, and those of the built command.
 */
export async function run(args: string[]): Promise<boolean> {
  const [limit = String(defaultLimit), part = ''] = args.filter(arg => !arg.startsWith('--'))
  const scratch = mkdtempSync(join(tmpdir(), 'aibom-mutants-'))
  const clone = join(scratch, 'aibom')
  try {
    const commit = output('git', ['rev-parse', 'HEAD'], process.cwd()).trim()
    output('git', ['clone', '--quiet', process.cwd(), clone], scratch)
    symlinkSync(resolve('node_modules'), join(clone, 'node_modules'))
    const paths = folders.flatMap(folder => readdirSync(join(clone, folder), {recursive: true, encoding: 'utf8'}).map(name => `${folder}/${name}`))
    const sources = paths.filter(path => path.endsWith('.ts') && !path.endsWith('.generated.ts') && path.includes(part)).sort()
    const all = sources.flatMap(path => mutantsOf(path, readFileSync(join(clone, path), 'utf8')))
    const chosen = sample(all, Number(limit), commit)
    const suspects = await unnoticed(chosen, clone, scratch)
    const survivors = args.includes('--quick') ? suspects : await survivorsOf(suspects, clone)
    console.log(`${chosen.length} of ${all.length} mutants of commit ${commit.slice(0, 12)}: ${survivors.length} survive`)
    for (const mutant of survivors) console.log(`  ${shown(mutant)}`)
    return survivors.length <= chosen.length * bar
  } finally {
    rmSync(scratch, {recursive: true, force: true})
  }
}

/** The first ones in the order of a hash that the seed begins. */
function sample(mutants: readonly Mutant[], limit: number, seed: string): Mutant[] {
  const rank = ({path, start, after}: Mutant): string => createHash('sha256').update(`${seed}:${path}:${start}:${after}`).digest('hex')
  return [...mutants].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, limit)
}

/** What no test of the modules notices, all mutants being in one program. */
async function unnoticed(mutants: readonly Mutant[], clone: string, scratch: string): Promise<Mutant[]> {
  const [list, results] = [join(scratch, 'mutants.json'), join(scratch, 'results.json')]
  writeFileSync(list, JSON.stringify(mutants))
  if (!(await passes(together, clone, {MUTANTS: list, MUTANT_RESULTS: results}))) throw new Error('the tests fail as it is')
  const {noticed}: {readonly noticed: readonly (readonly [id: number, test: string])[]} = JSON.parse(readFileSync(results, 'utf8'))
  const known = new Set(noticed.map(([id]) => id))
  return mutants.filter((_, id) => !known.has(id))
}

/** Those that no program notices in which they alone are changed. */
async function survivorsOf(mutants: readonly Mutant[], clone: string): Promise<Mutant[]> {
  const survivors: Mutant[] = []
  for (const mutant of mutants) {
    const {path, start, end, after} = mutant
    const absolutePath = join(clone, path)
    const text = readFileSync(absolutePath, 'utf8')
    writeFileSync(absolutePath, text.slice(0, start) + after + text.slice(end))
    const survives = (await passes(alone, clone)) && (await passes(build, clone)) && (await passes(command, clone))
    writeFileSync(absolutePath, text)
    if (survives) survivors.push(mutant)
    console.error(`${survives ? 'SURVIVES' : 'noticed'} ${shown(mutant)}`)
  }
  return survivors
}

/** Whatever the program started ends with it. */
function passes(words: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const child = spawn(process.execPath, [...words], {cwd, env: {...process.env, ...env}, stdio: 'ignore', detached: true})
  const end = (): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  const timer = setTimeout(end, timeoutMs)
  return new Promise(resolved => {
    child.on('close', code => {
      clearTimeout(timer)
      end()
      resolved(code === 0)
    })
  })
}

function output(program: string, args: readonly string[], cwd: string): string {
  const {status, stdout, stderr} = spawnSync(program, [...args], {cwd, encoding: 'utf8'})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function shown({path, line, before, after}: Mutant): string {
  return `${path}:${line} ${oneLine(before)} → ${oneLine(after)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 80)
}
