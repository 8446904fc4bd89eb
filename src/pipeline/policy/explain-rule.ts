import {resolve} from 'node:path'
import {changeClasses, isChangeClass} from '../../drift/change-class.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {quote} from '../../lib/text/quote.ts'
import {nearestName} from '../../lib/text/suggest.ts'
import {type OwnRule, ownRulesOf, severityOf, waiversOf} from '../../policy/file/policy.ts'
import {isExpired} from '../../policy/waivers.ts'
import {rules} from '../../rules/all.ts'
import type {PolicyExplainResult} from './explain-result.generated.ts'
import {knownRules} from './known-rules.ts'
import {type OpenedPolicy, openPolicyFile, policyName} from './open-policy.ts'
import type {PolicyOptions} from './policy-reader.ts'

/** What `aibom policy explain` is asked. */
export interface ExplainRuleOptions extends PolicyOptions {
  /** id or name of a rule, or class of a change, as typed */
  readonly rule: string
  /** by default the policy of this folder, where there is one */
  readonly policy: string | undefined
}

const ruleIdPattern = /^AIB\d+$/i

type Text = Pick<
  PolicyExplainResult,
  'names' | 'kind' | 'defaultSeverity' | 'title' | 'why' | 'fix' | 'references' | 'when' | 'place'
>

/**
 * `aibom policy explain`: what a rule or a class of change is about, and what the policy makes of it.
 * @throws {AibomError} `AIBOM_RULE_NOT_FOUND` (exit 2), and those of the policy
 */
export async function explainRule(options: ExplainRuleOptions): Promise<PolicyExplainResult> {
  const opened = await openPolicy(options)
  const own = opened === undefined ? [] : ownRulesOf(opened.policy)
  const text = textOf(options.rule, own)
  if (text === undefined) throw notFound(options.rule, own)
  const today = new Date(options.now()).toISOString().slice(0, 10)
  const waivers =
    opened === undefined ? [] : waiversOf(opened.policy).filter(({waiver}) => text.names.includes(waiver.rule))
  return {
    schemaVersion: 1,
    rule: options.rule,
    ...text,
    severity: severityOf(opened?.policy, text.names, text.defaultSeverity),
    ...(opened !== undefined && {policy: opened.path}),
    waivers: waivers.map(each => {
      const {asset, reason, owner, expires} = each.waiver
      return {asset, reason, owner, expires, isExpired: isExpired(each, today)}
    }),
  }
}

async function openPolicy(options: ExplainRuleOptions): Promise<OpenedPolicy | undefined> {
  if (options.policy !== undefined) return openPolicyFile(options.policy, options)
  return kindOfPath(resolve(options.cwd, policyName)) === 'file' ? openPolicyFile(policyName, options) : undefined
}

function textOf(asked: string, own: readonly OwnRule[]): Text | undefined {
  const rule = rules.find(({id, name}) => id === asked || name === asked)
  if (rule !== undefined) {
    const {id, name, severity, title, why, fix, references} = rule
    return {names: [id, name], kind: 'rule', defaultSeverity: severity, title, why, fix, references: [...references]}
  }
  if (isChangeClass(asked)) {
    const {severity, means} = changeClasses[asked]
    const fix = 'Accept what is wanted: aibom lock --accept ID --reason TEXT'
    return {
      names: [asked],
      kind: 'change',
      defaultSeverity: severity,
      title: 'A class of change',
      why: `${means[0]?.toUpperCase()}${means.slice(1)}.`,
      fix,
      references: [],
    }
  }
  const found = own.find(each => each.rule.id === asked)
  if (found === undefined) return undefined
  const {id, severity, why, fix, when} = found.rule
  return {
    names: [id],
    kind: 'own',
    defaultSeverity: severity,
    title: 'A rule of the policy',
    why,
    fix,
    references: [],
    when,
    place: found.layer.shown(found.at),
  }
}

function notFound(asked: string, own: readonly OwnRule[]): AibomError {
  const known = [...knownRules().flatMap(({names}) => names), ...own.map(({rule}) => rule.id)]
  // a number that is near another says nothing of what was meant
  const near = ruleIdPattern.test(asked) ? undefined : nearestName(asked, known)
  const hint =
    near === undefined ? 'Rules are listed in docs/rules.md, changes in docs/changes.md' : `Did you mean ${near}?`
  return new AibomError('AIBOM_RULE_NOT_FOUND', `there is no rule or change ${quote(asked)}`, {hint, exit: 2})
}
