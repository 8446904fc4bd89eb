import {expected} from '../../../lib/errors.ts'
import type {IndexFile, PypiIndex} from '../../../registries/pypi/client.ts'
import {artifactOfDigests, strongAlgorithms} from '../../../trust/artifact.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {invalid, TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {isEmptyRule} from '../../../trust/identity.ts'
import {type PypiProvenance, signedByAll, verifyPypi} from '../../../trust/registries/pep740.ts'
import {worstOf} from '../failures.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Trust} from '../trust.ts'
import type {LockedPackage} from './locked-package.ts'
import {matchFiles} from './pypi-files.ts'

/**
 * One package of a lock file: what the index says of its files, and the provenance of each, since an installer may take
 * any of them.
 */
export function verifyPypiPackage(locked: LockedPackage, index: PypiIndex, trust: Trust): Promise<SubjectVerdict> {
  return verifySubject({subject: locked.purl, kind: 'package'}, async (trail, findings) => {
    const {name, version, origin} = locked
    if (origin !== undefined && !isSameIndex(origin, index.base)) {
      throw undecided('origin-unknown', `it comes from ${origin}, which is not the index that was asked`)
    }
    if (version === undefined) throw undecided('version-missing', 'the lock file names no exact version')
    trail.trust.push(`index ${index.base}`)
    const listed = await index.files(name)
    if (listed === undefined) throw undecided('not-found', `the index has no ${name}`)
    const {files, failures} = matchFiles(locked, listed)
    const mismatch = worstOf(failures)
    if (mismatch?.outcome === 'invalid') throw mismatch
    if (mismatch === undefined) trail.checked.push('locked digests')
    const signed = await checkPublisher({name, version, files}, {index, trust}, trail, findings)
    if (mismatch !== undefined) throw mismatch
    return signed
  })
}

/** Indexes are named by the address of their simple pages, too. */
function isSameIndex(origin: string, base: string): boolean {
  return origin.replace(/(?<!\/)\/+$/, '').replace(/\/simple$/, '') === base
}

interface Release {
  readonly name: string
  readonly version: string
  readonly files: readonly IndexFile[]
}

interface Asked {
  readonly index: PypiIndex
  readonly trust: Trust
}

/** Signed is what is signed in every file; where somebody is demanded, a file that nobody vouches for is not by him. */
async function checkPublisher(release: Release, asked: Asked, trail: Trail, findings: Findings): Promise<Signed> {
  const anyone = asked.trust.publisher === undefined && isEmptyRule(asked.trust.identity)
  const proofs: PypiProvenance[] = []
  const failures: TrustFailure[] = []
  const unproven = release.files.filter(({hasProvenance}) => !hasProvenance).map(({name}) => name)
  for (const file of release.files.filter(({hasProvenance}) => hasProvenance)) {
    try {
      proofs.push(await proofOf(file, release, asked, trail))
    } catch (error) {
      failures.push(expected(error, TrustFailure))
    }
  }
  if (unproven.length > 0 && !anyone) failures.push(unsigned(`no provenance says who published ${unproven.join(', ')}`))
  const worst = worstOf(failures)
  if (worst !== undefined) throw worst
  const [first] = proofs
  if (first === undefined || unproven.length > 0) {
    if (first !== undefined) trail.notCovered.push(`who published ${unproven.join(', ')}: no provenance`)
    findings.level = 'registry-asserted'
    return {signer: 'nobody: the index says these digests'}
  }
  if (anyone) trail.notCovered.push('who should have published it: nobody is named')
  findings.predicateTypes.push(
    ...first.predicateTypes.filter(type => proofs.every(({predicateTypes}) => predicateTypes.includes(type))),
  )
  return signedByAll(
    first.signed,
    proofs.map(({signed}) => signed),
  )
}

async function proofOf(
  file: IndexFile,
  {name, version}: Release,
  {index, trust}: Asked,
  trail: Trail,
): Promise<PypiProvenance> {
  const answer = await index.provenance(name, version, file.name)
  if (answer === undefined)
    throw invalid('attestation-missing', `the index announces a provenance for ${file.name}, but has none`)
  const artifact = artifactOfDigests(
    new Map(
      strongAlgorithms.flatMap(alg => {
        const hex = file.digests.get(alg)
        return hex === undefined ? [] : [[alg, hex] as const]
      }),
    ),
  )
  const {publisher, identity} = trust
  return verifyPypi(answer, {fileName: file.name, artifact, publisher, anyone: isEmptyRule(identity)}, trust, trail)
}
