import type {Change} from '../../drift/compare.ts'
import {sentenceOf} from '../../drift/sentence.ts'
import {severities} from '../../inventory/severity.ts'
import {sortedBy} from '../../lib/sort.ts'
import {type Policy, severityOf, undecidedSeverityOf} from '../../policy/file/policy.ts'
import {waiverFinder} from '../../policy/waivers.ts'
import type {CheckResult} from '../changes/check-result.generated.ts'
import {type FoundItem, fingerprintOf, type Judged, type OpenItem} from '../changes/judged.ts'

type Waived = CheckResult['waived'][number]

/** What is left to be judged by the threshold. */
export interface Applied {
  readonly changes: readonly Change[]
  readonly findings: FoundItem[]
  readonly undecided: OpenItem[]
  readonly waived: Waived[]
}

/** Sets severities as the policy has them, leaves out what it switches off, and puts aside what it waives. */
export function applyPolicy(
  policy: Policy | undefined,
  {changes, findings, undecided}: Judged & {readonly changes: readonly Change[]},
  today: string,
): Applied {
  const waiverOf = waiverFinder(policy, today)
  const waived: Waived[] = []
  /** true for what counts */
  const counts = (
    names: readonly string[],
    {asset, severity, message}: Pick<Waived, 'asset' | 'severity' | 'message'>,
  ): boolean => {
    const waiver = waiverOf({names, asset})?.waiver
    if (waiver === undefined) return true
    const {reason, owner, expires} = waiver
    waived.push({rule: names[0] ?? '', severity, asset, message, reason, owner, expires})
    return false
  }
  const open = undecided.flatMap(item => withSeverity(policy, item))
  const escalation = undecidedSeverityOf(policy)
  const asFindings = escalation === undefined ? [] : open.map(item => toFinding(item, escalation))
  const kept = [...findings.flatMap(item => withSeverity(policy, item)), ...asFindings].filter(item =>
    counts([item.rule, item.name], item),
  )
  const keptChanges = changes.flatMap(change => {
    const severity = severityOf(policy, [change.class], change.severity)
    return severity === 'off' ? [] : [{...change, severity}]
  })
  const remaining = keptChanges.filter(change =>
    counts([change.class], {asset: change.id, severity: change.severity, message: sentenceOf(change)}),
  )
  return {
    changes: sortedBy(remaining, ({severity}) => `${severities.indexOf(severity)}`),
    findings: sortedBy(
      kept,
      ({severity, rule, asset, fingerprint}) => `${severities.indexOf(severity)}\n${rule}\n${asset}\n${fingerprint}`,
    ),
    undecided: escalation === undefined ? open.filter(item => counts([item.rule, item.name], item)) : [],
    waived: sortedBy(waived, ({rule, asset, message}) => `${rule}\n${asset}\n${message}`),
  }
}

function withSeverity<Item extends FoundItem | OpenItem>(policy: Policy | undefined, item: Item): Item[] {
  const severity = severityOf(policy, [item.rule, item.name], item.severity)
  return severity === 'off' ? [] : [{...item, severity}]
}

/** What could not be decided, where the policy makes that a finding. */
function toFinding({rule, name, asset, message}: OpenItem, severity: FoundItem['severity']): FoundItem {
  return {
    rule,
    name,
    severity,
    asset,
    kind: asset.split(':', 1)[0] ?? '',
    assetName: asset,
    message: `not decided: ${message}`,
    fingerprint: fingerprintOf(rule, asset, 'undecided'),
  }
}
