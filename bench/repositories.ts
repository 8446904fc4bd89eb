import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {availableParallelism, tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {bar, type Figures, launcher, measure, median} from './support/measure.ts'
import {peersHere} from './support/peers.ts'

/** A command that reads a folder and writes a BOM; `before` prepares a round. */
interface Contestant {
  readonly name: string
  readonly command: (source: string, output: string) => readonly string[]
  readonly cache: 'empty' | 'warm'
  readonly edits?: boolean
}

/**
 * Whole repositories, every contestant in turn, medians of an interleaved run: this build with an empty cache, again on
 * the unchanged tree, after one edited file, another build of aibom, and the peers that are installed. `npm run bench
 * -- repositories [--rounds N] [--other LAUNCHER] FOLDER…`: LAUNCHER is the `bin/run.js` of the other build. The
 * folders are copied, so that they stay as they are. Prints a table in Markdown.
 */
export async function run(words: string[]): Promise<boolean> {
  const rounds = Number(takeOption(words, '--rounds') ?? '3')
  const other = takeOption(words, '--other')
  const home = mkdtempSync(join(tmpdir(), 'aibom-repositories-'))
  try {
    console.log(
      `| repository | ${['contestant', 'CPU s', 'wall s', 'MiB', 'by this build'].join(' | ')} |\n| --- | --- | ---: | ---: | ---: | ---: |`,
    )
    const folders = words.map(folder => copyOf(resolve(folder), home))
    return folders.map(folder => compare(folder, home, rounds, other)).every(Boolean)
  } finally {
    rmSync(home, {recursive: true, force: true})
  }
}

function takeOption(words: string[], name: string): string | undefined {
  const at = words.indexOf(name)
  return at === -1 ? undefined : words.splice(at, 2)[1]
}

function copyOf(folder: string, home: string): string {
  const copy = join(home, basename(folder))
  cpSync(folder, copy, {recursive: true, verbatimSymlinks: true})
  return copy
}

function contestants(other: string | undefined): readonly Contestant[] {
  const by = (path: string) => (source: string, output: string) => [
    process.execPath,
    path,
    'generate',
    source,
    '--output',
    output,
    '--quiet',
  ]
  return [
    {name: 'this build', command: by(launcher), cache: 'empty'},
    {name: 'this build, again', command: by(launcher), cache: 'warm'},
    {name: 'this build, one file edited', command: by(launcher), cache: 'warm', edits: true},
    ...(other === undefined ? [] : [{name: 'the other build', command: by(resolve(other)), cache: 'empty' as const}]),
    ...peersHere().map(({name, command}) => ({name, command, cache: 'empty' as const})),
  ]
}

function compare(folder: string, home: string, rounds: number, other: string | undefined): boolean {
  const entered = contestants(other)
  const figures = entered.map((): Figures[] => [])
  for (let round = 0; round < rounds; round++) {
    const warm = join(home, `cache-${round}`)
    entered.forEach(({command, cache, edits}, index) => {
      if (edits === true) editOne(folder, round)
      const folderOfCache = cache === 'warm' || index === 0 ? warm : join(home, `cache-${round}-${index}`)
      figures[index]?.push(
        measure(command(folder, join(home, 'out.json')), {env: {...process.env, XDG_CACHE_HOME: folderOfCache}}),
      )
      if (folderOfCache !== warm) rmSync(folderOfCache, {recursive: true, force: true})
    })
    rmSync(warm, {recursive: true, force: true})
  }
  const medians = figures.map(list => ({
    cpu: median(list.map(({cpu}) => cpu)),
    wall: median(list.map(({wall}) => wall)),
    peak: median(list.map(({peak}) => peak)),
  }))
  const [own, again, edited, another] = medians
  if (own === undefined || again === undefined || edited === undefined) return false
  medians.forEach(({cpu, wall, peak}, index) => {
    const cells = [
      basename(folder),
      entered[index]?.name,
      cpu.toFixed(2),
      wall.toFixed(2),
      peak.toFixed(0),
      (cpu / own.cpu).toFixed(2),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  })
  return [
    bar(`${basename(folder)}: unchanged second run, CPU`, again.cpu / own.cpu, 0.15),
    bar(`${basename(folder)}: after one edit, CPU`, edited.cpu / own.cpu, 0.2),
    availableParallelism() < 2 || bar(`${basename(folder)}: wall by CPU`, own.wall / own.cpu, 0.6),
    other === undefined ||
      another === undefined ||
      bar(`${basename(folder)}: CPU by the other build`, own.cpu / another.cpu, 0.55),
  ].every(Boolean)
}

/** A line more in the first file of code. */
function editOne(folder: string, round: number): void {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter(name => /\.(?:py|tsx?|go)$/.test(name) && !name.includes('node_modules'))
    .sort()
  const path = names.map(name => join(folder, name)).find(name => existsSync(name))
  if (path === undefined) return
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n${path.endsWith('.py') ? '#' : '//'} ${round}\n`)
}
