import {resolve} from 'node:path'
import {AibomError} from '../lib/errors.ts'
import {kindOfPath} from '../lib/read-file.ts'
import {assertDigestFlags} from './verify-artifact.ts'
import {verifyFile} from './verify-file.ts'
import {isLock} from './verify-lock-names.ts'
import {verifyModelFolder} from './verify-model.ts'
import {isLayout, verifyLayout} from './verify-oci.ts'
import type {Requirement, VerifyOptions} from './verify-options.ts'
import {isHubTarget, namesOfTarget, policyOf, type TrustFor} from './verify-policy.ts'
import type {VerifyResult} from './verify-result.generated.ts'
import type {SubjectVerdict} from './verify-subject.ts'
import {readTrust, type Trust} from './verify-trust.ts'

type Subject = VerifyResult['subjects'][number]

/**
 * `aibom verify`: one verdict for everything that was named, and what each rests on.
 * @throws {AibomError} exit 2 for what the user gave and cannot be read
 */
export async function verify(options: VerifyOptions): Promise<VerifyResult> {
  assertDigestFlags(options)
  const trustFor = policyOf(options.policy, options.cwd, await readTrust(options))
  const subjects: Subject[] = []
  for (const target of options.targets) {
    options.signal.throwIfAborted()
    const {trust, require} = trustFor(namesOfTarget(target))
    const verdicts = await verifyTarget(target, options, trust, trustFor)
    subjects.push(...verdicts.map(verdict => toSubject(verdict, options.require ?? verdict.required ?? require)))
  }
  if (options.write !== undefined) {
    const {writeVerdictsTo} = await import('./verify-write.ts')
    await writeVerdictsTo(options.write, subjects, options)
  }
  const count = (status: Subject['status']): number => subjects.filter(subject => subject.status === status).length
  return {
    schemaVersion: 1,
    outcome: outcomeOf(subjects),
    counts: {verified: count('verified'), invalid: count('invalid'), unsigned: count('unsigned'), unverifiable: count('unverifiable')},
    subjects,
  }
}

/** 0 all that was required is verified · 1 invalid, or required and missing · 3 undecided */
export function exitOf({outcome}: VerifyResult): 0 | 1 | 3 {
  return outcome === 'met' ? 0 : outcome === 'failed' ? 1 : 3
}

async function verifyTarget(target: string, options: VerifyOptions, trust: Trust, trustFor: TrustFor): Promise<SubjectVerdict[]> {
  if (isHubTarget(target)) {
    const {verifyHub} = await import('./verify-hub.ts')
    const {require} = trustFor(namesOfTarget(target))
    return verifyHub(target, {...options, require: options.require ?? require}, trust)
  }
  if (/^oci:\/\//i.test(target)) {
    const {verifyOciReference} = await import('./verify-oci-registry.ts')
    return verifyOciReference(target, options, trust)
  }
  const absolutePath = resolve(options.cwd, target)
  const kind = kindOfPath(absolutePath)
  if (kind === 'file' && isLock(target)) {
    const {verifyLock} = await import('./verify-lock.ts')
    return verifyLock(target, options, trustFor)
  }
  if (kind === 'file') return verifyFile(target, options, trust)
  if (kind !== 'folder') {
    throw new AibomError('AIBOM_TARGET_NOT_FOUND', `${target} is neither a file nor a folder`, {
      hint: 'Name a model, hf:org/model, a BOM, a lock file, an OCI layout or a signature',
    })
  }
  return isLayout(absolutePath) ? verifyLayout(target, options, trust) : [await verifyModelFolder(target, options, trust)]
}

function toSubject({subject, kind, verdict, level, predicateTypes, source}: SubjectVerdict, asked: Requirement | undefined): Subject {
  const required = asked ?? (kind === 'component' || kind === 'package' ? 'digest' : 'signed')
  const {status, code, message} = verdict
  const signer = verdict.status === 'verified' ? verdict : undefined
  return {
    subject,
    kind,
    status,
    required,
    met: isMet({verdict, level, predicateTypes}, required),
    ...(code !== undefined && {code}),
    ...(message !== undefined && {message}),
    ...(signer !== undefined && {signer: signer.signer, level}),
    ...(signer?.issuer !== undefined && {issuer: signer.issuer}),
    ...(signer?.signedAt !== undefined && {signedAt: signer.signedAt.toISOString()}),
    ...(predicateTypes.length > 0 && {predicateTypes: [...predicateTypes]}),
    ...(source !== undefined && {source}),
    trust: verdict.trust,
    checked: [...verdict.checked],
    notCovered: [...verdict.notCovered],
  }
}

const provenancePattern = /^https:\/\/slsa\.dev\/provenance\//

function isMet({verdict, level, predicateTypes}: Pick<SubjectVerdict, 'verdict' | 'level' | 'predicateTypes'>, required: Requirement): boolean {
  if (required === 'form') return verdict.status === 'verified' || verdict.code === 'form-only'
  if (verdict.status !== 'verified') return false
  if (required === 'digest') return true
  if (required === 'provenance') return level === 'signed' && predicateTypes.some(type => provenancePattern.test(type))
  return level === 'signed'
}

function outcomeOf(subjects: readonly Subject[]): VerifyResult['outcome'] {
  const unmet = subjects.filter(({met}) => !met)
  if (unmet.some(({status}) => status !== 'unverifiable')) return 'failed'
  return unmet.length > 0 || subjects.length === 0 ? 'undecided' : 'met'
}
