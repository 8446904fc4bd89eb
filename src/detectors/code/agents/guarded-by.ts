import {eachOf} from '../../../code/resolve/members.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {keyOf} from '../../../inventory/identity.ts'
import {makeGuardrail} from '../../../inventory/make.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'
import {nameFrom} from './name-from.ts'

/** Keys of the guardrails that an agent is given, of this file or of others: functions by their decorator, and calls. */
export function guardrailsOf(finder: Finder, given: readonly Resolved[]): string[] {
  const values = eachOf(finder.resolver, given)
  for (const value of values) finder.note(value)
  const keys = values.flatMap(value => finder.matcher.ofValue(value)).flatMap(match => keyFor(finder, match))
  return [...new Set(keys)]
}

function keyFor(finder: Finder, match: Match): string[] {
  const spec = match.rule.rule.guardrail
  if (spec === undefined) return []
  const name = spec.name === undefined ? spec.engine : nameFrom(finder, match, spec.name).name
  return [keyOf(makeGuardrail(match.site.place.path, name, [], {engine: spec.engine}))]
}
