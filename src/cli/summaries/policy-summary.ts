import {terminalLines} from '../../lib/escape/terminal.ts'
import type {PolicyExplainResult} from '../../pipeline/policy/explain-result.generated.ts'
import type {PolicyInitResult} from '../../pipeline/policy/init-result.generated.ts'
import type {PolicyTestResult} from '../../pipeline/policy/test-result.generated.ts'
import {plural} from '../amounts.ts'

/** The result of `aibom policy init` for a terminal. */
export function policyInitSummary({policy, approved}: PolicyInitResult): string {
  const counts = Object.entries(approved).map(([list, names]) => `${names.length} ${list}`)
  return terminalLines([
    `${policy} written, approving what was found: ${counts.join(', ')}`,
    'Look through it, take out what nobody should use, and commit it.',
  ])
}

/** The result of `aibom policy test` for a terminal. */
export function policyTestSummary({
  policy,
  files,
  outcome,
  tests,
  failures,
  waivers,
  expired,
}: PolicyTestResult): string {
  return terminalLines([
    ...failures.map(
      ({rule, test, message, place, undecided}) =>
        `${place}  rule ${rule}, test ${test}: ${undecided ? 'no answer: ' : ''}${message}`,
    ),
    ...expired.map(
      ({rule, asset, owner, expires, place}) =>
        `${place}  the waiver of ${rule} for ${asset} expired on ${expires}; its owner is ${owner}`,
    ),
    `${policy}: ${outcome}`,
    `${plural(files.length, 'file')}, ${plural(tests, 'test')}, ${plural(failures.length, 'failure')}, ${plural(waivers, 'waiver')} in force, ${expired.length} expired`,
  ])
}

/** The result of `aibom policy explain` for a terminal. */
export function policyExplainSummary(result: PolicyExplainResult): string {
  const {names, severity, defaultSeverity, title, why, fix, references, when, place, policy, waivers} = result
  const set = severity === defaultSeverity ? '' : `, ${defaultSeverity} without the policy`
  return terminalLines([
    `${names.join(' ')}: ${title}`,
    `  severity  ${severity}${set}`,
    `  why       ${why}`,
    `  fix       ${fix}`,
    ...(when === undefined ? [] : [`  when      ${when}`]),
    ...(place === undefined ? [] : [`  in        ${place}`]),
    ...(references.length === 0 ? [] : [`  see       ${references.join(', ')}`]),
    ...waivers.map(
      ({asset, reason, owner, expires, isExpired}) =>
        `  waived    ${asset} until ${expires}${isExpired ? ' (expired)' : ''}: ${reason} (${owner})`,
    ),
    policy === undefined ? '  no policy here: aibom policy init writes one' : `  policy    ${policy}`,
  ])
}
