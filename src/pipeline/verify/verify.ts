import {AibomError} from '../../lib/errors.ts'
import {assertDigestFlags} from './artifact.ts'
import {filesBeside, othersTold} from './bom/beside.ts'
import type {Requirement, VerifyOptions} from './options.ts'
import {namesOfTarget, policyOf} from './policy.ts'
import type {VerifyResult} from './result.generated.ts'
import {type SubjectVerdict, verifySubject} from './subject.ts'
import {type Asked, openTarget, type Request, signatureSuffixes, type Target, type TargetKind} from './target.ts'
import {targetKinds} from './targets/all.ts'
import {bundle, isPlainFile} from './targets/bundle.ts'
import {readTrust} from './trust.ts'

type Subject = VerifyResult['subjects'][number]

/**
 * `aibom verify`: one verdict for everything that was named, and what each rests on.
 * @throws {AibomError} exit 2 for what the user gave and cannot be read
 */
export async function verify(options: VerifyOptions): Promise<VerifyResult> {
  const {claim} = options
  assertDigestFlags(claim)
  if ([...options.targets, options.artifacts].includes(''))
    throw new AibomError('AIBOM_USAGE', 'an empty text names nothing to verify: is a variable empty?')
  const trustFor = await policyOf(
    options.trust.policy,
    options,
    await readTrust(options.trust, options),
    options.require,
  )
  const subjects: Subject[] = []
  const answers: SubjectVerdict[] = []
  const targets = options.targets.map(path => openTarget(path, options.cwd))
  assertAnswered(options, targets)
  for (const target of targets) {
    options.signal.throwIfAborted()
    const {trust, require} = trustFor(namesOfTarget(target.path))
    const verdicts = await answerFor(target, {run: options, trust, claim, require, trustFor})
    answers.push(...verdicts)
    subjects.push(...verdicts.map(verdict => toSubject(verdict, verdict.required ?? require)))
  }
  if (options.write !== undefined) {
    const {writeVerdictsTo} = await import('./write-verdicts.ts')
    await writeVerdictsTo(options.write, answers, targets.length === 1 ? targets[0] : undefined, options)
  }
  const count = (status: Subject['status']): number => subjects.filter(subject => subject.status === status).length
  return {
    schemaVersion: 1,
    outcome: outcomeOf(subjects, options.strict),
    counts: {
      verified: count('verified'),
      invalid: count('invalid'),
      unsigned: count('unsigned'),
      unverifiable: count('unverifiable'),
    },
    subjects,
  }
}

const questions: Readonly<Record<Asked, string>> = {
  artifact: '--artifact, which names what a signature is of,',
  digests: '--digest, which names what a signature is of,',
  subject: '--subject, which names what a signature is of,',
  predicateTypes: '--predicate-type, which asks for a kind of statement,',
  pointer: '--pointer, which asks for a part of a BOM,',
  image: '--image, which asks for an artifact of an OCI layout,',
  manifest: '--manifest, which asks for a signature in an OCI layout,',
  artifacts: '--artifacts, which has the files of a BOM,',
  publisher: '--publisher, which asks for the publisher of a Python package,',
}

/**
 * Refuses a demand that none of the targets can answer. A target that cannot be read may be anything: that is told when
 * its turn comes.
 */
function assertAnswered({claim, trust, artifacts}: VerifyOptions, targets: readonly Target[]): void {
  const given: Readonly<Record<string, unknown>> = {...claim, artifacts, publisher: trust.publisher}
  const demands = Object.entries(questions).filter(([name]) => isGiven(given[name]))
  if (demands.length === 0) return
  const kinds = targets.map(target => (signaturesBeside(target).length === 0 ? kindOf(target) : bundle))
  const isBroken = targets.some(target => target.kind === 'file' && target.content().form === 'unreadable')
  if (isBroken || kinds.includes(undefined)) return
  const answered: ReadonlySet<string> = new Set(kinds.flatMap(kind => kind?.answers ?? []))
  for (const [name, question] of demands) {
    if (!answered.has(name))
      throw new AibomError('AIBOM_USAGE', `${question} says nothing of ${targets.map(({path}) => path).join(', ')}`)
  }
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined
}

/** What cannot be read is a verdict, so that the other targets have theirs. */
async function answerFor(target: Target, request: Request): Promise<SubjectVerdict[]> {
  try {
    return await verifyTarget(target, request)
  } catch (error) {
    return [await verifySubject({subject: target.path, kind: 'target'}, () => Promise.reject(error))]
  }
}

