import {spawn, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {type Mutant, mutantsOf} from './support/mutate.ts'

const folders = ['src/trust', 'src/pipeline/verify']
const vitest = 'node_modules/vitest/vitest.mjs'
/** The tests that call the modules, then, for what these do not see, those of the command as users run it. */
const fast = [
  vitest,
  'run',
  '--config',
  'bench/support/mutants.vitest.config.ts',
  'test/unit/trust',
  'test/unit/pipeline/verify',
  'test/property/forgeries.test.ts',
]
const build = ['bin/build.mjs']
const commandTests = ['verify', 'sign', 'verify-oci-registry', 'verify-own-bom'].map(name => `test/e2e/${name}.test.ts`)
const endToEnd = [vitest, 'run', '--config', 'test/config/vitest.config.ts', '--bail', '1', ...commandTests]
const defaultLimit = 200
/** Of the mutants that may survive. */
const bar = 0.05
/** A mutant that never ends is noticed too. */
const timeoutMs = 600_000

/**
 * How many random changes of the verifier the public tests notice: in a clone of the last commit, without anything beside it.
 * `npm run bench -- mutants [LIMIT] [PATH-PART]`; the commit decides which mutants are taken.
 */
export async function run([limit = String(defaultLimit), part = '']: string[]): Promise<boolean> {
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
    if (!(await passesAll('', [fast], clone))) throw new Error('the tests fail as it is')
    const suspects = await survivorsOf(chosen, [fast], clone)
    const survivors = await survivorsOf(suspects, [build, endToEnd], clone)
    console.log(`${chosen.length} of ${all.length} mutants of commit ${commit.slice(0, 12)}: ${survivors.length} survive`)
    for (const {path, line, before, after} of survivors) console.log(`  ${path}:${line}: ${oneLine(before)} → ${oneLine(after)}`)
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

/** Those that these programs do not notice. */
async function survivorsOf(mutants: readonly Mutant[], steps: readonly (readonly string[])[], clone: string): Promise<Mutant[]> {
  const survivors: Mutant[] = []
  for (const [index, mutant] of mutants.entries()) {
    const {path, start, end, line, before, after} = mutant
    const absolutePath = join(clone, path)
    const text = readFileSync(absolutePath, 'utf8')
    writeFileSync(absolutePath, text.slice(0, start) + after + text.slice(end))
    const survives = await passesAll(path, steps, clone)
    writeFileSync(absolutePath, text)
    if (survives) survivors.push(mutant)
    console.error(`${index + 1}/${mutants.length} ${survives ? 'SURVIVES' : 'noticed'} ${path}:${line} ${oneLine(before)} → ${oneLine(after)}`)
  }
  return survivors
}

async function passesAll(mutated: string, steps: readonly (readonly string[])[], clone: string): Promise<boolean> {
  for (const words of steps) if (!(await passes(words, clone, {...process.env, MUTATED: mutated}))) return false
  return true
}

/** Whatever the program started ends with it. */
function passes(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(process.execPath, [...words], {cwd, env, stdio: 'ignore', detached: true})
  const end = (): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  const timer = setTimeout(end, timeoutMs)
  return new Promise(resolve => {
    child.on('close', code => {
      clearTimeout(timer)
      end()
      resolve(code === 0)
    })
  })
}

function output(program: string, args: readonly string[], cwd: string): string {
  const {status, stdout, stderr} = spawnSync(program, [...args], {cwd, encoding: 'utf8'})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 80)
}
