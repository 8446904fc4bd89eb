import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import {hostname} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {sha256Hex} from '../digest.ts'
import {systemErrorCode} from '../errors.ts'
import {fileChanged} from './file-hash.ts'

const keyLength = 16
const hostKeyLength = 8

/** What an interrupted run leaves of a file, to be taken up again. */
export function leftPartOf(path: string, hex: string): string {
  return `${path}.${hex.slice(0, keyLength)}.part`
}

/** Which parts of ended runs lie in a folder; each folder is listed once. */
export class PartFiles {
  readonly #abandoned = new Map<string, string[]>()

  /**
   * The part that this process alone writes: what an ended run left of the same content, else a new one.
   * @param hex of the content; undefined where nothing is declared, and nothing can be taken up
   */
  claim(target: string, hex: string | undefined, byteLength: number): PartFile {
    const beginning = `.aibom.${keyOf(basename(target))}.${(hex ?? '').slice(0, keyLength).padEnd(keyLength, '0')}.`
    const path = join(dirname(target), `${beginning}${process.pid}-${hostKey()}.part`)
    if (hex === undefined) {
      rmSync(path, {force: true, recursive: true})
      return new PartFile(path, undefined)
    }
    const left = leftPartOf(target, hex)
    const names = this.#abandonedIn(dirname(target)).filter(name => name.startsWith(beginning))
    for (const from of [...names.map(name => join(dirname(target), name)), left]) {
      if (movedTo(path, from) && mayBeTakenUp(path, byteLength)) break
    }
    return new PartFile(path, left)
  }

  #abandonedIn(folder: string): string[] {
    const known = this.#abandoned.get(folder)
    if (known !== undefined) return known
    const found = readdirSync(folder).filter(isAbandoned)
    this.#abandoned.set(folder, found)
    return found
  }
}

/** A file that is filled, checked and then put in its place. */
export class PartFile {
  readonly #path: string
  readonly #left: string | undefined
  readonly descriptor: number
  #isOpen = true

  /** @param left where it goes if it is not completed; undefined: it is removed */
  constructor(path: string, left: string | undefined) {
    this.#path = path
    this.#left = left
    const isThere = lstatSync(path, {throwIfNoEntry: false}) !== undefined
    this.descriptor = openSync(path, isThere ? 'r+' : 'wx+', 0o644)
  }

  size(): number {
    return fstatSync(this.descriptor).size
  }

  empty(): void {
    ftruncateSync(this.descriptor, 0)
  }

  write(chunk: Uint8Array, position: number): void {
    for (let written = 0; written < chunk.byteLength; ) {
      written += writeSync(this.descriptor, chunk, written, chunk.byteLength - written, position + written)
    }
  }

  flush(): void {
    fsyncSync(this.descriptor)
  }

  /**
   * Gives the file its name, which nobody may have taken meanwhile: what stands there then is what was checked.
   * @throws {AibomError} exit 3: `AIBOM_FILE_CHANGED`
   */
  putAt(target: string): void {
    const {dev, ino} = fstatSync(this.descriptor, {bigint: true})
    this.#close()
    renameSync(this.#path, target)
    const placed = lstatSync(target, {bigint: true})
    if (placed.dev === dev && placed.ino === ino) return
    rmSync(target, {force: true})
    throw fileChanged(`${basename(target)} was replaced while it was fetched`)
  }

  /** What was got so far stays for the next run. */
  leave(): void {
    if (!this.#isOpen) return
    const size = this.size()
    this.#close()
    if (size > 0 && this.#left !== undefined) keep(this.#path, this.#left)
    else rmSync(this.#path, {force: true})
  }

  remove(): void {
    this.#close()
    rmSync(this.#path, {force: true})
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.descriptor)
    this.#isOpen = false
  }
}

/**
 * Two runs may have been interrupted: the first one's part stays, the second's keeps its own name, by which it is found
 * too.
 */
function keep(path: string, left: string): void {
  try {
    linkSync(path, left)
    rmSync(path)
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
  }
}

function movedTo(path: string, from: string): boolean {
  try {
    if (from !== path) renameSync(from, path)
    return true
  } catch (error) {
    // another run was quicker, or there is none
    if (systemErrorCode(error) === undefined) throw error
    return false
  }
}

/** A link or a second name of another file would be written through. */
function mayBeTakenUp(path: string, byteLength: number): boolean {
  const stats = lstatSync(path)
  if (stats.isFile() && stats.nlink === 1 && stats.size <= byteLength) return true
  rmSync(path, {force: true, recursive: true})
  return false
}

/**
 * Its process, which ran on this machine, has ended. One with our own number has too: it is another than we are, and we
 * have not begun yet.
 */
function isAbandoned(name: string): boolean {
  const [, pid, host] = /^\.aibom\.[0-9a-f]{16}\.[0-9a-f]{16}\.(\d{1,10})-([0-9a-f]{8})\.part$/.exec(name) ?? []
  if (pid === undefined || host !== hostKey()) return false
  return Number(pid) === process.pid || !isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH'
  }
}

function hostKey(): string {
  return sha256Hex(hostname()).slice(0, hostKeyLength)
}

function keyOf(text: string): string {
  return sha256Hex(text).slice(0, keyLength)
}
