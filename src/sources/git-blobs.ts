import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {type GitSetting, runGitToFile, startGit} from './git-process.ts'
import {unreadable} from './local-file.ts'

/** Contents of objects by their id, one after the other, from one running `git cat-file`. Filters are not applied: what is stored is what comes. */
export class GitBlobs {
  readonly #setting: GitSetting
  readonly #spooled = new Map<string, Promise<string>>()
  #child: ChildProcess | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(setting: GitSetting) {
    this.#setting = setting
  }

  /** @throws {AibomError} `AIBOM_FILE_UNREADABLE` */
  read(path: string, oid: string): Promise<Buffer> {
    const read = this.#last.then(() => this.#readNext(path, oid))
    this.#last = read.catch(() => undefined)
    return read
  }

  /** The content as a file beside our repository, for what is too large for memory; its absolute path. */
  spool(oid: string): Promise<string> {
    const absolutePath = join(this.#setting.folder, `blob-${oid}`)
    const spooled = this.#spooled.get(oid) ?? runGitToFile(this.#setting, ['cat-file', 'blob', oid], absolutePath).then(() => absolutePath)
    this.#spooled.set(oid, spooled)
    return spooled
  }

  async close(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'close')
    child.kill()
    await ended
  }

  async #readNext(path: string, oid: string): Promise<Buffer> {
    this.#setting.signal.throwIfAborted()
    this.#child ??= this.#start()
    const {stdin, stdout} = this.#child
    if (stdin === null || stdout === null) throw unreadable(path, 'git gave no way to read it')
    stdin.write(`${oid}\n`)
    const header = await readLine(stdout)
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header ?? '')?.[1]
    const content = size === undefined ? undefined : await readExactly(stdout, Number(size) + 1)
    if (content === undefined) throw unreadable(path, header === undefined ? 'git ended early' : `git said «${header}»`)
    return content.subarray(0, -1)
  }

  #start(): ChildProcess {
    const child = startGit(this.#setting, ['cat-file', '--batch'], 'pipe')
    // A process that died shows as the end of its output.
    child.on('error', () => child.stdout?.destroy())
    child.stdin?.on('error', () => child.stdout?.destroy())
    child.stderr?.resume()
    return child
  }
}

/** A header has an object id, a type and a size. */
const lineLimit = 200

async function readLine(stream: Readable): Promise<string | undefined> {
  let line = ''
  while (line.length < lineLimit) {
    const unit = await readExactly(stream, 1)
    if (unit === undefined) return undefined
    if (unit[0] === 0x0a) return line
    line += unit.toString('latin1')
  }
  return line
}

/** undefined at the end of the stream */
async function readExactly(stream: Readable, length: number): Promise<Buffer | undefined> {
  for (;;) {
    const chunk: unknown = stream.read(length)
    if (Buffer.isBuffer(chunk)) return chunk.length === length ? chunk : undefined
    if (stream.readableEnded || stream.destroyed) return undefined
    await Promise.race([once(stream, 'readable'), once(stream, 'close')])
  }
}
