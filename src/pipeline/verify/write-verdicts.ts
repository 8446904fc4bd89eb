import {resolve} from 'node:path'
import type {AssetVerdict, VerdictClaim} from '../../bom/read/verdicts.ts'
import type {Verdict} from '../../inventory/verdict.ts'
import {compact} from '../../lib/compact.ts'
import {AibomError} from '../../lib/errors.ts'
import {realOutputPath, writeWhole} from '../../lib/fs/write-file.ts'
import {groupBy} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {VerifyOptions} from './options.ts'
import type {SubjectVerdict} from './subject.ts'
import type {Target} from './target.ts'

/**
 * Writes a copy of the one BOM that was verified, with the verdicts: what a reader may believe as far as he
 * believes the copy.
 * @param target what was verified, where it was one thing alone: its content is not read again
 * @throws {AibomError} `AIBOM_USAGE` where the target is not a BOM, and those of the writer
 */
export async function writeVerdictsTo(
  path: string,
  verdicts: readonly SubjectVerdict[],
  target: Target | undefined,
  {cwd, now}: VerifyOptions,
): Promise<void> {
  const content = target?.kind === 'file' ? target.content() : undefined
  if (
    target === undefined ||
    content?.form !== 'object' ||
    content.document['bomFormat'] !== 'CycloneDX' ||
    content.xml !== undefined
  ) {
    throw new AibomError('AIBOM_USAGE', '--write wants one target, and that a BOM (CycloneDX JSON)')
  }
  const absolutePath = resolve(cwd, path)
  if (realOutputPath(absolutePath) === realOutputPath(target.absolutePath))
    throw new AibomError('AIBOM_USAGE', '--write names the BOM itself, which is not altered')
  const {writeVerdicts} = await import('../../bom/read/verdicts.ts')
  const told = {claims: verdicts.map(toClaim), assets: toAssetVerdicts(verdicts)}
  writeWhole(absolutePath, await writeVerdicts(content.document, told, new Date(now())), path)
}

function toClaim({kind, subject, verdict, level}: SubjectVerdict): VerdictClaim {
  const {status, code, message, trust, checked, notCovered} = verdict
  const by =
    verdict.status === 'verified'
      ? `${level} by ${verdict.signer ?? ''}`
      : [code, message].filter(part => part !== undefined).join(': ')
  return {
    ref: kind === 'component' ? subject : undefined,
    predicate: `${status}: ${by}`,
    reasoning: `against ${trust}`,
    facts: [
      ...checked.map(value => ({name: 'checked', value})),
      ...notCovered.map(value => ({name: 'not covered', value})),
    ],
  }
}

/** One for each asset: what holds for all of its files. */
function toAssetVerdicts(verdicts: readonly SubjectVerdict[]): AssetVerdict[] {
  const told = verdicts.flatMap(({refs = [], verdict, level}) =>
    refs.map(ref => ({ref, verdict: level === 'signed' ? verdict : unsignedBytes(verdict)})),
  )
  return [...groupBy(told, ({ref}) => ref)].map(([ref, all]) => ({ref, verdict: joined(all.map(each => each.verdict))}))
}

function joined(verdicts: readonly Verdict[]): Verdict {
  const [weakest = noVerdict, ...others] = sortedBy(verdicts, strengthOf)
  const all = others.every(other => signerOf(other) === signerOf(weakest)) ? weakest : unsignedBytes(weakest)
  return verdicts.some(({signature}) => signature !== undefined) ? {...all, signature: 'unchecked'} : all
}

const noVerdict: Verdict = {status: 'unsigned', trust: 'nothing', checked: [], notCovered: []}
const strengths: readonly Verdict['status'][] = ['invalid', 'unverifiable', 'unsigned', 'verified']

function strengthOf(verdict: Verdict): string {
  return `${strengths.indexOf(verdict.status)} ${signerOf(verdict) !== undefined}`
}

function signerOf(verdict: Verdict): string | undefined {
  return verdict.status === 'verified' ? (verdict.key ?? verdict.signer) : undefined
}

/** Equal bytes are nobody's signature. */
function unsignedBytes(verdict: Verdict): Verdict {
  if (verdict.status !== 'verified') return verdict
  const {status, trust, checked, notCovered, signature} = verdict
  return compact({status, trust, checked, notCovered, signature})
}
