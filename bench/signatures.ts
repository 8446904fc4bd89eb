import {spawn} from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, relative, resolve} from 'node:path'
import {mapLimited} from '../src/lib/limit.ts'
import {strongAlgorithms} from '../src/trust/artifact.ts'
import {failureCodes} from '../src/trust/failure.ts'
import {launcher} from './support/measure.ts'

interface Case {
  readonly id: string
  readonly kind: string
  readonly expect: 'ok' | 'failed'
  readonly reason?: string
  readonly tier?: string
  readonly file: string
  readonly model?: string
  readonly artifact?: string
  readonly publicKey?: string
  readonly roots?: readonly string[]
  readonly intermediates?: readonly string[]
  readonly root?: string
  readonly identity?: string | null
  readonly issuer?: string | null
  readonly name?: string
  readonly version?: string
  readonly integrity?: string
  readonly tarball?: string
  readonly filename?: string
  readonly sha256?: string
  readonly dist?: string
  readonly publisher?: {
    readonly kind: string
    readonly repository?: string
    readonly workflow?: string
    readonly workflow_filepath?: string
    readonly email?: string
  } | null
  readonly image?: string
  readonly attestationManifest?: string
  readonly manifest?: string
  readonly predicateType?: string
  readonly pointer?: string
  readonly keys?: string
  readonly digests?: Readonly<Record<string, string>>
  readonly subjectName?: string
  readonly ignore?: readonly string[]
  readonly uncovered?: readonly string[]
  readonly setup?: readonly (
    | {readonly link: string; readonly target: string}
    | {readonly write: string; readonly text: string}
  )[]
}

interface Subject {
  readonly status: string
  readonly code?: string
  readonly message?: string
  readonly notCovered: readonly string[]
}

interface Decided {
  readonly id: string
  readonly kind: string
  readonly stretch: boolean
  readonly expected: 'ok' | 'failed'
  readonly actual: 'ok' | 'failed'
  readonly expectedCodes: readonly string[]
  readonly actualCode: string
  readonly exit: number
  readonly problems: readonly string[]
}

/** Two processes on two cores; more wait for each other. */
const width = 2
const codes: readonly string[] = failureCodes
const strong: ReadonlySet<string> = new Set(strongAlgorithms)

/**
 * Decides every case of FOLDER/expected.json by `aibom verify` as a user would run it, and compares answer, code and
 * list of what is not covered.
 * `npm run bench -- signatures FOLDER [--json] [ID-PART]`
 */
export async function run(args: string[]): Promise<boolean> {
  const [folder, part = ''] = args.filter(arg => arg !== '--json')
  if (folder === undefined) throw new Error('usage: npm run bench -- signatures FOLDER [--json] [ID-PART]')
  const cases: Case[] = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
  const scratch = mkdtempSync(join(tmpdir(), 'aibom-signatures-'))
  try {
    const decided = await mapLimited(
      cases.filter(({id}) => id.includes(part)),
      width,
      item => decide(item, resolve(folder), scratch),
    )
    if (args.includes('--json')) console.log(JSON.stringify({cases: decided, kinds: kindRows(decided)}, null, 2))
    else print(decided)
    return decided.every(item => item.stretch || item.problems.length === 0)
  } finally {
    rmSync(scratch, {recursive: true, force: true})
  }
}

