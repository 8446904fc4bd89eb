import type {HashAlgorithm} from '../../lib/fs/file-hash.ts'
import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {artifactOfBytes} from '../artifact.ts'
import {invalid, undecided} from '../failure.ts'
import {assertFields} from '../json/signed-json.ts'
import {checkSubjects, onlySubject, type Statement, type Subject, statementV1} from '../sigstore/statement.ts'
import {assertSafeName} from './names.ts'

/** A file, or a part of one. */
export interface Resource {
  readonly path: string
  readonly digest: string
  /** bytes `[start, end)` of the file; absent for the whole */
  readonly range?: {readonly start: number; readonly end: number}
}

/** What an OpenSSF model signature says of a model's files. */
export interface Manifest {
  readonly algorithm: Extract<HashAlgorithm, 'sha256' | 'blake2b' | 'blake3'>
  /** bytes in a part, where files are hashed in parts */
  readonly shardSize: number | undefined
  readonly allowsLinks: boolean
  readonly ignoredPaths: readonly string[]
  /** by path; parts in the order of their ranges */
  readonly resources: ReadonlyMap<string, readonly Resource[]>
}

/** What a model signature states since model-signing 1.0. */
export const signaturePredicate = 'https://model_signing/signature/v1.0'
/** What it stated before that. */
export const legacyPredicate = 'https://model_signing/Digests/v0.1'

const predicateFields: ReadonlySet<string> = new Set(['serialization', 'resources'])
const serializationFields: ReadonlySet<string> = new Set([
  'method',
  'hash_type',
  'allow_symlinks',
  'ignore_paths',
  'shard_size',
])
const resourceFields: ReadonlySet<string> = new Set(['name', 'algorithm', 'digest'])
const hexLengths: Readonly<Record<Manifest['algorithm'], number>> = {sha256: 64, blake2b: 128, blake3: 64}
const hexPattern = /^[0-9a-f]+$/
const shardPattern = /^(.+):(\d{1,15}):(\d{1,15})$/s

/** Whether a statement is a model signature, old or new. */
export function isModelPredicate(predicateType: string): boolean {
  return predicateType === signaturePredicate || predicateType === legacyPredicate
}

/** Whether a statement is a model signature by its type, or by what it states whatever it calls itself. */
export function isModelStatement({predicateType, predicate}: Statement): boolean {
  if (isModelPredicate(predicateType)) return true
  return predicate['serialization'] !== undefined && predicate['resources'] !== undefined
}

/**
 * The manifest of a model-signing statement (OpenSSF model signing v1.0, and the v0.1 form that model-signing 0.2
 * wrote).
 * @throws {TrustFailure} `predicate-type`, `manifest-empty`, `manifest-inconsistent`, `serialization-unknown`,
 *   `hash-algorithm`, `hash-length`, `path-unsafe`
 */
export function parseManifest(statement: Statement): Manifest {
  if (statement.predicateType === legacyPredicate) return legacyManifest(statement)
  if (statement.predicateType !== signaturePredicate) {
    throw invalid('predicate-type', `the statement is a ${statement.predicateType}, not a model signature`)
  }
  if (statement.type !== statementV1)
    throw invalid('statement-type', `a model signature is an in-toto statement v1, this is ${statement.type}`)
  assertFields(statement.predicate, predicateFields, 'manifest-inconsistent')
  const serialization = asRecord(statement.predicate['serialization']) ?? {}
  assertFields(serialization, serializationFields, 'manifest-inconsistent')
  const resources = recordsOf(statement.predicate['resources'])
  if (resources.length === 0) throw invalid('manifest-empty', 'the signature covers no file at all')
  if (resources.length !== asList(statement.predicate['resources']).length)
    throw inconsistent('a resource is not an object')
  const algorithm = toAlgorithm(serialization['hash_type'])
  const shardSize = toShardSize(serialization)
  const allowed = [algorithm, ...(shardSize === undefined ? [] : [`${algorithm}-sharded-${shardSize}`])]
  const parsed = resources.map(resource => toResource(resource, algorithm, allowed, shardSize !== undefined))
  assertRoot(statement, resources)
  return {
    algorithm,
    shardSize,
    allowsLinks: toAllowsLinks(serialization),
    ignoredPaths: toIgnoredPaths(serialization),
    resources: byPath(parsed),
  }
}

function legacyManifest(statement: Statement): Manifest {
  if (statement.subjects.length === 0) throw invalid('manifest-empty', 'the signature covers no file at all')
  const resources = statement.subjects.map(toLegacyResource)
  return {algorithm: 'sha256', shardSize: undefined, allowsLinks: false, ignoredPaths: [], resources: byPath(resources)}
}

