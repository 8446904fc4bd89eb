import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {type Mutant, mutantsOf} from './support/mutate.ts'

const folders = ['src/trust', 'src/pipeline/verify']
const vitest = 'node_modules/vitest/vitest.mjs'
const config = 'test/config/vitest.config.ts'
const endToEnd = ['test/e2e/verify.test.ts', 'test/e2e/sign.test.ts', 'test/e2e/verify-oci-registry.test.ts']
const defaultLimit = 200
/** Of the mutants that may survive. */
const bar = 0.05
/** A mutant that never ends is noticed too. */
const timeoutMs = 300_000

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
    const mutated = [...new Set(chosen.map(({path}) => path))]
    if (isNoticed(mutated, clone)) throw new Error('the tests fail as it is')
    const survivors = chosen.filter((mutant, index) => survives(mutant, index, clone))
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

function survives(mutant: Mutant, index: number, clone: string): boolean {
  const absolutePath = join(clone, mutant.path)
  const text = readFileSync(absolutePath, 'utf8')
  writeFileSync(absolutePath, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end))
  try {
    const noticed = isNoticed([mutant.path], clone)
    console.error(
      `${index + 1} ${noticed ? 'noticed' : 'SURVIVES'} ${mutant.path}:${mutant.line} ${oneLine(mutant.before)} → ${oneLine(mutant.after)}`,
    )
    return !noticed
  } finally {
    writeFileSync(absolutePath, text)
  }
}

/** The tests that import the files, then, where these see nothing, the command as users run it. */
function isNoticed(paths: readonly string[], clone: string): boolean {
  return (
    !passes([vitest, 'related', ...paths, '--run', '--config', config, '--bail', '1', '--exclude', 'test/e2e/**'], clone) ||
    !passes(['bin/build.mjs'], clone) ||
    !passes([vitest, 'run', '--config', config, '--bail', '1', ...endToEnd], clone)
  )
}

function passes(words: readonly string[], cwd: string): boolean {
  return spawnSync(process.execPath, [...words], {cwd, timeout: timeoutMs, killSignal: 'SIGKILL', stdio: 'ignore'}).status === 0
}

function output(program: string, args: readonly string[], cwd: string): string {
  const {status, stdout, stderr} = spawnSync(program, [...args], {cwd, encoding: 'utf8'})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 80)
}