async function decide(item: Case, folder: string, scratch: string): Promise<Decided> {
  const {exit, subjects} = await verify(argumentsOf(item, paths(item, folder, scratch)), folder)
  const [subject] = subjects
  const actual = exit === 0 ? 'ok' : 'failed'
  const actualCode = subject?.code ?? subject?.status ?? `exit ${exit}`
  const expectedCodes = item.expect === 'failed' ? codesIn(item.reason ?? '') : []
  const uncovered = (item.uncovered ?? []).filter(path => !subject?.notCovered.includes(path))
  const problems = [
    ...(actual === item.expect ? [] : [`expected ${item.expect}, actual ${actual}: ${subject?.message ?? ''}`]),
    ...(expectedCodes.length === 0 || expectedCodes.includes(actualCode)
      ? []
      : [`expected code ${expectedCodes.join(' or ')}, actual ${actualCode}`]),
    ...uncovered.map(path => `${path} is not told as not covered`),
    // what a case brings may be unusable in itself (exit 2); a flag that is missing is this bench's mistake
    ...(exit > 3 || actualCode === 'AIBOM_USAGE' ? [`exit ${exit}: ${subject?.message ?? ''}`] : []),
  ]
  return {
    id: item.id,
    kind: item.kind,
    stretch: item.tier === 'stretch',
    expected: item.expect,
    actual,
    expectedCodes,
    actualCode,
    exit,
    problems,
  }
}

/** The codes a reason begins with: `file-missing + file-extra`, `tlog-set/cert-expired: …`. */
function codesIn(reason: string): string[] {
  const [head = ''] = reason.split(/[:(;]| though | and | of | \d/, 1)
  return head
    .split(/[+/]/)
    .map(word => word.trim())
    .filter(word => codes.includes(word))
}

interface Paths {
  readonly file: string
  readonly model: string | undefined
  of(path: string): string
}

/** Links and names that version control may lose are made in a copy first. */
function paths({id, file, model, setup}: Case, folder: string, scratch: string): Paths {
  const of = (path: string): string => join(folder, path)
  if (setup === undefined || model === undefined)
    return {file: of(file), model: model === undefined ? undefined : of(model), of}
  const copy = join(scratch, encodeURIComponent(id), basename(model))
  cpSync(of(model), copy, {recursive: true, verbatimSymlinks: true})
  makeWritable(copy)
  for (const step of setup) {
    if ('write' in step) {
      mkdirSync(dirname(join(copy, step.write)), {recursive: true})
      writeFileSync(join(copy, step.write), step.text)
      continue
    }
    rmSync(join(copy, step.link), {recursive: true, force: true})
    mkdirSync(dirname(join(copy, step.link)), {recursive: true})
    symlinkSync(step.target, join(copy, step.link))
    bringTarget(join(of(model), dirname(step.link), step.target), join(copy, dirname(step.link), step.target))
  }
  const inside = relative(model, file)
  return {file: inside.startsWith('..') ? of(file) : join(copy, inside), model: copy, of}
}

/** Folders of a read-only checkout are copied with their modes. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, {withFileTypes: true}))
    if (entry.isDirectory()) makeWritable(join(folder, entry.name))
}

/** What a link out of the model leads to lies beside the copy too. */
function bringTarget(original: string, copied: string): void {
  if (existsSync(copied) || !existsSync(original)) return
  mkdirSync(dirname(copied), {recursive: true})
  cpSync(original, copied, {recursive: true})
}

/** Every field of a case, as the flags of the public command. */
function argumentsOf(item: Case, {file, model, of}: Paths): string[] {
  const flag = (name: string, value: string | null | undefined): string[] =>
    value === undefined || value === null ? [] : [`--${name}`, value]
  return [
    file,
    ...flag('artifact', model ?? (item.artifact === undefined ? undefined : of(item.artifact))),
    ...flag('key', item.publicKey === undefined ? undefined : of(item.publicKey)),
    ...(item.roots ?? []).flatMap(path => flag('roots', of(path))),
    ...(item.intermediates ?? []).flatMap(path => flag('chain', of(path))),
    ...flag('trusted-root', item.root === undefined || item.root === 'public-good' ? undefined : of(item.root)),
    ...flag('registry-keys', item.keys === undefined || item.keys.startsWith('seed:') ? undefined : of(item.keys)),
    ...flag('identity', item.identity),
    ...flag('issuer', item.issuer),
    ...flag('publisher', publisherOf(item)),
    ...flag('predicate-type', item.predicateType),
    ...flag('pointer', item.pointer),
    ...flag('image', item.image),
    ...flag('manifest', item.attestationManifest ?? item.manifest),
    ...(item.ignore ?? []).flatMap(path => flag('ignore', path)),
    ...(item.kind === 'oms-schema' ? ['--require', 'form'] : []),
    ...subjectFlags(item, of),
    '--offline',
    '--json',
  ]
}

function subjectFlags(item: Case, of: Paths['of']): string[] {
  if (item.kind === 'npm-attestations') {
    const bytes =
      item.tarball === undefined
        ? ['--digest', `sha512:${toHex(item.integrity ?? '')}`]
        : ['--artifact', of(item.tarball)]
    return ['--subject', `pkg:npm/${(item.name ?? '').replace(/^@/, '%40')}@${item.version ?? ''}`, ...bytes]
  }
  if (item.kind === 'pep740') {
    const bytes =
      item.dist === undefined || item.sha256 !== undefined
        ? ['--digest', `sha256:${item.sha256 ?? ''}`]
        : ['--artifact', of(item.dist)]
    return ['--subject', item.filename ?? '', ...bytes]
  }
  // `subjectName` is the archive's file name there, which the statement need not use
  return item.artifact === undefined
    ? Object.entries(item.digests ?? {}).flatMap(([alg, hex]) => (strong.has(alg) ? ['--digest', `${alg}:${hex}`] : []))
    : []
}

function publisherOf({publisher}: Case): string | undefined {
  if (publisher === undefined || publisher === null) return undefined
  const parts = [
    publisher.kind,
    publisher.repository ?? publisher.email,
    publisher.workflow ?? publisher.workflow_filepath,
  ]
  return parts.filter(text => text !== undefined).join(':')
}

function toHex(integrity: string): string {
  return Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex')
}

function verify(args: readonly string[], cwd: string): Promise<{exit: number; subjects: readonly Subject[]}> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [launcher, 'verify', ...args], {cwd, stdio: ['ignore', 'pipe', 'inherit']})
    const chunks: Buffer[] = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', exit => {
      const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      const error =
        answer.error === undefined
          ? []
          : [{status: 'error', code: answer.error.code, message: answer.error.message, notCovered: []}]
      settle({exit: exit ?? -1, subjects: answer.subjects ?? error})
    })
  })
}

