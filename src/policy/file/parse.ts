import identitySchema from '../../../schemas/identity-policy.schema.json' with {type: 'json'}
import policySchema from '../../../schemas/policy.schema.json' with {type: 'json'}
import {AibomError} from '../../lib/errors.ts'
import {conflictLine} from '../../lib/parse/merge-conflict.ts'
import {type PlacedYaml, parseYaml, type YamlPlace} from '../../lib/parse/yaml.ts'
import {nearestName} from '../../lib/text/suggest.ts'
import {type Problem, problemsOf} from './conform.ts'
import {meaningProblems} from './meaning.ts'
import type {PolicyFile} from './policy.generated.ts'

/** One policy file, and where everything in it stands. */
export interface ParsedPolicy {
  /** as it is shown */
  readonly path: string
  readonly text: string
  readonly file: PolicyFile
  /** `path:line:column` of what is at a place of the file */
  shown(at: readonly (string | number)[]): string
  /** where a sign of a text stands; of a folded one where the text begins */
  placeInText(at: readonly (string | number)[], offset: number): YamlPlace | undefined
}

/**
 * Reads one policy file, without what it includes. JSON is YAML.
 * @throws {AibomError} `AIBOM_POLICY_INVALID` (exit 2) with line and column: no YAML, marks of a merge, a key or
 *   value that is not known, a pattern that matches
 * everything, a day that is none
 */
export function parsePolicy(text: string, path: string): ParsedPolicy {
  const conflict = conflictLine(text)
  if (conflict !== undefined)
    throw policyError(`${path}:${conflict}:1`, 'an unresolved merge conflict', 'Resolve it, then run the command again')
  const document = readDocument(text, path)
  const shown = shownBy(document, path)
  const [problem] = inOrder(problemsOf(document.value, [policySchema, identitySchema]), document)
  if (problem !== undefined) throw problemError(problem, shown)
  // the schema has just been checked
  const file = document.value as PolicyFile
  const [unsound] = inOrder(meaningProblems(file), document)
  if (unsound !== undefined) throw problemError(unsound, shown)
  return {path, text, file, shown, placeInText: document.placeInText}
}

/** An error in a policy, at its place. */
export function policyError(
  place: string,
  message: string,
  hint = 'Its form: docs/policy.md, schemas/policy.schema.json',
): AibomError {
  return new AibomError('AIBOM_POLICY_INVALID', `${place}: ${message}`, {hint, exit: 2})
}

/** `AIBOM_POLICY_INVALID` at the place in the file, with the name that was probably meant. */
export function problemError({at, message, unknownName}: Problem, shown: ParsedPolicy['shown']): AibomError {
  const suggestion = unknownName === undefined ? undefined : nearestName(unknownName.name, unknownName.known)
  return policyError(shown(at), suggestion === undefined ? message : `${message}; did you mean ${suggestion}?`)
}

function readDocument(text: string, path: string): PlacedYaml {
  try {
    return parseYaml(text, path, {uniqueKeys: true})
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    throw new AibomError('AIBOM_POLICY_INVALID', error.message, {
      hint: 'Its form: docs/policy.md, schemas/policy.schema.json',
      exit: 2,
      cause: error,
    })
  }
}

function shownBy(document: PlacedYaml, path: string): ParsedPolicy['shown'] {
  return at => {
    const place = document.placeOf(at)
    return place === undefined ? path : `${path}:${place.line}:${place.column}`
  }
}

/** The first in the file first. */
function inOrder(problems: readonly Problem[], document: PlacedYaml): Problem[] {
  return problems
    .map(problem => [document.lineOf(problem.at) ?? 0, problem] as const)
    .sort(([a], [b]) => a - b)
    .map(([, problem]) => problem)
}
