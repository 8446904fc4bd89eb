import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {AssetFact, SourceFacts} from '../src/store/facts.ts'
import {isServerAddress, openStore, type Store, type StoreAddress} from '../src/store/open-store.ts'
import {findAssets} from '../src/store/query/query.ts'
import {parseQuery} from '../src/store/query/query-words.ts'
import {recordScan} from '../src/store/record.ts'
import {addSources, listSources} from '../src/store/sources.ts'
import {bar, costOf, launcher, measure} from './support/measure.ts'

const questions = [
  'model:name-77',
  'kind:model license:apache',
  'kind:model license:unknown',
  'provider:openai',
  'repo:source-500',
  'package:name-123 repo:source-7',
  'kind:package -license:mit name:name-4999',
  'name:name-31',
  'is:floating kind:model',
  'kind:package',
]

/**
 * A fleet of REPOSITORIES small git repositories (1,000 without one): the second sweep, with nothing changed, takes 5 %
 * of the first at most (CPU) and clones nothing. Then ROWS assets in sources (1,000,000 without one): questions take
 * 100 ms at most at the 95th percentile. DATABASE is a file, or postgres://….
 */
export async function run([repositories = '1000', rows = '1000000', database]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bench-'))
  try {
    const swept = sweep(folder, Number(repositories))
    const asked = await ask(folder, Number(rows), database)
    return swept && asked
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function sweep(folder: string, count: number): boolean {
  if (count === 0) return true
  const git = (cwd: string, ...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], {cwd, stdio: 'ignore'})
  for (let at = 0; at < count; at++) {
    const repository = join(folder, 'code', `r${at}`)
    mkdirSync(repository, {recursive: true})
    writeFileSync(
      join(repository, 'app.py'),
      `from transformers import pipeline\npipe = pipeline("text-generation", model="acme/model-${at % 50}")\n`,
    )
    writeFileSync(join(repository, 'requirements.txt'), 'transformers==4.44.0\nopenai==1.0.0\n')
    git(repository, 'init', '--quiet')
    git(repository, 'add', '.')
    git(repository, 'commit', '--quiet', '--message', 'all')
  }
  const list = Array.from({length: count}, (_, at) => pathToFileURL(join(folder, 'code', `r${at}`)).href)
  writeFileSync(join(folder, 'list'), list.join('\n'))
  const command = (...words: string[]): string[] => [
    process.execPath,
    launcher,
    'fleet',
    ...words,
    '--database',
    join(folder, 'sweep.db'),
  ]
  measure(command('add', join(folder, 'list')))
  const first = measure(command('scan'))
  const second = measure(command('scan'))
  const statement = 'select (select count(*) from scans) as scans, (select count(*) from sources) as sources'
  const {table} = JSON.parse(
    execFileSync(process.execPath, [...command('query', '--json', '--sql', statement).slice(1)], {encoding: 'utf8'}),
  )
  const [scans, sources] = table.rows[0]
  for (const [name, {cpu, wall, peak}] of Object.entries({first, second})) {
    console.log(`${name} sweep of ${count}: ${cpu.toFixed(1)} CPU s, ${wall.toFixed(1)} s, ${peak.toFixed(0)} MiB`)
  }
  return [
    bar('second sweep / first, CPU', second.cpu / first.cpu, 0.05),
    bar('clones of the second sweep', scans - sources, 0, 'clones'),
    bar('memory', Math.max(first.peak, second.peak), 400, 'MiB'),
  ].every(Boolean)
}

async function ask(folder: string, rows: number, database: string | undefined): Promise<boolean> {
  if (rows === 0) return true
  const server = database !== undefined && isServerAddress(database)
  const address: StoreAddress = server
    ? {form: 'server', url: database}
    : {form: 'file', absolutePath: database ?? join(folder, 'rows.db')}
  await using store = await openStore(address, 'write')
  const sources = Math.ceil(rows / assetsEach)
  const filled = await costOf(() => fill(store, sources))
  console.log(`${sources * assetsEach} assets in ${sources} sources stored in ${filled.wall.toFixed(0)} s`)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const question of questions) {
      const {wall} = await costOf(() => findAssets(store, parseQuery(question), rowsAsked))
      times.push(wall * 1000)
      if (round === 0) console.log(`  ${question}: ${(wall * 1000).toFixed(0)} ms`)
    }
  }
  times.sort((a, b) => a - b)
  return bar('question, 95th percentile', times[Math.floor(times.length * 0.95)] ?? Number.NaN, 100, 'ms')
}

const assetsEach = 1000
const names = 50_000
const rounds = 10
const rowsAsked = 1001
const kinds = [
  'package',
  'package',
  'package',
  'package',
  'model',
  'package',
  'package',
  'dataset',
  'package',
  'service',
]
const licenses = ['MIT', 'Apache-2.0', 'BSD-3-Clause', '']
const providers = ['pypi', 'npm', 'openai', 'huggingface']

/** Sources that share names, as real ones do. */
async function fill(store: Store, sources: number): Promise<void> {
  const made = Array.from({length: sources}, (_, at) => ({
    address: `/source-${at}`,
    form: 'folder' as const,
    name: `source-${at}`,
    added: 1,
  }))
  await addSources(store, made)
  for (const [at, {id}] of (await listSources(store)).entries()) {
    const assets = Array.from({length: assetsEach}, (_, index) => assetOf((at * 7919 + index * 31) % names, at))
    const facts: SourceFacts = {
      name: `source-${at}`,
      gaps: 0,
      assets,
      relations: [],
      findings: [],
      verdicts: [],
      evidence: [],
    }
    const bom = {sha256: String(at), byteLength: 1, gzip: new Uint8Array(1)}
    await recordScan(store, {sourceId: id, at: 1, tool: 'bench', fingerprint: 'bench', bom, facts})
  }
}

function assetOf(number: number, source: number): AssetFact {
  const kind = kinds[number % kinds.length] ?? 'package'
  const license = licenses[number % licenses.length] ?? ''
  return {
    identity: `${kind}:name-${number}`,
    ...{
      kind,
      name: `name-${number}`,
      provider: providers[number % providers.length] ?? '',
      version: `1.${source % 20}.0`,
    },
    ...{
      floating: number % 5 === 0,
      licenses: license === '' ? [] : [license],
      scope: 'product',
      place: {path: 'requirements.txt', line: number},
    },
    evidence: [],
    digests: [],
  }
}