interface KindRow {
  readonly kind: string
  readonly cases: number
  readonly expectedOk: number
  readonly actualOk: number
  readonly different: number
}

function kindRows(decided: readonly Decided[]): KindRow[] {
  return [...new Set(decided.map(({kind}) => kind))].sort().map(kind => {
    const own = decided.filter(item => item.kind === kind)
    return {
      kind,
      cases: own.length,
      expectedOk: own.filter(({expected}) => expected === 'ok').length,
      actualOk: own.filter(({actual}) => actual === 'ok').length,
      different: own.filter(({problems, stretch}) => !stretch && problems.length > 0).length,
    }
  })
}

function print(decided: readonly Decided[]): void {
  console.log(`${'kind'.padEnd(24)} cases  ok expected/actual  failed expected/actual  different`)
  for (const {kind, cases, expectedOk, actualOk, different} of kindRows(decided)) {
    const failed = `${cases - expectedOk}/${cases - actualOk}`
    console.log(
      `${kind.padEnd(24)} ${String(cases).padStart(5)}  ${`${expectedOk}/${actualOk}`.padStart(18)}  ${failed.padStart(22)}  ${String(different).padStart(9)}`,
    )
  }
  for (const {id, problems, stretch} of decided) {
    if (problems.length > 0) console.log(`  ${stretch ? 'stretch ' : ''}${id}: ${problems.join('; ')}`)
  }
  const wrong = decided.filter(({stretch, problems}) => !stretch && problems.length > 0).length
  console.log(`${decided.length} cases, ${wrong} different (stretch cases apart)`)
}
