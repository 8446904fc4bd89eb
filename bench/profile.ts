import {spawnSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {launcher, projectRoot} from './support/measure.ts'

interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children?: readonly number[]
}

interface Profile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

interface Times {
  self: number
  total: number
}

const shown = 45

/**
 * `npm run bench -- profile DIR [ARGUMENT…]`: where the processor time of `generate DIR` goes, by function, each with
 * its own time and with that of what it
 * calls. The profiles of all threads stay in node_modules/.cache/profile; a browser's developer tools draw them as
 * flame graphs.
 */
export async function run([folder, ...args]: string[]): Promise<boolean> {
  if (folder === undefined) {
    console.error('usage: npm run bench -- profile DIR [ARGUMENT…]')
    return false
  }
  const kept = join(projectRoot, 'node_modules/.cache/profile')
  rmSync(kept, {recursive: true, force: true})
  mkdirSync(kept, {recursive: true})
  const command = [
    '--cpu-prof',
    `--cpu-prof-dir=${kept}`,
    launcher,
    'generate',
    resolve(folder),
    '--output',
    join(kept, 'out.cdx.json'),
    '--quiet',
    ...args,
  ]
  const {status} = spawnSync(process.execPath, command, {stdio: ['ignore', 'ignore', 'inherit']})
  const files = readdirSync(kept).filter(name => name.endsWith('.cpuprofile'))
  const times = new Map<string, Times>()
  for (const file of files) addTimes(JSON.parse(readFileSync(join(kept, file), 'utf8')), times)
  print(times)
  console.log(`${files.length} threads; profiles in ${kept}`)
  return status === 0 || status === 1
}

/** Adds the milliseconds of every function; one that calls itself counts once in its total. */
function addTimes({nodes, samples, timeDeltas}: Profile, times: Map<string, Times>): void {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const parents = new Map(
    nodes.flatMap(({id, children = []}) => children.map((child): [number, number] => [child, id])),
  )
  const selfById = new Map<number, number>()
  for (const [at, id] of samples.entries()) selfById.set(id, (selfById.get(id) ?? 0) + (timeDeltas[at] ?? 0) / 1000)
  for (const [id, self] of selfById) {
    const own = byId.get(id)
    if (own === undefined || own.callFrame.functionName === '(idle)') continue
    const seen = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const name = nameOf(byId.get(at))
      const time = times.get(name) ?? {self: 0, total: 0}
      times.set(name, time)
      if (at === id) time.self += self
      if (!seen.has(name)) time.total += self
      seen.add(name)
    }
  }
}

function nameOf(node: ProfileNode | undefined): string {
  if (node === undefined) return '(unknown)'
  const {functionName, url, columnNumber} = node.callFrame
  const file = url.slice(url.lastIndexOf('/') + 1)
  return `${functionName === '' ? `(anonymous ${columnNumber})` : functionName}  ${file}`
}

function print(times: ReadonlyMap<string, Times>): void {
  const all = [...times].filter(([name]) => !name.startsWith('(root)'))
  const whole = all.reduce((sum, [, {self}]) => sum + self, 0)
  for (const kind of ['self', 'total'] as const) {
    console.log(`\n${kind === 'self' ? 'own time' : 'with what it calls'}, of ${whole.toFixed(0)} ms`)
    for (const [name, time] of all.sort((a, b) => b[1][kind] - a[1][kind]).slice(0, shown)) {
      console.log(
        `${time[kind].toFixed(0).padStart(8)} ms ${((100 * time[kind]) / whole).toFixed(1).padStart(5)} %  ${name}`,
      )
    }
  }
}
