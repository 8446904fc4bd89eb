import type {Asset} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {type Severity, severities} from '../../inventory/severity.ts'
import {redactText} from '../../lib/redact/text.ts'
import {sortedBy} from '../../lib/sort.ts'
import {type Judged, judgeThreats} from '../../policy/threats/judge.ts'
import type {Blind} from './blind.ts'
import type {CheckResult} from './check-result.generated.ts'
import type {OpenedSide} from './open-side.ts'

type Verdicts = Pick<CheckResult, 'findings' | 'undecided' | 'rulesOff'>

/** What rules need beside the inventory: the day of the run, and where AI was that nobody can read now. */
export interface JudgeOptions {
  /** `2026-11-28` */
  readonly today: string
  readonly blind: readonly Blind[]
}

/** What the rules say of a source or BOM, as the result carries it. */
export function judgeSide({inventory, own}: OpenedSide, {today, blind}: JudgeOptions): Verdicts {
  if (inventory === undefined) return {findings: [], undecided: [], rulesOff: []}
  const judged = judgeThreats({inventory, own, today, blind})
  const assets = new Map(inventory.assets.map(asset => [keyOf(asset), asset]))
  const findings = judged.findings.map(finding => describeFinding(finding, assets.get(finding.asset), inventory))
  const undecided = judged.undecided.map(({meta, asset, reason, message}) => ({
    rule: meta.id,
    name: meta.name,
    severity: meta.severity,
    asset: assets.get(asset)?.id ?? asset,
    reason,
    message,
  }))
  return {
    findings: sortedBy(
      findings,
      ({severity, rule, asset, fingerprint}) => `${severities.indexOf(severity)}\n${rule}\n${asset}\n${fingerprint}`,
    ),
    undecided: [...undecided, ...unknownRules(judged)],
    rulesOff: judged.off.map(({meta, reason}) => ({rule: meta.id, name: meta.name, reason})),
  }
}

function describeFinding(
  {meta, asset: key, message, evidence, fingerprint}: Judged['findings'][number],
  asset: Asset | undefined,
  {subject}: Inventory,
) {
  const [place] = evidence
  return {
    rule: meta.id,
    name: meta.name,
    severity: meta.severity,
    asset: asset?.id ?? key,
    kind: asset?.kind ?? subjectKey,
    assetName: asset?.name ?? subject.name,
    message: redactText(message),
    ...(place !== undefined && {place: {path: place.path, ...(place.line !== undefined && {line: place.line})}}),
    fingerprint,
  }
}

/** A BOM of a newer aibom holds findings of rules that this one does not know: how bad they are is open. */
function unknownRules({unknownRules: ids}: Judged): Verdicts['undecided'] {
  return ids.map(rule => ({
    rule,
    name: 'unknown',
    severity: 'critical',
    asset: subjectKey,
    reason: 'not-decidable',
    message: `the document has findings of ${rule}, a rule that this aibom does not know`,
  }))
}

/** Whether what is as bad as this fails the check. */
export function isAtOrAbove(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && severities.indexOf(severity) <= severities.indexOf(threshold)
}
