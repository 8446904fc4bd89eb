import {type Decision, decide, type Signed, type Trail} from '../../trust/decide.ts'
import type {Requirement} from './options.ts'

/**
 * How much a "verified" is worth: somebody's signature · a registry's word over a secured line · our own count of bytes
 * at hand.
 */
export type Level = 'signed' | 'registry-asserted' | 'self-computed'

/** One thing that was asked about, and the answer. */
export interface SubjectVerdict {
  /** as the user knows it: path, purl, name of a component */
  readonly subject: string
  readonly kind: string
  /** bom-refs of what it is or is a file of */
  readonly refs?: readonly string[]
  readonly verdict: Decision
  readonly level: Level
  /** what is demanded of this very subject, whatever is demanded of the target */
  readonly required?: Requirement | undefined
  /** the demand asks nothing of it: only what contradicts a claim counts */
  readonly isExempt?: boolean
  /** what belongs to it, and no other subject answers for; counts where the run is strict */
  readonly notChecked: readonly string[]
  /** types of the signed statements that were accepted */
  readonly predicateTypes: readonly string[]
  /** what a verified provenance tells: repository, commit, workflow */
  readonly source?: Readonly<Record<string, string>>
}

/** What the work on a subject found out besides who signed. */
export interface Findings {
  predicateTypes: string[]
  source: Record<string, string>
  notChecked: string[]
  level: Level
  /** whether a signature of it is there that nobody looked at or could verify */
  hasUncheckedSignature?: boolean
}

/** Runs the check of one subject to its verdict. */
export async function verifySubject(
  {subject, kind}: Pick<SubjectVerdict, 'subject' | 'kind'>,
  work: (trail: Trail, findings: Findings) => Promise<Signed> | Signed,
): Promise<SubjectVerdict> {
  const findings: Findings = {predicateTypes: [], source: {}, notChecked: [], level: 'signed'}
  const verdict = await decide(trail => work(trail, findings))
  return {
    subject,
    kind,
    verdict: findings.hasUncheckedSignature === true ? {...verdict, signature: 'unchecked'} : verdict,
    level: findings.level,
    predicateTypes: findings.predicateTypes,
    notChecked: findings.notChecked,
    ...(Object.keys(findings.source).length > 0 && {source: findings.source}),
  }
}

/** What a provenance tells of the source, as far as it tells. */
export function addSource(
  source: Record<string, string>,
  facts: {sourceRepository: string | undefined; sourceDigest: string | undefined; buildConfig: string | undefined},
): void {
  if (facts.sourceRepository !== undefined) source['repository'] = facts.sourceRepository
  if (facts.sourceDigest !== undefined) source['commit'] = facts.sourceDigest
  if (facts.buildConfig !== undefined) source['workflow'] = facts.buildConfig
}
