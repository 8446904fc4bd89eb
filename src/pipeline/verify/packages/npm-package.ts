import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import type {NpmRegistry} from '../../../registries/npm/client.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {invalid, undecided, unsigned} from '../../../trust/failure.ts'
import {isEmptyRule} from '../../../trust/identity.ts'
import {
  integrityHex,
  type NpmPackage,
  type NpmTrust,
  parseSignatures,
  tellEndedKeys,
  verifyAttestations,
  verifyRegistrySignature,
} from '../../../trust/registries/npm.ts'
import {worstOf} from '../failures.ts'
import {addSource, type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {LockedPackage} from './locked-package.ts'
import {checkArchives, toRegistryArchive} from './npm-digests.ts'
import {type NpmHistory, repositoryOf, toHistory} from './npm-history.ts'

/** Whom to believe, and whether the registry signs what it serves: many private registries do not. */
export interface RegistryTrust extends NpmTrust {
  readonly signs: boolean
  /** when the verdict is made */
  readonly now: Date
  /** keys that the registry serves itself: what they sign is no more than its own word */
  readonly servedKeys: NpmTrust['keys']
  /**
   * asks for all versions in place of the one, and holds it against those before: `demanded` makes a provenance that
   * ended a failure
   */
  readonly history: 'none' | 'told' | 'demanded'
}

/** One package of a lock file, in two requests at most: each of its entries against what the registry signed. */
export function verifyNpmPackage(
  locked: LockedPackage,
  registry: NpmRegistry,
  trust: RegistryTrust,
): Promise<SubjectVerdict> {
  return verifySubject({subject: locked.purl, kind: 'package'}, async (trail, findings) => {
    if (locked.patch !== undefined)
      trail.notCovered.push(`the patch that is applied to it${locked.patch === '' ? '' : `: ${locked.patch}`}`)
    const served = await askFor(locked, registry, trust, trail)
    const archives = worstOf(checkArchives(locked, toRegistryArchive(served.dist, registry.base), trail))
    if (archives?.outcome === 'invalid') throw archives
    const signed = await checkWhoSigned(served, trust, trail, findings)
    if (archives !== undefined) throw archives
    return signed
  })
}

function isSameRegistry(origin: string, base: string): boolean {
  return origin.replace(/(?<!\/)\/+$/, '') === base
}

interface Served {
  readonly wanted: NpmPackage
  readonly dist: UnknownRecord
  readonly document: UnknownRecord
  readonly publishedAt: Date | undefined
  readonly registry: NpmRegistry
}

/** @throws {TrustFailure} where the registry is not the one to ask, or does not have it */
async function askFor(
  {name, version, origin}: LockedPackage,
  registry: NpmRegistry,
  {history}: RegistryTrust,
  trail: Trail,
): Promise<Served> {
  if (origin !== undefined && !isSameRegistry(origin, registry.base)) {
    throw undecided('origin-unknown', `it comes from ${origin}, which is not the registry that was asked`)
  }
  if (version === undefined) throw undecided('version-missing', 'the lock file names no exact version')
  trail.trust.push(`registry ${registry.base}`)
  const {document, publishedAt, dropped, changes} =
    history === 'none'
      ? onlyVersion(await registry.version(name, version))
      : toHistory((await registry.packument(name)) ?? {}, version)
  if (document === undefined) throw undecided('not-found', `the registry has no ${name}@${version}`)
  assertAbout(document, {name, version})
  trail.notCovered.push(...changes)
  if (dropped !== undefined && history === 'demanded') throw invalid('provenance-dropped', dropped)
  if (dropped !== undefined) trail.notCovered.push(dropped)
  const dist = asRecord(document['dist']) ?? {}
  return {wanted: {name, version, integrity: integrityOf(dist)}, dist, document, publishedAt, registry}
}

/** @throws {TrustFailure} `registry-answer` for the document of another package, or of another version */
function assertAbout(document: UnknownRecord, asked: Readonly<Record<'name' | 'version', string>>): void {
  for (const field of ['name', 'version'] as const) {
    const said = document[field] ?? asked[field]
    if (said !== asked[field])
      throw invalid(
        'registry-answer',
        `the registry was asked for the ${field} ${asked[field]}, and answers about ${JSON.stringify(said)}`,
      )
  }
}

function onlyVersion(document: UnknownRecord | undefined): NpmHistory {
  return {document, publishedAt: undefined, dropped: undefined, changes: []}
}

/** What the registry signed: the text itself goes into the signed message. */
function integrityOf(dist: UnknownRecord): string {
  const integrity = asText(dist['integrity']) ?? ''
  if (integrityHex(integrity) === undefined)
    throw undecided('registry-answer', 'the registry names no SHA-512 integrity')
  return integrity
}

async function checkWhoSigned(served: Served, trust: RegistryTrust, trail: Trail, findings: Findings): Promise<Signed> {
  const signed = checkSignature(served, trust, trail, findings)
  const provenance =
    asRecord(served.dist['attestations']) === undefined
      ? undefined
      : await checkAttestations(served, trust, trail, findings)
  if (provenance === undefined && !isEmptyRule(trust.builder)) throw unsigned('no provenance says who built it')
  return provenance ?? signed
}

function checkSignature(
  {wanted, dist, publishedAt}: Served,
  trust: RegistryTrust,
  trail: Trail,
  findings: Findings,
): Signed {
  const signatures = parseSignatures(dist)
  if (signatures.length === 0 && !trust.signs) {
    findings.level = 'registry-asserted'
    return {signer: 'nobody: the registry says this digest'}
  }
  const keys = [...trust.keys, ...trust.servedKeys]
  const signed = verifyRegistrySignature(wanted, signatures, keys, publishedAt)
  tellEndedKeys(signatures, keys, {publishedAt, now: trust.now}, trail)
  trail.checked.push('registry signature')
  const isPinned = signatures.every(({keyId}) => trust.keys.some(key => key.keyId === keyId))
  if (!isPinned) {
    findings.level = 'registry-asserted'
    trail.notCovered.push('the key of the registry, which the registry itself serves: pin it with --registry-keys')
  }
  return signed
}

async function checkAttestations(
  {wanted, document, registry}: Served,
  trust: RegistryTrust,
  trail: Trail,
  findings: Findings,
): Promise<Signed | undefined> {
  const answer = await registry.attestations(wanted.name, wanted.version)
  if (answer === undefined) throw invalid('attestation-missing', 'the registry announces attestations, but has none')
  const sourceRepository = repositoryOf(document)
  const isNamed =
    sourceRepository !== undefined ||
    trust.builder.identity !== undefined ||
    trust.builder.identityPattern !== undefined
  if (!isNamed) trail.notCovered.push('who should have built it: package.json names no repository')
  const builder = {...trust.builder, sourceRepository, anyone: !isNamed}
  const provenance = verifyAttestations(
    answer,
    wanted,
    {root: trust.root, keys: [...trust.keys, ...trust.servedKeys], builder},
    trail,
  )
  if (provenance === undefined) return undefined
  findings.predicateTypes.push(provenance.predicateType)
  findings.level = 'signed'
  addSource(findings.source, provenance)
  return provenance.signed
}
