import type {AssetOf} from '../../inventory/asset.ts'
import type {IndexFile, PypiIndex} from '../../registries/pypi/client.ts'
import {artifactOfDigests} from '../../trust/artifact.ts'
import type {Signed, Trail} from '../../trust/decide.ts'
import {invalid, undecided} from '../../trust/failure.ts'
import {isEmptyRule} from '../../trust/identity.ts'
import {verifyPypi} from '../../trust/pep740.ts'
import {type Findings, type SubjectVerdict, verifySubject} from './subject.ts'
import type {Trust} from './trust.ts'

interface LockedFile {
  readonly name: string | undefined
  readonly sha256: string
}

/** One package of a lock file, in two requests: what the index says of its files, and the provenance of the first that has one. */
export function verifyPypiPackage(locked: AssetOf<'package'>, index: PypiIndex, trust: Trust): Promise<SubjectVerdict> {
  return verifySubject({subject: locked.purl ?? locked.id, kind: 'package'}, async (trail, findings) => {
    trail.trust.push(`index ${index.base}`)
    const files = await index.files(locked.name)
    if (files === undefined) throw undecided('not-found', `the index has no ${locked.name}`)
    const matched = matchFiles(lockedFiles(locked), files)
    trail.checked.push('locked digests')
    const [proven, ...others] = matched.filter(({hasProvenance}) => hasProvenance)
    if (proven === undefined) return assertedByIndex(findings)
    if (others.length > 0) trail.notCovered.push(`the provenance of ${others.length} other files of this version`)
    return checkProvenance(locked, proven, {index, trust}, trail)
  })
}

function lockedFiles({facts}: AssetOf<'package'>): LockedFile[] {
  return facts.distributions.flatMap(({file, digests}) =>
    digests.flatMap(({alg, hex, of}) => (alg === 'sha256' && of === 'content' ? [{name: file, sha256: hex}] : [])),
  )
}

/** Every locked digest must be one of the index, of the file of that name where the lock names files. */
function matchFiles(wanted: readonly LockedFile[], files: readonly IndexFile[]): IndexFile[] {
  if (wanted.length === 0) throw undecided('artifact-missing', 'the lock file has no SHA-256 of it')
  return wanted.map(({name, sha256}) => {
    const found = files.find(file => file.sha256 === sha256)
    if (found !== undefined && (name === undefined || name === found.name)) return found
    throw invalid('digest-mismatch', `${name ?? 'a locked file'} has other bytes at the index, or is not there`)
  })
}

function assertedByIndex(findings: Findings): Signed {
  findings.level = 'registry-asserted'
  return {signer: 'nobody: the index says these digests'}
}

async function checkProvenance(
  {name, version}: AssetOf<'package'>,
  file: IndexFile,
  {index, trust}: {index: PypiIndex; trust: Trust},
  trail: Trail,
): Promise<Signed> {
  const answer = await index.provenance(name, version ?? '', file.name)
  if (answer === undefined) throw invalid('attestation-missing', `the index says ${file.name} has a provenance, and has none`)
  const artifact = artifactOfDigests(new Map([['sha256', file.sha256 ?? '']]))
  const anyone = trust.publisher === undefined && isEmptyRule(trust.identity)
  const signed = verifyPypi(answer, {fileName: file.name, artifact, publisher: trust.publisher, anyone}, trust, trail)
  if (anyone) trail.notCovered.push('who should have published it: the policy names nobody')
  return signed
}
