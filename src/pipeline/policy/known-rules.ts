import {changeClasses} from '../../drift/change-class.ts'
import type {Severity} from '../../inventory/severity.ts'
import type {KnownRule} from '../../policy/file/policy.ts'
import {reviewRules} from '../../review/rules.ts'
import {rules} from '../../rules/all.ts'

/** Every rule and class of change that a policy may speak of. */
export function knownRules(): KnownRule[] {
  const classes = Object.entries(changeClasses).map(([name, {severity}]: [string, {readonly severity: Severity}]) => ({
    names: [name],
    severity,
  }))
  return [...[...rules, ...reviewRules].map(({id, name, severity}) => ({names: [id, name], severity})), ...classes]
}
