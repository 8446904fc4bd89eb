import type {Inventory} from '../../inventory/inventory.ts'
import {severityOf} from '../../policy/file/policy.ts'
import {waiverFinder} from '../../policy/waivers.ts'
import {isForbidden, type PolicyEffect} from '../../review/by-policy.ts'
import type {PolicyAnswer, Waiver} from '../../review/review-result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {judgeSide} from '../changes/judge.ts'
import {joinJudged} from '../changes/judged.ts'
import {inventorySide} from '../changes/open-side.ts'
import {dayOf} from '../generate/source-date.ts'
import {applyPolicy} from '../policy/apply-policy.ts'
import {judgePolicy} from '../policy/judge/judge-policy.ts'
import {type OpenedPolicy, openPolicyFile} from '../policy/open-policy.ts'
import type {ReviewOptions} from './options.ts'

/**
 * The policy that was asked for, read before anything else is.
 * @throws {AibomError} `AIBOM_POLICY_INVALID`, `AIBOM_POLICY_INCLUDE`
 */
export async function openPolicyOf(options: ReviewOptions): Promise<OpenedPolicy | undefined> {
  return options.policy === undefined ? undefined : openPolicyFile(options.policy, options)
}

/** Severities and waivers of a policy for the findings of a review, and what was waived by them. */
export function effectOf({policy}: OpenedPolicy, today: string): PolicyEffect & {readonly waived: readonly Waiver[]} {
  const waiverOf = waiverFinder(policy, today)
  const waived: Waiver[] = []
  return {
    waived,
    severityOf({rule, name, subject, severity: own, message}) {
      const severity = severityOf(policy, [rule, name], own)
      const waiver = severity === 'off' ? undefined : waiverOf({names: [rule, name], asset: subject})?.waiver
      if (waiver !== undefined)
        waived.push({rule, subject, message, reason: waiver.reason, owner: waiver.owner, expires: waiver.expires})
      return severity === 'off' || waiver !== undefined ? undefined : severity
    },
  }
}

/** What `aibom check` would say of it by the policy, with nothing to compare. */
export async function answerOf(
  opened: OpenedPolicy,
  side: {readonly inventory: Inventory; readonly own: boolean},
  options: ReviewOptions,
): Promise<PolicyAnswer> {
  const {policy, path, rules} = opened
  const today = dayOf(options)
  const asked = inventorySide({...side, form: side.own ? 'source' : 'bom'})
  const {rulesOff: _, ...judged} = judgeSide(asked, {today, blind: []})
  const {signal, cwd} = options
  const ofPolicy = await judgePolicy(opened, {opened: asked, changes: [], before: [], today, signal, cwd})
  const applied = applyPolicy(policy, {...joinJudged([judged, ofPolicy]), changes: []}, today)
  const own = new Set(rules.map(({rule}) => rule.id))
  const open = applied.undecided.filter(item => isForbidden(item) || own.has(item.rule))
  return {
    path,
    sha256: policy.sha256,
    outcome: applied.findings.some(isForbidden) ? 'no' : open.length > 0 ? 'undecided' : 'yes',
    findings: applied.findings.map(
      ({rule, name, severity, asset, message, why = ruleOf(rule)?.why, fix = ruleOf(rule)?.fix}) => {
        return {
          rule,
          name,
          severity,
          subject: asset,
          message,
          ...(why !== undefined && {why}),
          ...(fix !== undefined && {fix}),
        }
      },
    ),
    undecided: open.map(({rule, asset, message}) => ({rule, subject: asset, message})),
    waived: applied.waived.map(({rule, asset, message, reason, owner, expires}) => ({
      rule,
      subject: asset,
      message,
      reason,
      owner,
      expires,
    })),
  }
}
