import {groupBy} from '../../lib/group.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'
import {ruleOf, verdictOf} from '../../rules/all.ts'
import {plural} from '../amounts.ts'

/** Something a reader should look at before anything else. */
export interface Warning {
  readonly isDanger: boolean
  readonly title: string
  /** what it is about, the worst first */
  readonly items: readonly string[]
  readonly advice: string
  /** what lists them all; absent where only the BOM does */
  readonly listedBy?: string
}

type Finding = GenerateResult['findings'][number]

/**
 * What to look at first: files that are unsafe to load, models that run code, findings of other rules, names that can
 * move.
 */
export function warningsOf(result: GenerateResult): Warning[] {
  return [
    ...safetyWarnings(result.findings),
    ...remoteCodeWarnings(result),
    ...ruleWarnings(result.findings),
    ...floatingWarnings(result),
  ]
}

function safetyWarnings(findings: readonly Finding[]): Warning[] {
  const unsafe = firstByAsset(findings.filter(({rule}) => verdictOf(rule) === 'unsafe'))
  const unproven = firstByAsset(findings.filter(({rule}) => verdictOf(rule) === 'unknown'))
  for (const asset of unsafe.keys()) unproven.delete(asset)
  const advice = 'Look closer with: aibom inspect'
  const warning = (isDanger: boolean, words: string, found: ReadonlyMap<string, Finding>): Warning[] =>
    found.size === 0
      ? []
      : [
          {
            isDanger,
            title: `${words}: ${plural(found.size, 'weight file')}`,
            items: [...found.values()].map(itemOf),
            advice,
          },
        ]
  return [...warning(true, 'UNSAFE to load', unsafe), ...warning(false, 'not proven safe to load', unproven)]
}

function firstByAsset(findings: readonly Finding[]): Map<string, Finding> {
  const first = new Map<string, Finding>()
  for (const finding of findings) if (!first.has(finding.asset)) first.set(finding.asset, finding)
  return first
}

function itemOf({asset, rule, message}: Finding): string {
  return `${asset}  ${rule} ${message}`
}

/** Rules that judge no weight file, from medium severity on. */
function ruleWarnings(findings: readonly Finding[]): Warning[] {
  const judged = findings.filter(
    ({rule}) => verdictOf(rule) === undefined && ['critical', 'high', 'medium'].includes(ruleOf(rule)?.severity ?? ''),
  )
  return [...groupBy(judged, ({rule}) => rule)].map(([id, own]) => ({
    isDanger: ruleOf(id)?.severity !== 'medium',
    title: `${ruleOf(id)?.title ?? id}: ${own.length}`,
    items: own.map(itemOf),
    advice: ruleOf(id)?.fix ?? '',
  }))
}

function remoteCodeWarnings({assets}: GenerateResult): Warning[] {
  const running = assets.filter(({remoteCode}) => remoteCode === true)
  if (running.length === 0) return []
  return [
    {
      isDanger: true,
      title: `${plural(running.length, 'model')} loaded with trust_remote_code`,
      items: running.map(({name}) => name),
      advice: 'Loading one runs code from its repository. Read that code, then pin the commit',
    },
  ]
}

function floatingWarnings({assets, unresolved, steps, output}: GenerateResult): Warning[] {
  const floating = assets.filter(asset => asset.floating === true)
  const count = Math.max(floating.length, unresolved)
  if (count === 0) return []
  const isAsked = steps.some(({step, status}) => step === 'registries' && status !== 'skipped')
  const lookUp = isAsked
    ? 'The registry did not tell which commit it is'
    : 'Look commits up with: aibom generate --online'
  return [
    {
      isDanger: false,
      title: `${plural(count, 'name')} not pinned to a version or commit`,
      items: floating.map(({name, revision}) => (revision === undefined ? name : `${name} (${revision})`)),
      advice: `The name alone does not say which bytes you get. ${unresolved > 0 ? lookUp : 'Pin a version or a digest'}`,
      ...(output !== null && {listedBy: `aibom list ${output} --floating`}),
    },
  ]
}
