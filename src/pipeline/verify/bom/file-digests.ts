import {createHash, type Hash} from 'node:crypto'
import {createHashers, type HashAlgorithm, hashFile} from '../../../lib/fs/file-hash.ts'
import type {FolderEntry} from '../../../lib/fs/folder-list.ts'
import {readUserBytes} from '../../../lib/fs/read-file.ts'
import {remembering} from '../../../lib/remember.ts'
import {decodeText} from '../../../lib/text/text.ts'

/** A digest that a BOM may state of the bytes of a file. */
export interface DigestKind {
  readonly hexLength: number
  /** equal digests mean equal bytes */
  readonly isStrong: boolean
  readonly create: (entry: FolderEntry) => Hasher
}

interface Hasher {
  update(bytes: Uint8Array): void
  hex(): string
}

/** The name of the object id that git gives to the content of a file. */
export const gitOid = 'git'
const ofText = 'text'

/** By the names of CycloneDX. */
export const digestKinds: ReadonlyMap<string, DigestKind> = new Map([
  ['MD5', own('md5', 32, false)],
  ['SHA-1', own('sha1', 40, false)],
  ['SHA-256', own('sha256', 64)],
  ['SHA-384', own('sha384', 96)],
  ['SHA-512', own('sha512', 128)],
  ['BLAKE2b-512', own('blake2b', 128)],
  ['BLAKE3', own('blake3', 64)],
  ['SHA3-256', openssl('sha3-256', 64)],
  ['SHA3-384', openssl('sha3-384', 96)],
  ['SHA3-512', openssl('sha3-512', 128)],
])
/** A prompt of its own is a text that people write. */
const textLimitBytes = 16 * 1024 * 1024

/** Digests of files. What is asked of the same file again, for another thing that states it, is not read again. */
export interface FileDigests {
  /**
   * In one pass over the file.
   * @param names of {@link digestKinds}, or {@link gitOid}
   */
  of(entry: FolderEntry, names: readonly string[]): ReadonlyMap<string, string>
  /** SHA-256 of the text in UTF-8, whatever the encoding of the file; undefined for a file too large to be a text */
  ofText(entry: FolderEntry): string | undefined
}

/** The digests of one run: a file has to be what it was when it was listed. */
export function openFileDigests(): FileDigests {
  const known = remembering((_absolutePath: string) => new Map<string, string>())
  return {
    of(entry, names) {
      const digests = known(entry.absolutePath)
      const missing = [...new Set(names)].filter(name => !digests.has(name))
      for (const [name, hex] of missing.length === 0 ? [] : hash(entry, missing)) digests.set(name, hex)
      return digests
    },
    ofText(entry) {
      if (entry.byteLength > textLimitBytes) return undefined
      const digests = known(entry.absolutePath)
      const hex = digests.get(ofText) ?? hashText(entry)
      digests.set(ofText, hex)
      return hex
    },
  }
}

function hash(entry: FolderEntry, names: readonly string[]): (readonly [string, string])[] {
  const hashers = names.map(name => [name, (digestKinds.get(name)?.create ?? git)(entry)] as const)
  hashFile(entry.absolutePath, {
    algorithms: [],
    expected: entry.identity,
    onChunk(bytes) {
      for (const [, hasher] of hashers) hasher.update(bytes)
    },
  })
  return hashers.map(([name, hasher]) => [name, hasher.hex()])
}

function hashText({absolutePath, path}: FolderEntry): string {
  const text = decodeText(readUserBytes(absolutePath, path, textLimitBytes, ''))
  return createHash('sha256').update(text).digest('hex')
}

function own(name: HashAlgorithm, hexLength: number, isStrong = true): DigestKind {
  return {
    hexLength,
    isStrong,
    create() {
      const hashers = createHashers([name])
      return {update: bytes => hashers.update(bytes), hex: () => hashers.digests()[0]?.[1] ?? ''}
    },
  }
}

function openssl(name: string, hexLength: number): DigestKind {
  return {hexLength, isStrong: true, create: () => toHasher(createHash(name))}
}

const git: DigestKind['create'] = ({byteLength}) => toHasher(createHash('sha1').update(`blob ${byteLength}\0`))

function toHasher(hash: Hash): Hasher {
  return {update: bytes => void hash.update(bytes), hex: () => hash.digest('hex')}
}
