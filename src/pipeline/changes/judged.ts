import type {Asset} from '../../inventory/asset.ts'
import type {RuleMeta} from '../../inventory/finding.ts'
import {subjectKey} from '../../inventory/identity.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {redactText} from '../../lib/redact/text.ts'
import type {CheckResult} from './check-result.generated.ts'

/** A finding as results carry it. */
export type FoundItem = CheckResult['findings'][number]
/** Something undecided as results carry it. */
export type OpenItem = CheckResult['undecided'][number]

/** What rules say, as the result carries it. */
export interface Judged {
  readonly findings: readonly FoundItem[]
  readonly undecided: readonly OpenItem[]
}

/** Of rules that do not apply: neither for the source nor against it. */
export const nothingJudged: Judged = {findings: [], undecided: []}

/** One after the other; nothing is told apart or dropped. */
export function joinJudged(parts: readonly Judged[]): Judged {
  return {findings: parts.flatMap(({findings}) => findings), undecided: parts.flatMap(({undecided}) => undecided)}
}

/** The asset of a finding, and where it is shown: the first place in the product, else the first at all. */
export function aboutAsset({
  id,
  kind,
  name,
  evidence,
}: Pick<Asset, 'id' | 'kind' | 'name' | 'evidence'>): Pick<FoundItem, 'asset' | 'kind' | 'assetName' | 'place'> {
  const place = evidence.find(({scope}) => scope === 'product') ?? evidence[0]
  return {
    asset: id,
    kind,
    assetName: name,
    ...(place !== undefined && {place: {path: place.path, ...(place.line !== undefined && {line: place.line})}}),
  }
}

/** A finding of the source as a whole. */
export function aboutSubject(name: string): Pick<FoundItem, 'asset' | 'kind' | 'assetName'> {
  return {asset: subjectKey, kind: subjectKey, assetName: name}
}

/** Equal for the same finding in the next run, wherever its line is then. */
export function fingerprintOf(...parts: readonly string[]): string {
  return sha256Hex(parts.join('\n')).slice(0, 32)
}

/** A finding of a rule of ours. */
export function toFinding(
  {id, name, severity}: RuleMeta,
  about: Pick<FoundItem, 'asset' | 'kind' | 'assetName' | 'place'>,
  message: string,
): FoundItem {
  return {rule: id, name, severity, ...about, message: redactText(message), fingerprint: fingerprintOf(id, about.asset)}
}
