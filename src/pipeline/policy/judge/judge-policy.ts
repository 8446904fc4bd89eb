import {redactText} from '../../../lib/redact/text.ts'
import {judgeApproved} from '../../../policy/approved.ts'
import {waiversOf} from '../../../policy/file/policy.ts'
import {isExpired} from '../../../policy/waivers.ts'
import {waiverExpired} from '../../../rules/waiver-expired.ts'
import {
  aboutAsset,
  aboutSubject,
  fingerprintOf,
  type Judged,
  joinJudged,
  nothingJudged,
  toFinding,
} from '../../changes/judged.ts'
import type {OpenedPolicy} from '../open-policy.ts'
import {isProvider} from '../subjects.ts'
import {judgeOwnRules, type PolicyContext} from './judge-own-rules.ts'
import {judgeSigners} from './judge-signers.ts'

/** What a policy says of a source: approved lists, signers, rules of its own, waivers that have expired. */
export async function judgePolicy(policy: OpenedPolicy | undefined, context: PolicyContext): Promise<Judged> {
  if (policy === undefined) return nothingJudged
  const own = await judgeOwnRules(policy.rules, context)
  return joinJudged([
    judgeLists(policy, context),
    judgeSigners(policy.policy, context.opened, context.cwd),
    own,
    judgeWaivers(policy, context),
  ])
}

function judgeLists({policy}: OpenedPolicy, {opened: {inventory}}: PolicyContext): Judged {
  const answers = judgeApproved(inventory?.assets ?? [], policy.layers, isProvider)
  return {
    findings: answers
      .filter(({isOpen}) => !isOpen)
      .map(({meta, asset, message}) => toFinding(meta, aboutAsset(asset), message)),
    undecided: answers
      .filter(({isOpen}) => isOpen)
      .map(({meta: {id, name, severity}, asset, message}) => ({
        rule: id,
        name,
        severity,
        asset: asset.id,
        reason: 'not-evaluated',
        message: redactText(message),
      })),
  }
}

function judgeWaivers({policy}: OpenedPolicy, {today}: PolicyContext): Judged {
  const expired = waiversOf(policy).filter(own => isExpired(own, today))
  return {
    findings: expired.map(({waiver: {rule, asset, owner, expires}, layer, at}) => {
      const message = `the waiver of ${rule} for ${asset} expired on ${expires}; its owner is ${owner} (${layer.shown(at)})`
      return {
        ...toFinding(waiverExpired, {...aboutSubject(asset), place: {path: layer.path}}, message),
        fingerprint: fingerprintOf(waiverExpired.id, rule, asset),
      }
    }),
    undecided: [],
  }
}
