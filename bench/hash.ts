import {spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openDigestCache} from '../src/lib/fs/digest-cache.ts'
import {hashFile} from '../src/lib/fs/file-hash.ts'
import {hashWeights} from '../src/pipeline/generate/weights-step.ts'
import type {Source} from '../src/sources/source.ts'
import {bar, costOf, measure, median} from './support/measure.ts'

const chunk = randomBytes(1024 * 1024)
const smallFiles = 10_000
const smallBytes = 14_700

interface Cost {
  readonly cpu: number
  readonly wall: number
}

/**
 * Hashing against `openssl dgst -sha256`, interleaved, start-up taken off on both sides: ours runs in this process, of
 * openssl an empty run is subtracted.
 * `npm run bench -- hash [ROUNDS] [MIB]`: MIB is the size of each of three large files.
 */
export async function run([rounds = '5', mebibytes = '1024']: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-hash-'))
  try {
    const large = ['a.safetensors', 'b.safetensors', 'c.safetensors'].map(name =>
      writeLarge(folder, name, Number(mebibytes)),
    )
    const small = writeSmall(folder)
    const results = [
      await oneCore(folder, large.slice(0, 1), Number(rounds)),
      await twoCores(folder, large, Number(rounds)),
      await manySmall(folder, small, Number(rounds)),
      await secondRun(folder, large),
    ]
    peer(folder, large)
    return results.every(Boolean)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function oneCore(folder: string, paths: readonly string[], rounds: number): Promise<boolean> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(
      (await costOf(async () => paths.map(path => hashFile(join(folder, path), {algorithms: ['sha256']})))).wall,
    )
    theirs.push(openssl(folder, paths).wall)
  }
  return bar('one large file on one core, wall / openssl', median(ours) / median(theirs), 1.1)
}

async function twoCores(folder: string, paths: readonly string[], rounds: number): Promise<boolean> {
  const one: number[] = []
  const two: number[] = []
  for (let round = 0; round < rounds; round++) {
    one.push((await costOf(() => hash(folder, paths, 1))).wall)
    two.push((await costOf(() => hash(folder, paths, 4))).wall)
  }
  return bar('three large files, wall of all cores / one', median(two) / median(one), 0.7)
}

async function manySmall(folder: string, paths: readonly string[], rounds: number): Promise<boolean> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push((await costOf(() => hash(folder, paths, 4))).cpu)
    theirs.push(openssl(folder, paths).cpu)
  }
  return bar(`${smallFiles} small files, CPU / openssl`, Math.min(...ours) / Math.min(...theirs), 1.7)
}

async function secondRun(folder: string, paths: readonly string[]): Promise<boolean> {
  const open = () => openDigestCache({folder: join(folder, 'cache'), now: () => Date.now() + 10_000})
  const first = await costOf(() => hash(folder, paths, 4, open()))
  const second = await costOf(() => hash(folder, paths, 4, open()))
  return bar('unchanged second run, wall / first', second.wall / first.wall, 0.05)
}

/** PyPI model-signing, where it is installed; only told. */
function peer(folder: string, paths: readonly string[]): void {
  if (spawnSync('python3', ['-c', 'import model_signing']).status !== 0) {
    console.log('skipped PyPI model-signing: not installed')
    return
  }
  const script =
    'import sys; from model_signing import hashing; hashing.Config().hash(sys.argv[1], files_to_hash=sys.argv[2:])'
  const theirs = measure(['python3', '-c', script, folder, ...paths.map(path => join(folder, path))])
  const ours = openssl(folder, paths)
  console.log(`PyPI model-signing / openssl, CPU: ${(theirs.cpu / ours.cpu).toFixed(2)} × (exit ${theirs.exit})`)
}

async function hash(
  folder: string,
  paths: readonly string[],
  threads: number,
  cache?: ReturnType<typeof openDigestCache>,
): Promise<void> {
  const files = paths.map(path => ({path, byteLength: statSync(join(folder, path), {bigint: true}).size}))
  const {signal} = new AbortController()
  const {digestsByPath} = await hashWeights(sourceOf(folder), files, {algorithms: ['sha256'], signal, threads, cache})
  if (digestsByPath.size !== paths.length) throw new Error('not all files were hashed')
}

function sourceOf(folder: string): Source {
  return {
    describe: () => ({scheme: 'dir', name: 'bench'}),
    walk: async function* () {},
    open: () => Promise.reject(new Error('all files are local')),
    localPath: path => join(folder, path),
    gaps: () => [],
    notEntered: () => [],
    [Symbol.asyncDispose]: async () => {},
  }
}

/** Less an empty run a process, of which there are as many as argument lists. */
function openssl(folder: string, paths: readonly string[]): Cost {
  const command = ['openssl', 'dgst', '-sha256']
  const empty = measure([...command, '/dev/null'], {cwd: folder})
  const {cpu, wall} = measure([...command, ...paths], {cwd: folder})
  return {cpu: cpu - empty.cpu, wall: wall - empty.wall}
}

function writeLarge(folder: string, name: string, mebibytes: number): string {
  const descriptor = openSync(join(folder, name), 'w')
  for (let index = 0; index < mebibytes; index++) writeSync(descriptor, chunk)
  closeSync(descriptor)
  utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000)
  return name
}

function writeSmall(folder: string): string[] {
  mkdirSync(join(folder, 'small'))
  return Array.from({length: smallFiles}, (_, index) => {
    const path = join('small', `${index}.bin`)
    writeFileSync(join(folder, path), chunk.subarray(index, index + smallBytes))
    return path
  })
}
