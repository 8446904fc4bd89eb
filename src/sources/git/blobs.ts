import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {whyUnwritable} from '../../lib/fs/write-file.ts'
import {unreadable} from '../local-file.ts'
import {GitFailure, type GitSetting, runGitToFile, startGit} from './process.ts'

/** Far more than a message needs. */
const commitLimit = 16 * 1024 * 1024
/** A repository of a few megabytes may unpack to terabytes. */
const spoolLimitGiB = 32

/**
 * Contents of objects by their id, one after the other, from one running `git cat-file`. Filters are not applied: what
 * is stored is what comes.
 */
export class GitBlobs {
  readonly #setting: GitSetting
  readonly #spooled = new Map<string, Promise<string>>()
  readonly #spoolLimitGiB: number
  #spooledBytes = 0n
  #running: {readonly child: ChildProcess; readonly output: Output} | undefined
  #last: Promise<unknown> = Promise.resolve()

  /** @param limitGiB how much may lie in files beside our repository */
  constructor(setting: GitSetting, limitGiB = spoolLimitGiB) {
    this.#setting = setting
    this.#spoolLimitGiB = limitGiB
  }

  /**
   * The commit that a name of ours stands for, also by way of a tag.
   * @throws {GitFailure} where it is none
   */
  async commitOf(name: string): Promise<string> {
    const {header, output} = await this.#ask(`${name}^{commit}`)
    const [, commit, size] = /^([0-9a-f]+) commit (\d+)$/.exec(header ?? '') ?? []
    if (commit === undefined || Number(size) > commitLimit) throw new GitFailure('what it names is not a commit')
    await output.take(Number(size) + 1)
    return commit
  }

  /** @throws {AibomError} `AIBOM_FILE_UNREADABLE` */
  read(path: string, oid: string): Promise<Buffer> {
    const read = this.#last.then(() => this.#readNext(path, oid))
    this.#last = read.catch(() => undefined)
    return read
  }

  /**
   * The content as a file beside our repository, for what is too large for memory; its absolute path.
   * @param byteLength of the content
   * @throws {AibomError} `AIBOM_FILE_UNREADABLE`; `AIBOM_FILE_TOO_LARGE` once all that was asked for is too much
   */
  spool(path: string, oid: string, byteLength: bigint): Promise<string> {
    const spooled = this.#spooled.get(oid) ?? this.#spoolNew(path, oid, byteLength)
    this.#spooled.set(oid, spooled)
    return spooled
  }

  async #spoolNew(path: string, oid: string, byteLength: bigint): Promise<string> {
    this.#spooledBytes += byteLength
    if (this.#spooledBytes > BigInt(Math.floor(this.#spoolLimitGiB * 1024 ** 3)))
      throw new AibomError(
        'AIBOM_FILE_TOO_LARGE',
        `${path} has ${byteLength} bytes, and the large files of the repository more than the ${this.#spoolLimitGiB} GiB that are unpacked of one`,
      )
    const absolutePath = join(this.#setting.folder, `blob-${oid}`)
    try {
      await runGitToFile(this.#setting, ['cat-file', 'blob', oid], absolutePath)
      return absolutePath
    } catch (error) {
      if (error instanceof GitFailure) throw unreadable(path, error.message)
      if (error instanceof AibomError || systemErrorCode(error) === undefined) throw error
      throw unreadable(path, `its content could not be written to the temporary folder: ${whyUnwritable(error)}`)
    }
  }

  async close(): Promise<void> {
    const child = this.#running?.child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'close')
    child.kill()
    await ended
  }

  async #readNext(path: string, oid: string): Promise<Buffer> {
    const {header, output} = await this.#ask(oid)
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header ?? '')?.[1]
    const content = size === undefined ? undefined : await output.take(Number(size) + 1)
    if (content === undefined)
      throw unreadable(path, header === undefined ? 'git ended early' : `git said ${JSON.stringify(header)}`)
    return content.subarray(0, -1)
  }

  async #ask(name: string): Promise<{readonly header: string | undefined; readonly output: Output}> {
    this.#setting.signal.throwIfAborted()
    this.#running ??= this.#start()
    const {child, output} = this.#running
    child.stdin?.write(`${name}\n`)
    return {header: await output.takeLine(), output}
  }

  #start(): {readonly child: ChildProcess; readonly output: Output} {
    const child = startGit(this.#setting, ['cat-file', '--batch'], 'pipe')
    // A process that died shows as the end of its output.
    child.on('error', () => child.stdout?.destroy())
    child.stdin?.on('error', () => child.stdout?.destroy())
    child.stderr?.resume()
    if (child.stdout === null) throw new Error('git was started without a pipe')
    return {child, output: new Output(child.stdout)}
  }
}

/** What a process wrote and nobody has taken yet. */
class Output {
  readonly #chunks: Buffer[] = []
  #length = 0
  #isEnded = false
  #wake: () => void = () => undefined

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#length += chunk.length
      this.#wake()
    })
    stream.on('close', () => {
      this.#isEnded = true
      this.#wake()
    })
  }

  /** Exactly so many bytes; undefined when the output ends before. */
  async take(length: number): Promise<Buffer | undefined> {
    while (this.#length < length) if (!(await this.#more())) return undefined
    const all = Buffer.concat(this.#chunks.splice(0))
    this.#chunks.push(all.subarray(length))
    this.#length -= length
    return all.subarray(0, length)
  }

  /** Up to the next line feed, which is taken too. */
  async takeLine(): Promise<string | undefined> {
    for (;;) {
      const all = Buffer.concat(this.#chunks.splice(0))
      this.#chunks.push(all)
      const end = all.indexOf(0x0a)
      if (end !== -1) return (await this.take(end + 1))?.toString('latin1', 0, end)
      if (!(await this.#more())) return undefined
    }
  }

  async #more(): Promise<boolean> {
    if (this.#isEnded) return false
    await new Promise<void>(resolve => {
      this.#wake = resolve
    })
    return true
  }
}
