import type {Change} from '../../../drift/compare.ts'
import type {Entry} from '../../../drift/entry.ts'
import {redactText} from '../../../lib/redact/text.ts'
import type {CompiledRule} from '../../../policy/cel/own-rules.ts'
import type {Subject} from '../../../policy/cel/subject.ts'
import {
  aboutSubject,
  type FoundItem,
  fingerprintOf,
  type Judged,
  nothingJudged,
  type OpenItem,
} from '../../changes/judged.ts'
import type {OpenedSide} from '../../changes/open-side.ts'
import {subjectsOf} from '../subjects.ts'
import {type RuleOutcome, runRules, type Subjects} from './run-rules.ts'

/** What a policy is applied to. */
export interface PolicyContext {
  readonly opened: OpenedSide
  readonly changes: readonly Change[]
  readonly before: readonly Entry[]
  /** `2026-11-28` */
  readonly today: string
  readonly signal: AbortSignal
  /** which the files that a policy names are relative to, through the policy's own place */
  readonly cwd: string
}

/** What the rules of a policy say of assets and changes. A rule without an answer is undecided, never a pass. */
export async function judgeOwnRules(
  rules: readonly CompiledRule[],
  {opened, changes, before, signal}: PolicyContext,
): Promise<Judged> {
  if (rules.length === 0) return nothingJudged
  const {entries} = opened.project('each')
  const manifests = opened.project('digest').entries.filter(({kind}) => kind === 'dependency-manifest')
  const subjects = subjectsOf({
    entries: [...entries, ...manifests],
    assets: opened.inventory?.assets ?? [],
    changes,
    before,
  })
  const outcomes = new Map((await runRules(rules, subjects, signal)).map(outcome => [outcome.id, outcome]))
  const answers = rules.map(rule => toJudged(rule, outcomes.get(rule.rule.id), subjects))
  return {findings: answers.flatMap(({findings}) => findings), undecided: answers.flatMap(({undecided}) => undecided)}
}

function toJudged({rule}: CompiledRule, outcome: RuleOutcome | undefined, {assets, changes}: Subjects): Judged {
  const open = {rule: rule.id, name: rule.id, severity: rule.severity, reason: 'not-decidable' as const}
  if (outcome === undefined || 'undecided' in outcome) {
    const message = `the rule ${rule.id} was given up: ${outcome?.undecided ?? 'it was not asked'}`
    return {findings: [], undecided: [{...open, asset: aboutSubject('').asset, message}]}
  }
  const subjects = outcome.isOfChange ? changes : assets
  const findings = outcome.matched.flatMap((index): FoundItem[] => {
    const subject = subjects[index]
    return subject === undefined ? [] : [toFinding(rule, subject)]
  })
  const undecided = outcome.failed.map(([index, reason]): OpenItem => {
    const asset = subjects[index]?.asset.id ?? ''
    return {...open, asset, message: redactText(`the rule ${rule.id} has no answer for ${asset}: ${reason}`)}
  })
  return {findings, undecided}
}

function toFinding({id, severity, why, fix}: CompiledRule['rule'], {asset, change, evidence}: Subject): FoundItem {
  const place = evidence.find(({scope}) => scope === 'product') ?? evidence[0]
  const said = change === undefined ? `${asset.kind} ${asset.name}` : change.message
  return {
    rule: id,
    name: id,
    severity,
    asset: asset.id,
    kind: asset.kind,
    assetName: asset.name,
    message: redactText(said),
    ...(place !== undefined && {place: {path: place.path, ...(place.line > 0 && {line: place.line})}}),
    fingerprint: fingerprintOf(id, asset.id, change?.class ?? '', change?.fact ?? ''),
    why,
    fix,
  }
}
