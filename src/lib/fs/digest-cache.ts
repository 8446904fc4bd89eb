import {lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {messageOf, systemErrorCode} from '../errors.ts'
import {isJsonObject, type JsonValue, parseStrictJson} from '../parse/strict-json.ts'
import {
  type FileHash,
  type FileIdentity,
  type HashAlgorithm,
  hashAlgorithms,
  identityKey,
  toIdentity,
} from './file-hash.ts'
import {makePrivateFolder} from './private-folder.ts'

/**
 * Digests of files that have not changed since they were hashed, by device, inode, size, mtime and ctime. No name and
 * no path is kept.
 * It speeds a second run up and proves nothing: `aibom verify` never asks it.
 */
export interface DigestCache {
  /** The state of a file and the digests known of it; `digests` is absent unless every algorithm is known. */
  lookUp(
    absolutePath: string,
    algorithms: readonly HashAlgorithm[],
  ): {identity?: FileIdentity; digests?: FileHash['digests']}
  /** Not kept when the file was written so shortly before that a further write could leave its times as they are. */
  keep(hash: FileHash): void
  /**
   * Writes what is new; whatever another run wrote meanwhile stays. Failing to write costs the next run time and
   * nothing else.
   * @returns why it could not be written; undefined where it was, or had nothing new
   */
  save(): string | undefined
}

/** Where digests are kept, and the clock that tells which files are too fresh to keep. */
export interface DigestCacheOptions {
  /** created when something is first saved */
  readonly folder: string
  /** milliseconds since 1970 */
  readonly now: () => number
}

type Entry = ReadonlyMap<HashAlgorithm, string>

const fileName = 'digests-v1.json'
/** Coarse file systems count time in steps of up to 2 s (FAT). */
const settledNs = 2_000_000_000n
const entryLimit = 50_000
const fileLimitBytes = 64 * 1024 * 1024
const keyPattern = /^\d{1,20}(?::-?\d{1,20}){4}$/
const hexLengths: Readonly<Record<HashAlgorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  blake2b: 128,
  blake3: 64,
}

/** Where this user's caches lie, in a folder of our own; undefined where the environment does not tell. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string | undefined {
  const base = cacheBase(env, platform, home)
  return base === undefined ? undefined : join(base, 'aibom')
}

/** A missing, broken or foreign file is an empty cache. */
export function openDigestCache({folder, now}: DigestCacheOptions): DigestCache {
  const path = join(folder, fileName)
  const known = load(path)
  const used = new Map<string, Entry>()
  let isChanged = false
  return {
    lookUp(absolutePath, algorithms) {
      const identity = identify(absolutePath)
      if (identity === undefined) return {}
      const key = identityKey(identity)
      const entry = known.get(key)
      const digests = entry === undefined ? undefined : select(entry, algorithms)
      if (entry === undefined || digests === undefined) return {identity}
      used.set(key, entry)
      return {identity, digests}
    },
    keep({identity, digests}) {
      if (BigInt(now()) * 1_000_000n - latest(identity) < settledNs) return
      const key = identityKey(identity)
      used.set(key, new Map([...(known.get(key) ?? []), ...digests]))
      isChanged = true
    },
    save() {
      if (!isChanged) return undefined
      isChanged = false
      return write(folder, path, bounded(new Map([...load(path), ...used]), used))
    },
  }
}

function cacheBase(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string | undefined {
  // the XDG specification: a relative path is to be ignored
  if (env['XDG_CACHE_HOME']?.startsWith('/')) return env['XDG_CACHE_HOME']
  if (platform === 'win32') return env['LOCALAPPDATA'] || undefined
  if (home === '') return undefined
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache')
}

/** Of the file that a link leads to. What cannot be asked is left to the one who reads it. */
function identify(absolutePath: string): FileIdentity | undefined {
  try {
    const stats = statSync(absolutePath, {bigint: true})
    return stats.isFile() ? toIdentity(stats) : undefined
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}

function latest({mtimeNs, ctimeNs}: FileIdentity): bigint {
  return mtimeNs > ctimeNs ? mtimeNs : ctimeNs
}

function select(entry: Entry, algorithms: readonly HashAlgorithm[]): FileHash['digests'] | undefined {
  const digests: [HashAlgorithm, string][] = []
  for (const algorithm of algorithms) {
    const hex = entry.get(algorithm)
    if (hex === undefined) return undefined
    digests.push([algorithm, hex])
  }
  return digests
}

/** The newest stay: a map keeps the order of insertion, what this run used goes last. */
function bounded(entries: Map<string, Entry>, used: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  for (const [key, entry] of used) {
    entries.delete(key)
    entries.set(key, entry)
  }
  const surplus = entries.size - entryLimit
  return surplus > 0 ? new Map([...entries].slice(surplus)) : entries
}

function load(path: string): Map<string, Entry> {
  try {
    const stats = lstatSync(path)
    if (!stats.isFile() || stats.size > fileLimitBytes) return new Map()
    return toEntries(parseStrictJson(readFileSync(path, 'utf8')).value)
  } catch {
    // absent, unreadable or broken: the files are hashed again
    return new Map()
  }
}

function toEntries(value: JsonValue): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  if (!isJsonObject(value)) return entries
  for (const [key, digests] of Object.entries(value)) {
    const entry = isJsonObject(digests) ? toEntry(digests) : undefined
    if (entry !== undefined && keyPattern.test(key)) entries.set(key, entry)
  }
  return entries
}

function toEntry(digests: Readonly<Record<string, JsonValue>>): Entry | undefined {
  const entry = new Map<HashAlgorithm, string>()
  for (const algorithm of hashAlgorithms) {
    const hex = digests[algorithm]
    if (typeof hex === 'string' && hex.length === hexLengths[algorithm] && /^[0-9a-f]*$/.test(hex))
      entry.set(algorithm, hex)
  }
  return entry.size === 0 ? undefined : entry
}

/** @returns why they could not be written: a full disk, a read-only home; the next run hashes again */
function write(folder: string, path: string, entries: ReadonlyMap<string, Entry>): string | undefined {
  const content = JSON.stringify(
    Object.fromEntries([...entries].map(([key, entry]) => [key, Object.fromEntries(entry)])),
  )
  try {
    makePrivateFolder(folder)
    replace(path, content)
    return undefined
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return messageOf(error)
  }
}

function replace(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, content, {mode: 0o600})
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, {force: true})
    throw error
  }
}
