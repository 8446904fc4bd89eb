import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {engineFlags} from '../src/cli/engine.ts'
import {makeInventory} from './support/make-inventory.ts'
import {bar, median} from './support/measure.ts'

const writer = fileURLToPath(new URL('support/write-bom.mjs', import.meta.url))

interface Writing {
  readonly cpu: number
  readonly wall: number
  readonly bytes: number
  readonly components: number
}

/**
 * Writing and validating a BOM of 10,000 components by the built code, each time in a new process: as a user has it,
 * with what V8 is told, and nothing compiled or warm.
 */
export async function run([rounds = '5', components = '10000']: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bom-'))
  try {
    const file = join(folder, 'inventory.json')
    writeFileSync(file, JSON.stringify(makeInventory(Number(components))))
    return ['1.5', '1.6', '1.7'].map(spec => isQuick(file, spec, Number(rounds), Number(components))).every(Boolean)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function isQuick(file: string, spec: string, rounds: number, components: number): boolean {
  const writings = Array.from({length: rounds}, () => writeOnce(file, spec))
  if (writings.some(writing => writing.components !== components))
    throw new Error('the BOM does not hold every component')
  const [wall, cpu] = [median(writings.map(writing => writing.wall)), median(writings.map(writing => writing.cpu))]
  console.log(
    `CycloneDX ${spec}: ${components} components, ${((writings[0]?.bytes ?? 0) / 1e6).toFixed(1)} MB, ${cpu.toFixed(2)} CPU s`,
  )
  return bar(`writing CycloneDX ${spec}, wall`, wall, 1, 's')
}

function writeOnce(file: string, spec: string): Writing {
  const told = engineFlags(process.versions.v8).late
  const {stdout, stderr, status} = spawnSync(process.execPath, [...told, writer, file, spec], {encoding: 'utf8'})
  if (status !== 0) throw new Error(`the BOM was not written: ${stderr}`)
  return JSON.parse(stdout)
}