async function verifyTarget(target: Target, request: Request): Promise<SubjectVerdict[]> {
  const {path} = target
  const beside = signaturesBeside(target)
  if (beside.length > 0) return verifyByAny(beside, path, request)
  const kind = kindOf(target)
  if (kind !== undefined) return kind.verify(target, request)
  throw new AibomError('AIBOM_TARGET_NOT_FOUND', `${path} is neither a file nor a folder`, {
    hint: 'Name a model, hf:org/model, a BOM, a lock file, an OCI layout or a signature',
  })
}

/** Anybody can put a signature beside a file: one that is right is enough, and the others are told. */
async function verifyByAny(found: readonly string[], path: string, request: Request): Promise<SubjectVerdict[]> {
  assertOwnSignature(path, request)
  const asked = {...request, claim: {...request.claim, artifact: path}}
  const answers = new Map<SubjectVerdict, string>()
  for (const beside of found) {
    const given = await answerFor(openTarget(beside, request.run.cwd), asked)
    for (const answer of given) answers.set(answer, beside)
    if (given.some(({verdict}) => verdict.status === 'verified')) break
  }
  const [best] = [...answers.keys()].sort((a, b) => rankOf(a) - rankOf(b))
  if (best === undefined) return []
  const {verdict} = best
  const notCovered = [...othersTold(found, answers.get(best)), ...verdict.notCovered]
  return [{...best, verdict: {...verdict, notCovered}}]
}

/** Which of several answers counts. */
function rankOf({verdict}: SubjectVerdict): number {
  return ['verified', 'invalid', 'unsigned', 'unverifiable'].indexOf(verdict.status)
}

/** The signature beside a file is of that file and of nothing else. */
function assertOwnSignature(path: string, {claim: {artifact, digests}}: Request): void {
  if (artifact === undefined && digests.length === 0) return
  const flag = artifact === undefined ? '--digest' : '--artifact'
  throw new AibomError('AIBOM_USAGE', `${flag} names something, and the signature beside ${path} is of ${path}`, {
    hint: `Name the signature as the target, or leave out ${flag}`,
  })
}

function kindOf(target: Target): TargetKind | undefined {
  return targetKinds.find(({recognise}) => recognise(target))
}

/** Signatures beside a file, under the usual names. */
function signaturesBeside(target: Target): string[] {
  const {path, absolutePath} = target
  if (kindOf(target) !== bundle || !isPlainFile(target)) return []
  return filesBeside(absolutePath, signatureSuffixes).map(beside => path + beside.slice(absolutePath.length))
}

function toSubject(
  {subject, kind, verdict, level, predicateTypes, source, notChecked, isExempt}: SubjectVerdict,
  asked: Requirement | undefined,
): Subject {
  const required = asked ?? (kind === 'component' || kind === 'package' ? 'digest' : 'signed')
  const {status, code, message} = verdict
  const signer = verdict.status === 'verified' ? verdict : undefined
  return {
    subject,
    kind,
    status,
    required,
    met: isExempt === true ? verdict.status !== 'invalid' : isMet({verdict, level, predicateTypes}, required),
    ...(code !== undefined && {code}),
    ...(message !== undefined && {message}),
    ...(signer?.signer !== undefined && {signer: signer.signer, level}),
    ...(signer?.issuer !== undefined && {issuer: signer.issuer}),
    ...(signer?.signedAt !== undefined && {signedAt: signer.signedAt.toISOString()}),
    ...(predicateTypes.length > 0 && {predicateTypes: [...predicateTypes]}),
    ...(source !== undefined && {source}),
    trust: verdict.trust,
    checked: [...verdict.checked],
    notCovered: [...verdict.notCovered],
    ...(notChecked.length > 0 && {notChecked: [...notChecked]}),
  }
}

const provenancePattern = /^https:\/\/slsa\.dev\/provenance\//

function isMet(
  {verdict, level, predicateTypes}: Pick<SubjectVerdict, 'verdict' | 'level' | 'predicateTypes'>,
  required: Requirement,
): boolean {
  if (required === 'form') return verdict.status === 'verified' || verdict.code === 'form-only'
  if (verdict.status !== 'verified') return false
  if (required === 'digest') return true
  if (required === 'provenance') return level === 'signed' && predicateTypes.some(type => provenancePattern.test(type))
  return level === 'signed'
}

/** Failed before undecided before met. */
function outcomeOf(subjects: readonly Subject[], strict: boolean): VerifyResult['outcome'] {
  const unmet = subjects.filter(({met}) => !met)
  if (unmet.some(({status}) => status !== 'unverifiable')) return 'failed'
  const isOpen = strict && subjects.some(({notChecked}) => notChecked !== undefined)
  return unmet.length > 0 || isOpen || subjects.length === 0 ? 'undecided' : 'met'
}
