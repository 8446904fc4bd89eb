import {type Severity, severities} from '../../inventory/severity.ts'
import type {ParsedPolicy} from './parse.ts'
import type {Rule, Waiver} from './policy.generated.ts'

/** A policy with all that it includes. */
export interface Policy {
  /** from what is included to the file itself */
  readonly layers: readonly ParsedPolicy[]
  /** over all layers */
  readonly sha256: string
}

/** A rule that a policy may speak of: one of ours by id and name, or a class of change. */
export interface KnownRule {
  readonly names: readonly string[]
  readonly severity: Severity
}

/** A rule of the user's own, and the file that has it. */
export interface OwnRule {
  readonly rule: Rule
  readonly layer: ParsedPolicy
  readonly at: readonly (string | number)[]
}

/** Of every layer: those of files that are included come first. */
export function ownRulesOf({layers}: Policy): OwnRule[] {
  return layers.flatMap(layer => (layer.file.rules ?? []).map((rule, index) => ({rule, layer, at: ['rules', index]})))
}

/** A waiver, and the file that has it. */
export interface OwnWaiver {
  readonly waiver: Waiver
  readonly layer: ParsedPolicy
  readonly at: readonly (string | number)[]
}

/** Of every layer: those of files that are included come first. */
export function waiversOf({layers}: Policy): OwnWaiver[] {
  return layers.flatMap(layer =>
    (layer.file.waivers ?? []).map((waiver, index) => ({waiver, layer, at: ['waivers', index]})),
  )
}

/**
 * Files that include nothing: what they do not state stands as aibom has it. The others may only be stricter than
 * those.
 */
export function isRoot({file}: ParsedPolicy): boolean {
  return (file.include ?? []).length === 0
}

/**
 * How bad something is by the policy: the strictest of its files counts.
 * @param names of the rule
 */
export function severityOf(
  policy: Pick<Policy, 'layers'> | undefined,
  names: readonly string[],
  otherwise: Severity,
): Severity | 'off' {
  const views = (policy?.layers ?? []).flatMap(layer => {
    const stated = names.map(name => layer.file.severities?.[name]).find(severity => severity !== undefined)
    return stated ?? (isRoot(layer) ? otherwise : [])
  })
  return views.length === 0
    ? otherwise
    : views.reduce((worst, view) => (severityRank(view) > severityRank(worst) ? view : worst))
}

/** How bad it is by the policy that something could not be decided; undefined: it leaves the answer open. */
export function undecidedSeverityOf(policy: Pick<Policy, 'layers'> | undefined): Severity | undefined {
  const views = (policy?.layers ?? [])
    .filter(layer => isRoot(layer) || layer.file.undecided !== undefined)
    .map(({file}) => file.undecided)
  return views.length === 0
    ? undefined
    : views.reduce((worst, view) => (undecidedRank(view) > undecidedRank(worst) ? view : worst))
}

/** The worse the higher; `off` is the least. */
export function severityRank(severity: Severity | 'off'): number {
  return severity === 'off' ? 0 : severities.length - severities.indexOf(severity)
}

/** Exit 3, which is what happens without it, is stricter than any severity that a threshold may let pass. */
export function undecidedRank(severity: Severity | undefined): number {
  if (severity === undefined) return severities.length
  return severity === 'critical' ? severities.length + 1 : severityRank(severity)
}
