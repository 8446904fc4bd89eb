import {basename, resolve} from 'node:path'
import {type HashAlgorithm, hashFile} from '../../lib/file-hash.ts'
import {type FolderEntry, listFolder} from '../../lib/folder-list.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {invalid, undecided} from '../../trust/failure.ts'
import type {VerifyRun} from './options.ts'
import {type SubjectVerdict, verifySubject} from './subject.ts'

/** CycloneDX's names of digests that say something → ours. MD5 and SHA-1 prove nothing and are told so. */
const algorithmNames: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
  ['BLAKE2b-512', 'blake2b'],
  ['BLAKE3', 'blake3'],
])

interface Declared {
  readonly ref: string
  readonly fileNames: readonly string[]
  readonly hashes: readonly (readonly [HashAlgorithm, string])[]
  readonly weakOnly: boolean
}

/** Deeper nesting of components is not found in BOMs of people. */
const depthLimit = 32

/** Each component that has a digest, against the file of its name in a folder: our own count, no signature. */
export async function verifyComponents(document: UnknownRecord, artifacts: string, run: VerifyRun): Promise<SubjectVerdict[]> {
  const files = filesByName(listFolder(resolve(run.cwd, artifacts)))
  const verdicts: SubjectVerdict[] = []
  for (const declared of componentsOf(document)) {
    run.signal.throwIfAborted()
    verdicts.push(await verifyComponent(declared, files, artifacts))
  }
  return verdicts
}

function verifyComponent(declared: Declared, files: ReadonlyMap<string, readonly FolderEntry[]>, artifacts: string): Promise<SubjectVerdict> {
  return verifySubject({subject: declared.ref, kind: 'component'}, (trail, findings) => {
    findings.level = 'self-computed'
    if (declared.weakOnly) throw undecided('hash-algorithm', 'the BOM knows it by MD5 or SHA-1 only, which prove nothing')
    const found = declared.fileNames.flatMap(name => files.get(name) ?? [])
    if (found.length === 0) throw undecided('artifact-missing', `no file of that name lies in ${artifacts}`)
    if (!found.some(entry => isDeclared(entry, declared))) {
      throw invalid('digest-mismatch', `${found.map(({path}) => path).join(', ')} differs from the digest in the BOM`)
    }
    trail.checked.push(...declared.hashes.map(([algorithm]) => algorithm))
    trail.trust.push('the BOM, which says the digest')
    return {signer: 'nobody: bytes equal the digest in the BOM'}
  })
}

function isDeclared({absolutePath, identity}: FolderEntry, {hashes}: Declared): boolean {
  const computed = new Map(hashFile(absolutePath, {algorithms: hashes.map(([algorithm]) => algorithm), expected: identity}).digests)
  return hashes.every(([algorithm, hex]) => computed.get(algorithm) === hex)
}

function filesByName(entries: readonly FolderEntry[]): Map<string, FolderEntry[]> {
  const files = new Map<string, FolderEntry[]>()
  for (const entry of entries) {
    if (entry.kind !== 'file' || entry.link === 'outside') continue
    for (const name of new Set([entry.path, basename(entry.path)])) files.set(name, [...(files.get(name) ?? []), entry])
  }
  return files
}

/** Components with hashes, nested ones and the BOM's own subject too. */
function componentsOf(document: UnknownRecord): Declared[] {
  const pending = [...recordsOf(document['components']), asRecord(asRecord(document['metadata'])?.['component']) ?? {}].map(component => ({
    component,
    depth: 0,
  }))
  const declared: Declared[] = []
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const {component, depth} = next
    if (depth < depthLimit) pending.push(...recordsOf(component['components']).map(inner => ({component: inner, depth: depth + 1})))
    const hashes = recordsOf(component['hashes'])
    // a distribution's digest is its archive's, a tree's no file's
    if (hashes.length > 0) declared.push(toDeclared(component, hashes))
  }
  return declared
}

function toDeclared(component: UnknownRecord, hashes: readonly UnknownRecord[]): Declared {
  const name = asText(component['name']) ?? ''
  const occurrences = recordsOf(asRecord(component['evidence'])?.['occurrences']).flatMap(({location}) => asText(location) ?? [])
  const strong = hashes.flatMap(({alg, content}): [HashAlgorithm, string][] => {
    const algorithm = algorithmNames.get(asText(alg) ?? '')
    return algorithm === undefined ? [] : [[algorithm, (asText(content) ?? '').toLowerCase()]]
  })
  return {
    ref: asText(component['bom-ref']) ?? name,
    fileNames: [...new Set([...occurrences, name, basename(name)])],
    hashes: strong,
    weakOnly: strong.length === 0,
  }
}
