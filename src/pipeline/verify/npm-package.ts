import type {AssetOf} from '../../inventory/asset.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {NpmRegistry} from '../../registries/npm/client.ts'
import type {Signed, Trail} from '../../trust/decide.ts'
import {invalid, undecided} from '../../trust/failure.ts'
import {integrityHex, type NpmPackage, type NpmTrust, parseSignatures, verifyAttestations, verifyRegistrySignature} from '../../trust/npm.ts'
import {type NpmHistory, repositoryOf, toHistory} from './npm-history.ts'
import {addSource, type Findings, type SubjectVerdict, verifySubject} from './subject.ts'

/** Whom to believe, and whether the registry signs what it serves: many of companies do not. */
export interface RegistryTrust extends NpmTrust {
  readonly signs: boolean
  /** asks for all versions in place of the one, and holds it against those before: `demanded` makes a provenance that ended a failure */
  readonly history: 'none' | 'told' | 'demanded'
}

/** One package of a lock file, in two requests at most. */
export function verifyNpmPackage(locked: AssetOf<'package'>, registry: NpmRegistry, trust: RegistryTrust): Promise<SubjectVerdict> {
  return verifySubject({subject: locked.purl ?? locked.id, kind: 'package'}, async (trail, findings) => {
    trail.trust.push(`registry ${registry.base}`)
    const name = locked.group === undefined ? locked.name : `${locked.group}/${locked.name}`
    const version = locked.version ?? ''
    const {document, publishedAt, dropped, changes} = await askFor(name, version, registry, trust)
    if (document === undefined) throw undecided('not-found', `the registry has no ${name}@${version}`)
    trail.notCovered.push(...changes)
    if (dropped !== undefined && trust.history === 'demanded') throw invalid('provenance-dropped', dropped)
    if (dropped !== undefined) trail.notCovered.push(dropped)
    const dist = asRecord(document['dist']) ?? {}
    const wanted = {name, version, integrity: integrityOf(locked, dist, trail)}
    const signed = checkSignature({wanted, dist, publishedAt}, trust, trail, findings)
    if (asRecord(dist['attestations']) === undefined) return signed
    return (await checkAttestations(wanted, {document, registry, trust}, trail, findings)) ?? signed
  })
}

async function askFor(name: string, version: string, registry: NpmRegistry, {history}: RegistryTrust): Promise<NpmHistory> {
  if (history === 'none') return {document: await registry.version(name, version), publishedAt: undefined, dropped: undefined, changes: []}
  return toHistory((await registry.packument(name)) ?? {}, version)
}

/** What is locked, which the registry must say too. A lock without digests leaves the registry's word. */
function integrityOf(locked: AssetOf<'package'>, dist: UnknownRecord, trail: Trail): string {
  const integrity = asText(dist['integrity'])
  const said = integrity === undefined ? undefined : integrityHex(integrity)
  if (integrity === undefined || said === undefined) throw undecided('registry-answer', 'the registry names no SHA-512 integrity')
  const own = locked.facts.distributions.flatMap(({digests}) => digests).find(({alg, of}) => alg === 'sha512' && of === 'content')
  if (own === undefined) trail.notCovered.push('the bytes that are installed: the lock file has no SHA-512 of them')
  else if (own.hex !== said) throw invalid('digest-mismatch', 'the lock file and the registry name different bytes')
  else trail.checked.push('locked digest')
  return integrity
}

interface Served {
  readonly wanted: NpmPackage
  readonly dist: UnknownRecord
  readonly publishedAt: Date | undefined
}

function checkSignature({wanted, dist, publishedAt}: Served, trust: RegistryTrust, trail: Trail, findings: Findings): Signed {
  const signatures = parseSignatures(dist)
  if (signatures.length === 0 && !trust.signs) {
    findings.level = 'registry-asserted'
    return {signer: 'nobody: the registry says this digest'}
  }
  const signed = verifyRegistrySignature(wanted, signatures, trust.keys, publishedAt)
  trail.checked.push('registry signature')
  return signed
}

interface Asked {
  readonly document: UnknownRecord
  readonly registry: NpmRegistry
  readonly trust: NpmTrust
}

async function checkAttestations(
  wanted: NpmPackage,
  {document, registry, trust}: Asked,
  trail: Trail,
  findings: Findings,
): Promise<Signed | undefined> {
  const answer = await registry.attestations(wanted.name, wanted.version)
  if (answer === undefined) throw invalid('attestation-missing', 'the registry says there are attestations, and has none')
  const sourceRepository = repositoryOf(document)
  const isNamed = sourceRepository !== undefined || trust.builder.identity !== undefined || trust.builder.identityPattern !== undefined
  if (!isNamed) trail.notCovered.push('who should have built it: package.json names no repository')
  const provenance = verifyAttestations(answer, wanted, {...trust, builder: {...trust.builder, sourceRepository, anyone: !isNamed}}, trail)
  if (provenance === undefined) return undefined
  findings.predicateTypes.push(provenance.predicateType)
  addSource(findings.source, provenance)
  return provenance.signed
}
