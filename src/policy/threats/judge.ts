import type {Finding, RuleMeta} from '../../inventory/finding.ts'
import {sortedBy} from '../../lib/sort.ts'
import {ruleOf} from '../../rules/all.ts'
import {threatRules} from './all.ts'
import type {ThreatContext, ThreatRule, Undecided} from './threat-rule.ts'

/** What all rules say of one inventory. */
export interface Judged {
  /** by rule, then by asset; those that came with the inventory among them */
  readonly findings: readonly (Finding & {readonly meta: RuleMeta})[]
  readonly undecided: readonly (Undecided & {readonly meta: RuleMeta})[]
  /** rules that had nothing to judge by */
  readonly off: readonly {readonly meta: RuleMeta; readonly reason: string}[]
  /** ids of rules that the inventory's findings name and this aibom does not know */
  readonly unknownRules: readonly string[]
}

/** Asks every rule; what was found where the bytes were at hand travels in the inventory and is taken from there. */
export function judgeThreats(context: ThreatContext, rules: readonly ThreatRule[] = threatRules): Judged {
  const answers = rules.map(rule => ({meta: rule.meta, ...rule.judge(context)}))
  const carried = context.inventory.findings.map(finding => ({finding, meta: ruleOf(finding.rule)}))
  const found = [
    ...carried.flatMap(({finding, meta}) => (meta === undefined ? [] : [{...finding, meta}])),
    ...answers.flatMap(({meta, findings}) => findings.map(finding => ({...finding, meta}))),
  ]
  return {
    findings: sortedBy(found, ({rule, asset, fingerprint}) => `${rule}\n${asset}\n${fingerprint}`),
    undecided: sortedBy(
      answers.flatMap(({meta, undecided = []}) => undecided.map(one => ({...one, meta}))),
      ({rule, asset}) => `${rule}\n${asset}`,
    ),
    off: answers.flatMap(({meta, off}) => (off === undefined ? [] : [{meta, reason: off}])),
    unknownRules: [...new Set(carried.flatMap(({finding, meta}) => (meta === undefined ? [finding.rule] : [])))].sort(),
  }
}
