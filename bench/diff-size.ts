import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseBom} from '../src/bom/read/parse.ts'
import {launcher, measure, median} from './support/measure.ts'

const ratioBar = 2
const peakBarMib = 800

/**
 * `aibom diff` of two large BOMs, by CPU time, against our strict parse of both, each in a process of its own; and its
 * largest memory. Arguments: components, rounds.
 */
export async function run([components = '100000', rounds = '3']: string[]): Promise<boolean> {
  if (components === 'parse') return parseBoth(rounds)
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bench-diff-'))
  try {
    for (const [name, seed] of [
      ['old.json', 0],
      ['new.json', 1],
    ] as const)
      writeFileSync(join(folder, name), bomOf(Number(components), seed))
    const self = process.argv[1] ?? ''
    const parse = [process.execPath, '--import', 'tsx', self, 'diff-size', 'parse', folder]
    const idle = [process.execPath, '--import', 'tsx', self, 'diff-size', 'parse', '']
    const diff = [process.execPath, launcher, 'diff', join(folder, 'old.json'), join(folder, 'new.json'), '--json']
    const [parsed, started, compared] = [parse, idle, diff].map(command =>
      Array.from({length: Number(rounds)}, () => measure(command)),
    )
    const cpuOf = (figures: typeof parsed): number => median((figures ?? []).map(({cpu}) => cpu))
    const strict = cpuOf(parsed) - cpuOf(started)
    const peak = Math.max(...(compared ?? []).map(figures => figures.peak))
    const isRun = (compared ?? []).every(({exit}) => exit === 0)
    console.log(
      `${components} components: strict parse of both ${strict.toFixed(2)} s, diff ${cpuOf(compared).toFixed(2)} s with its start, ${peak.toFixed(0)} MiB`,
    )
    return isRun && cpuOf(compared) <= ratioBar * strict && peak <= peakBarMib
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function parseBoth(folder: string): Promise<boolean> {
  for (const name of folder === '' ? [] : ['old.json', 'new.json'])
    parseBom(readFileSync(join(folder, name), 'utf8'), name)
  return true
}

/** Packages, models and weights; one in a hundred differs by the seed. */
function bomOf(count: number, seed: number): string {
  const components = Array.from({length: count}, (_, index) => {
    const minor = index % 100 === 0 ? seed : 0
    const hash = (index * 31 + minor).toString(16).padStart(64, '0')
    if (index % 10 === 0) {
      const purl = `pkg:huggingface/org${index % 97}/model-${index}`
      return {
        type: 'machine-learning-model',
        'bom-ref': purl,
        group: `org${index % 97}`,
        name: `model-${index}`,
        version: `1.${minor}`,
        purl,
      }
    }
    const purl = `pkg:npm/package-${index}@1.${minor}.0`
    const hashes = [{alg: 'SHA-256', content: hash}]
    return {
      type: 'library',
      'bom-ref': purl,
      name: `package-${index}`,
      version: `1.${minor}.0`,
      purl,
      hashes,
      licenses: [{license: {id: 'MIT'}}],
    }
  })
  const dependencies = components
    .slice(1)
    .map((component, index) => ({ref: components[index >> 1]?.['bom-ref'], dependsOn: [component['bom-ref']]}))
  const merged = new Map<string, string[]>()
  for (const {ref = '', dependsOn} of dependencies) merged.set(ref, [...(merged.get(ref) ?? []), ...dependsOn])
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components,
    dependencies: [...merged].map(([ref, dependsOn]) => ({ref, dependsOn})),
  })
}
