import {randomBytes} from 'node:crypto'
import {closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {readSafetensorsHeader} from '../src/formats/safetensors.ts'
import {hashFile} from '../src/lib/fs/file-hash.ts'
import {inspectFile} from '../src/pipeline/inspect/inspect-file.ts'
import {readers} from '../src/safety/readers.ts'
import {LocalFile} from '../src/sources/local-file.ts'
import type {Source} from '../src/sources/source.ts'
import {bytes, proto, stateDict, tensor} from '../test/support/pickles.ts'
import {safetensors} from '../test/support/weights.ts'
import {zip} from '../test/support/zips.ts'
import {bar, costOf, median} from './support/measure.ts'

const mebibyte = 1024 * 1024
const headerBytes = 8 * 1024 ** 3

/**
 * Digest, header and verdict of one file against its digest alone, processor time in one process; and the header alone
 * of a file of 8 GiB.
 * `npm run bench -- inspect-pass [ROUNDS] [MIB]`: MIB is the size of each file.
 */
export async function run([rounds = '5', mebibytes = '512']: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-inspect-pass-'))
  try {
    const size = Number(mebibytes) * mebibyte
    const results: boolean[] = []
    for (const [name, write] of Object.entries(files)) {
      write(join(folder, name), size)
      results.push(await onePass(join(folder, name), Number(rounds)))
    }
    results.push(await headerAlone(join(folder, 'large.safetensors')))
    return results.every(Boolean)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const files: Readonly<Record<string, (path: string, size: number) => void>> = {
  'm.safetensors': (path, size) =>
    writeParts(path, safetensors({w: {dtype: 'U8', shape: [size], data_offsets: [0, size]}}, 0), size),
  'm.pt'(path, size) {
    const state = stateDict({w: tensor('0', size / 4, [size / 4])})
    const data = Buffer.concat(Array.from({length: size / mebibyte}, () => chunk))
    writeFileSync(
      path,
      zip([
        {name: 'm/data.pkl', content: state},
        {name: 'm/data/0', content: data},
        {name: 'm/version', content: bytes('3\n')},
      ]),
    )
  },
  'm.pkl': (path, size) => writeParts(path, proto(4, bytes('\x8e'), lengthOf(size)).subarray(0, -1), size, bytes('.')),
}

const chunk = randomBytes(mebibyte)

function lengthOf(size: number): Uint8Array {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(size))
  return length
}

function writeParts(path: string, head: Uint8Array, size: number, tail: Uint8Array = new Uint8Array()): void {
  const descriptor = openSync(path, 'w')
  writeSync(descriptor, head)
  for (let written = 0; written < size; written += chunk.byteLength) writeSync(descriptor, chunk)
  writeSync(descriptor, tail)
  closeSync(descriptor)
}

async function onePass(path: string, rounds: number): Promise<boolean> {
  const entry = {path, byteLength: statSync(path, {bigint: true}).size, known: []}
  const whole: number[] = []
  const hash: number[] = []
  for (let round = -1; round < rounds; round++) {
    const inspected = await costOf(() => inspectFile(sourceOf(path), entry, {readers}))
    const hashed = await costOf(async () => hashFile(path, {algorithms: ['sha256']}))
    if (round < 0) continue
    whole.push(inspected.cpu)
    hash.push(hashed.cpu)
  }
  return bar(
    `${path.slice(path.lastIndexOf('/') + 1)}: digest, header and verdict, CPU / digest`,
    median(whole) / median(hash),
    1.15,
  )
}

async function headerAlone(path: string): Promise<boolean> {
  writeFileSync(path, safetensors({w: {dtype: 'U8', shape: [headerBytes], data_offsets: [0, headerBytes]}}, 0))
  truncateSync(path, statSync(path).size + headerBytes)
  const begin = performance.now()
  const file = new LocalFile(path, path, new Set())
  readSafetensorsHeader(await file.bytes())
  file.close()
  return bar('the header alone of a file of 8 GiB', performance.now() - begin, 50, 'ms')
}

function sourceOf(path: string): Source {
  return {
    describe: () => ({scheme: 'file', name: 'bench'}),
    walk: async function* () {},
    open: async () => new LocalFile(path, path, new Set()),
    localPath: () => path,
    gaps: () => [],
    notEntered: () => [],
    [Symbol.asyncDispose]: async () => {},
  }
}
