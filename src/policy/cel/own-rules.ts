import {type ParsedPolicy, policyError} from '../file/parse.ts'
import {type OwnRule, ownRulesOf, type Policy} from '../file/policy.ts'
import {compileWhen, type Expression, isProblem} from './compile.ts'
import {assetFields, changeFields, evidenceFields, misfit} from './subject.ts'

/** A rule of the user's own whose expression fits the types of what it asks for. */
export interface CompiledRule extends OwnRule {
  readonly expression: Expression
}

/**
 * Reads and type-checks the rules of a policy before any data is read.
 * @throws {AibomError} `AIBOM_POLICY_INVALID` (exit 2), at the sign of the expression where it can be told
 */
export function compileRules(policy: Policy): CompiledRule[] {
  return ownRulesOf(policy).map(own => {
    const {rule, layer, at} = own
    const compiled = compileWhen(rule.when)
    if (isProblem(compiled)) {
      const {offset, message, suggestion} = compiled
      const place = layer.placeInText([...at, 'when'], offset)
      const shown = place === undefined ? layer.shown([...at, 'when']) : `${layer.path}:${place.line}:${place.column}`
      const text = suggestion === undefined ? message : `${message}; did you mean ${suggestion}?`
      throw policyError(shown, `rule ${rule.id}: ${text}`, 'What rules can ask for: docs/policy.md')
    }
    assertTests(own)
    return {...own, expression: compiled}
  })
}

function assertTests({rule, layer, at}: OwnRule): void {
  for (const [index, {asset = {}, change = {}, evidence = []}] of (rule.tests ?? []).entries()) {
    const place = [...at, 'tests', index]
    assertFields(layer, [...place, 'asset'], misfit(assetFields, {...asset}))
    assertFields(layer, [...place, 'change'], misfit(changeFields, {...change}))
    for (const [item, each] of evidence.entries())
      assertFields(layer, [...place, 'evidence', item], misfit(evidenceFields, {...each}))
  }
}

function assertFields(layer: ParsedPolicy, at: readonly (string | number)[], name: string | undefined): void {
  if (name !== undefined)
    throw policyError(
      layer.shown([...at, name]),
      `${name} is not a field of it, or its value has another type`,
      'The fields: docs/policy.md',
    )
}