/** model-signing 0.2 stated SHA-256 alone: other digests beside it would not be compared. */
function toLegacyResource({name, digests}: Subject): Resource {
  const resource = toResource({name, algorithm: 'sha256', digest: digests['sha256']}, 'sha256', ['sha256'], false)
  const other = Object.keys(digests).find(algorithm => algorithm !== 'sha256')
  if (other === undefined) return resource
  throw undecided('hash-algorithm', `${JSON.stringify(name)} has a digest by ${JSON.stringify(other)} too`)
}

function toAlgorithm(name: unknown): Manifest['algorithm'] {
  if (name === 'sha256' || name === 'blake2b' || name === 'blake3') return name
  throw invalid(
    'hash-algorithm',
    `files hashed by ${JSON.stringify(name)} prove nothing: sha256, blake2b and blake3 are taken`,
  )
}

function toShardSize({method, shard_size: size}: UnknownRecord): number | undefined {
  if (method === 'files') return undefined
  if (method !== 'shards')
    throw invalid('serialization-unknown', `unknown serialization method ${JSON.stringify(method)}`)
  if (typeof size === 'number' && Number.isSafeInteger(size) && size > 0) return size
  throw invalid('serialization-unknown', `shards of ${JSON.stringify(size)} bytes`)
}

function toAllowsLinks({allow_symlinks: allowed = false}: UnknownRecord): boolean {
  if (typeof allowed === 'boolean') return allowed
  throw inconsistent('allow_symlinks is neither true nor false')
}

/** A value that other programs may read in another way leaves nothing out. */
function toIgnoredPaths({ignore_paths: paths = []}: UnknownRecord): readonly string[] {
  if (Array.isArray(paths) && paths.every(path => typeof path === 'string')) return paths
  throw inconsistent('ignore_paths is not a list of strings')
}

function toResource(
  resource: UnknownRecord,
  algorithm: Manifest['algorithm'],
  allowed: readonly string[],
  isSharded: boolean,
): Resource {
  const {name, digest} = resource
  assertFields(resource, resourceFields, 'manifest-inconsistent')
  if (typeof name !== 'string') throw invalid('path-unsafe', 'a resource without a name')
  if (!allowed.includes(asText(resource['algorithm']) ?? '')) {
    throw invalid(
      'hash-algorithm',
      `${JSON.stringify(name)} is hashed by ${JSON.stringify(resource['algorithm'])}, the manifest says ${algorithm}`,
    )
  }
  if (typeof digest !== 'string' || digest.length !== hexLengths[algorithm] || !hexPattern.test(digest)) {
    throw invalid('hash-length', `${JSON.stringify(name)} has no ${algorithm} digest in lower-case hex`)
  }
  if (!isSharded) return {path: assertSafeName(name), digest}
  const [, path, start, end] = shardPattern.exec(name) ?? []
  if (path === undefined) throw inconsistent(`${JSON.stringify(name)} names no part of a file`)
  return {path: assertSafeName(path), digest, range: {start: Number(start), end: Number(end)}}
}

function byPath(resources: readonly Resource[]): Map<string, Resource[]> {
  const files = new Map<string, Resource[]>()
  for (const resource of resources) {
    const parts = files.get(resource.path)
    if (parts === undefined) files.set(resource.path, [resource])
    else if (resource.range === undefined) throw inconsistent(`${JSON.stringify(resource.path)} is listed twice`)
    else parts.push(resource)
  }
  for (const [path, parts] of files) {
    parts.sort((a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0))
    if (parts.some((part, index) => index > 0 && part.range?.start === parts[index - 1]?.range?.start)) {
      throw inconsistent(`a part of ${JSON.stringify(path)} is listed twice`)
    }
  }
  return files
}

/**
 * The subject's digest is SHA-256 over the raw digests in the order listed, whatever the files are hashed by; any other
 * that is stated must be right too.
 */
function assertRoot(statement: Statement, resources: readonly UnknownRecord[]): void {
  if (statement.subjects.length !== 1)
    throw inconsistent(`${statement.subjects.length} subjects where the model is the only one`)
  const subject = onlySubject(statement)
  const root = artifactOfBytes(Buffer.concat(resources.map(({digest}) => Buffer.from(String(digest), 'hex'))))
  if (root.digest('sha256') !== subject.digests['sha256'])
    throw inconsistent('the digest of the whole is not the digest of its parts')
  const [other] = checkSubjects([subject], root)
  if (other !== undefined) throw undecided('hash-algorithm', other)
}

function inconsistent(reason: string): Error {
  return invalid('manifest-inconsistent', `the manifest contradicts itself: ${reason}`)
}
