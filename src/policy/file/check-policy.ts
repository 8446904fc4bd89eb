import type {Problem} from './conform.ts'
import {unknownRule} from './meaning.ts'
import {type ParsedPolicy, problemError} from './parse.ts'
import {
  isRoot,
  type KnownRule,
  type OwnRule,
  ownRulesOf,
  type Policy,
  severityOf,
  severityRank,
  undecidedRank,
  undecidedSeverityOf,
} from './policy.ts'

/**
 * Holds a policy against the rules there are, and each file against those that it includes: it may only be stricter.
 * @throws {AibomError} `AIBOM_POLICY_INVALID` (exit 2): a rule that nobody knows, an id that is taken, something that
 *   is less strict than what is included
 */
export function assertSound(policy: Policy, known: readonly KnownRule[]): void {
  const own = ownRulesOf(policy)
  const all = [...known, ...own.map(({rule}): KnownRule => ({names: [rule.id], severity: rule.severity}))]
  assertNewIds(own, known)
  for (const layer of policy.layers) {
    const [problem] = [...unknownNames(layer, all), ...loosened(layer, policy, all)]
    if (problem !== undefined) throw problemError(problem, layer.shown)
  }
}

function assertNewIds(own: readonly OwnRule[], known: readonly KnownRule[]): void {
  const taken = new Set(known.flatMap(({names}) => names))
  for (const {rule, layer, at} of own) {
    if (taken.has(rule.id))
      throw problemError({at: [...at, 'id'], message: `${rule.id} is a rule already`}, layer.shown)
    taken.add(rule.id)
  }
}

function unknownNames({file}: ParsedPolicy, all: readonly KnownRule[]): Problem[] {
  const names = new Set(all.flatMap(rule => rule.names))
  const used: (readonly [string, Problem['at']])[] = [
    ...Object.keys(file.severities ?? {}).map(name => [name, ['severities', name]] as const),
    ...(file.waivers ?? []).map(({rule}, index) => [rule, ['waivers', index, 'rule']] as const),
    ...(file.waivable ?? []).map((rule, index) => [rule, ['waivable', index]] as const),
  ]
  return used.flatMap(([name, at]) => (names.has(name) ? [] : [unknownRule(name, names, at)]))
}

/** Approved lists of all files hold together, and signers of what is included go first: neither can be loosened. */
function loosened(layer: ParsedPolicy, {layers}: Policy, all: readonly KnownRule[]): Problem[] {
  const roots = layers.filter(other => other !== layer && isRoot(other))
  if (roots.length === 0) return []
  const base = {layers: roots}
  const rules = new Map(all.flatMap(rule => rule.names.map(name => [name, rule] as const)))
  const severities = Object.entries(layer.file.severities ?? {}).flatMap(([name, severity]): Problem[] => {
    const rule = rules.get(name)
    const before = rule === undefined ? 'off' : severityOf(base, rule.names, rule.severity)
    if (severityRank(severity) >= severityRank(before)) return []
    return [
      {
        at: ['severities', name],
        message: `${name} is ${before} by a policy that is included, and may not become ${severity}`,
      },
    ]
  })
  return [...severities, ...looseWaivers(layer, roots, rules), ...looseUndecided(layer, undecidedSeverityOf(base))]
}

function looseWaivers(
  {file}: ParsedPolicy,
  roots: readonly ParsedPolicy[],
  rules: ReadonlyMap<string, KnownRule>,
): Problem[] {
  const own = new Set((file.rules ?? []).map(({id}) => id))
  const isWaivable = (rule: string): boolean => {
    const names = rules.get(rule)?.names ?? [rule]
    return own.has(rule) || roots.every(root => root.file.waivable?.some(name => names.includes(name)) === true)
  }
  return (file.waivers ?? []).flatMap(({rule}, index): Problem[] =>
    isWaivable(rule)
      ? []
      : [
          {
            at: ['waivers', index, 'rule'],
            message: `${rule} may not be waived here: a policy that is included does not list it as waivable`,
          },
        ],
  )
}

function looseUndecided({file}: ParsedPolicy, before: ReturnType<typeof undecidedSeverityOf>): Problem[] {
  if (file.undecided === undefined || undecidedRank(file.undecided) >= undecidedRank(before)) return []
  return [
    {
      at: ['undecided'],
      message: `undecided is ${before ?? 'not set'} in a policy that is included, and may not be made less strict`,
    },
  ]
}
