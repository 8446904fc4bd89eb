import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {launcher} from './support/measure.ts'
import {type Answer, type Case, type CaseFile, type Scores, score, worstOf} from './support/model-file-scores.ts'

interface Result {
  readonly files: readonly CaseFile[]
}

/** Cases a process: one that crashes takes no more with it. */
const batch = 64

/**
 * `npm run bench -- model-files FOLDER [--json]`: the built `inspect` over every case of FOLDER/labels.json, beside
 * what other scanners answered
 * (baseline.json there or in the folder above). Exits 1 when an unsafe case is answered safe, or a safe one unsafe.
 */
export async function run(args: string[]): Promise<boolean> {
  const [folder] = args.filter(arg => !arg.startsWith('--'))
  if (folder === undefined) {
    console.error('usage: npm run bench -- model-files FOLDER [--json]')
    return false
  }
  const {cases}: {cases: Case[]} = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8'))
  const filesByCase = new Map<string, readonly CaseFile[]>()
  for (let start = 0; start < cases.length; start += batch)
    inspect(folder, cases.slice(start, start + batch), filesByCase)
  const ours = score(cases, path => worstOf(filesByCase.get(path) ?? []), filesByCase)
  const peers = peersOf(folder, cases)
  if (args.includes('--json')) console.log(JSON.stringify({ours, peers: Object.fromEntries(peers)}, null, 2))
  else print(ours, peers)
  return ours.missed === 0 && ours.falseAlarms === 0
}

function inspect(folder: string, cases: readonly Case[], filesByCase: Map<string, readonly CaseFile[]>): void {
  const targets = [...cases.map(({path}) => path), join(dirname(launcher), '../package.json')]
  const {stdout, stderr} = spawnSync(process.execPath, [launcher, 'inspect', '--json', '--offline', ...targets], {
    cwd: resolve(folder),
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  })
  if (stdout === '') throw new Error(stderr)
  const {files}: Result = JSON.parse(stdout)
  for (const {path, unit} of cases) {
    filesByCase.set(
      path,
      files.filter(file => (unit === 'dir' ? file.path.startsWith(`${path}/`) : file.path === path)),
    )
  }
}

function peersOf(folder: string, cases: readonly Case[]): Map<string, Scores> {
  const path = [join(folder, 'baseline.json'), join(folder, '../baseline.json')].find(existsSync)
  if (path === undefined) return new Map()
  const {sets}: {sets: Record<string, Record<string, Record<string, Answer>>>} = JSON.parse(readFileSync(path, 'utf8'))
  const [first = ''] = cases.map(each => each.path)
  const set = Object.values(sets).find(answers => Object.values(answers).some(byPath => first in byPath)) ?? {}
  return new Map(Object.entries(set).map(([name, answers]) => [name, score(cases, each => answers[each] ?? 'skipped')]))
}

const rows = ['unsafe', 'safe', 'unknown'] as const
const columns = ['unsafe', 'unknown', 'safe', 'skipped'] as const

function print(ours: Scores, peers: ReadonlyMap<string, Scores>): void {
  console.log(`labelled   ${columns.map(name => `→ ${name}`.padStart(10)).join('')}`)
  for (const row of rows)
    console.log(`${row.padEnd(11)}${columns.map(name => String(ours.confusion[row][name]).padStart(10)).join('')}`)
  console.log()
  const heads = ['missed', 'blocked', 'alarms', 'noise', 'overcall', 'exact', 'named', 'facts']
  console.log(`${''.padEnd(18)}${heads.map(name => name.padStart(12)).join('')}`)
  for (const [name, scores] of [['aibom', ours] as const, ...peers]) {
    const {
      missed,
      blocked,
      unsafe,
      falseAlarms,
      noise,
      safe,
      overcalls,
      exact,
      cases,
      named,
      toName,
      facts,
      factCases,
    } = scores
    const cells = [
      String(missed),
      `${blocked}/${unsafe}`,
      String(falseAlarms),
      `${noise}/${safe}`,
      String(overcalls),
      `${exact}/${cases}`,
    ]
    const own = name === 'aibom' ? [`${named}/${toName}`, `${facts}/${factCases}`] : ['', '']
    console.log(`${name.padEnd(18)}${[...cells, ...own].map(cell => cell.padStart(12)).join('')}`)
  }
  for (const line of ours.wrong) console.log(line)
}
