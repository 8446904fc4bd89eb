import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {bar, type Figures, launcher, measure, projectRoot} from './support/measure.ts'
import {type Peer, peersHere} from './support/peers.ts'

const megabyte = 1_000_000

/**
 * The whole command on three trees: a TypeScript application of 230 files, a repository of 20,000 files and 3 GiB of
 * weights (twice: the second run finds every digest in the cache). `npm run bench -- generate [MIB [FOLDER…]]`: MIB is
 * the size of each of three weight files; each FOLDER is also run against the peers that are installed.
 */
export async function run([mebibytes = '1024', ...folders]: string[]): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'aibom-generate-'))
  try {
    const app = makeApplication(join(home, 'app'))
    const large = makeRepository(join(home, 'large'))
    const own = [...onApplication(app, home), onRepository(large, home), secondRun(home, Number(mebibytes))]
    const compared = [app, ...folders.map(folder => resolve(folder))].map(folder => compare(folder, home))
    return [...own, ...compared].every(Boolean)
  } finally {
    rmSync(home, {recursive: true, force: true})
  }
}

function ours(source: string, home: string): Figures {
  const env = {...process.env, XDG_CACHE_HOME: join(home, 'cache')}
  const figures = measure(
    [process.execPath, launcher, 'generate', source, '--output', join(home, 'out.cdx.json'), '--quiet'],
    {env},
  )
  console.log(`${source}: ${describe(figures)}`)
  return figures
}

function describe({cpu, wall, peak, exit}: Figures): string {
  return `${cpu.toFixed(2)} CPU s · ${wall.toFixed(2)} s · ${peak.toFixed(0)} MiB · exit ${exit}`
}

function onApplication(folder: string, home: string): boolean[] {
  const {cpu, peak, exit} = ours(folder, home)
  return [
    exit === 0,
    bar('application of 230 files, CPU', cpu, 2, 's'),
    bar('application of 230 files, peak', peak, 150, 'MiB'),
  ]
}

function onRepository(folder: string, home: string): boolean {
  const {peak, exit} = ours(folder, home)
  return bar('repository of 20,000 files, peak', peak, 300, 'MiB') && exit === 0
}

function secondRun(home: string, mebibytes: number): boolean {
  const folder = join(home, 'weights')
  mkdirSync(folder)
  const header = Buffer.from(
    `{"a":{"dtype":"U8","shape":[${mebibytes * 1024 * 1024}],"data_offsets":[0,${mebibytes * 1024 * 1024}]}}`,
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const chunk = Buffer.alloc(1024 * 1024, 7)
  for (const name of ['a.safetensors', 'b.safetensors', 'c.safetensors']) {
    writeFileSync(join(folder, name), Buffer.concat([length, header]))
    for (let written = 0; written < mebibytes; written++) writeFileSync(join(folder, name), chunk, {flag: 'a'})
  }
  // the cache mistrusts what has just changed
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)
  const [idle, first, second] = [ours(join(home, 'app', 'empty'), home), ours(folder, home), ours(folder, home)]
  console.log(`whole runs, second / first: ${(second.wall / first.wall).toFixed(3)}`)
  return bar(
    'unchanged second run less start-up, wall / first',
    Math.max(second.wall - idle.wall, 0) / (first.wall - idle.wall),
    0.05,
  )
}

/** cdxgen is the bar; the others are told. */
function compare(folder: string, home: string): boolean {
  const {cpu} = ours(folder, home)
  return peersHere()
    .map(peer => compareWith(peer, folder, join(home, `${peer.name}.json`), cpu))
    .every(Boolean)
}

function compareWith(peer: Peer, folder: string, output: string, cpu: number): boolean {
  const figures = measure(peer.command(folder, output))
  console.log(`${peer.name} on ${folder}: ${describe(figures)}`)
  return peer.name !== 'cdxgen' || bar('our CPU / that of cdxgen', cpu / figures.cpu, 0.5)
}

/** The components, routes and library files of a chat application, with a lock. */
function makeApplication(folder: string): string {
  cpSync(join(projectRoot, 'docs/example-app/web'), folder, {recursive: true})
  mkdirSync(join(folder, 'empty'))
  for (let at = readdirSync(folder, {recursive: true}).length; at < 230; at++)
    writeSource(folder, `src/part-${at % 12}/file-${at}.ts`, typescript(at))
  return folder
}

/** Code in both languages, a part of which uses models; settings, documents and tables. */
function makeRepository(folder: string): string {
  const kinds = [
    (at: number) => ['py', python(at)],
    (at: number) => ['ts', typescript(at)],
    (at: number) => [
      'json',
      JSON.stringify({name: `part ${at}`, values: Array.from({length: 60}, (_, step) => at + step)}),
    ],
    (at: number) => [
      'yaml',
      `name: part-${at}\nreplicas: 2\nimage: example/part:${at}\nenv:\n  - name: LEVEL\n    value: info\n`,
    ],
    (at: number) => ['md', `# Part ${at}\n\n${'What it does, and how it is used. '.repeat(40)}\n`],
  ] as const
  let bytes = 0
  for (let at = 0; at < 20_000; at++) {
    const [ending = '', text = ''] = kinds[at % kinds.length]?.(at) ?? []
    bytes += text.length
    writeSource(folder, `part-${at % 200}/group-${at % 7}/file-${at}.${ending}`, text)
  }
  console.log(`a repository of 20,000 files, ${(bytes / megabyte).toFixed(0)} MB`)
  return folder
}

function writeSource(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), {recursive: true})
  writeFileSync(join(folder, path), text)
}

function python(at: number): string {
  const usesModel = at % 4 === 0
  const head = usesModel
    ? `from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("org-${at % 50}/model-${at % 300}")\n`
    : 'import os\nimport json\n'
  const body = Array.from(
    {length: 30},
    (_, step) => `def step_${step}(value, other=${step}):\n    return {"name": value, "step": other + ${at}}\n`,
  )
  return `${head}\n${body.join('\n')}`
}

function typescript(at: number): string {
  const usesModel = at % 4 === 0
  const head = usesModel
    ? 'import OpenAI from "openai"\n\nexport const answer = (text: string) => new OpenAI().chat.completions.create({model: "gpt-4o-mini", messages: [{role: "user", content: text}]})\n'
    : 'import {join} from "node:path"\n'
  const body = Array.from(
    {length: 30},
    (_, step) =>
      `export function step${step}(value: string, other = ${step}) {\n  return {name: join(value), step: other + ${at}}\n}\n`,
  )
  return `${head}\n${body.join('\n')}`
}
