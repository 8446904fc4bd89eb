import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {projectRoot} from './run.ts'

/**
 * What a run may cost: no single file takes more than 2 s or 200 MB above a run on nothing; the rest is slack for a
 * busy machine.
 */
const cpuLimitSeconds = 6
const memoryLimitMebibytes = 330

export interface BoundedRun {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  readonly cpuSeconds: number
  readonly peakMebibytes: number
  readonly withinBounds: boolean
  /** the document written, parsed; undefined when there is none */
  readonly bom: Bom | undefined
  readonly models: readonly string[]
  /** `code path` of each gap, from the BOM itself */
  readonly gaps: readonly string[]
}

interface Bom {
  readonly components?: readonly {readonly type: string; readonly group?: string; readonly name: string}[]
  readonly metadata: {readonly properties?: readonly {readonly name: string; readonly value: string}[]}
}

/** Reports what the process used to the file that is named in the environment, when it ends. */
const usageHook = `import {writeFileSync} from 'node:fs'
process.on('exit', () => writeFileSync(process.env.USAGE_REPORT, JSON.stringify(process.resourceUsage())))`

/**
 * Runs `aibom generate` on a folder as a process of its own, and measures it. The output stands in `home`, never in the
 * source.
 */
export async function generateBounded(
  source: string,
  home: string,
  words: readonly string[] = [],
): Promise<BoundedRun> {
  mkdirSync(home, {recursive: true})
  const [report, output] = [join(home, 'usage.json'), join(home, 'out.cdx.json')]
  const hook = `data:text/javascript,${encodeURIComponent(usageHook)}`
  const command = ['--import', hook, join(projectRoot, 'bin/run.js'), 'generate', source, '--output', output, ...words]
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    NO_COLOR: '1',
    USAGE_REPORT: report,
  }
  const ended = await new Promise<Pick<BoundedRun, 'exit' | 'stdout' | 'stderr'>>((resolve, reject) => {
    const child = spawn(process.execPath, command, {cwd: home, env, stdio: ['ignore', 'pipe', 'pipe']})
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.on('error', reject)
    child.on('close', exit =>
      resolve({exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()}),
    )
  })
  const usage = JSON.parse(readFileSync(report, 'utf8'))
  const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6
  const peakMebibytes = usage.maxRSS / 1024
  const bom: Bom | undefined = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : undefined
  const withinBounds = cpuSeconds <= cpuLimitSeconds && peakMebibytes <= memoryLimitMebibytes
  return {...ended, cpuSeconds, peakMebibytes, withinBounds, bom, models: modelsOf(bom), gaps: gapsOf(bom)}
}

function modelsOf(bom: Bom | undefined): string[] {
  const models = (bom?.components ?? []).filter(({type}) => type === 'machine-learning-model')
  return models.map(({group, name}) => (group === undefined ? name : `${group}/${name}`))
}

function gapsOf(bom: Bom | undefined): string[] {
  return (bom?.metadata.properties ?? []).flatMap(({name, value}) => {
    const path = /(?:^|; )path=([^;]*)/.exec(value)?.[1]
    const code = /(?:^|; )code=([^;]*)/.exec(value)?.[1]
    return name === 'aibom:gap' && path !== undefined && code !== undefined
      ? [`${code} ${decodeURIComponent(path)}`]
      : []
  })
}
