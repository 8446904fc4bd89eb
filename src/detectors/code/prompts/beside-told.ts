import type {Module, Naming} from '../../../code/module.ts'
import {oncePer} from '../../../lib/remember.ts'
import {snakeCase} from '../names/snake-case.ts'
import type {TextOptions} from './prompt-bag.ts'
import {instructs, isForPeople, isNoPrompt, roleOf, toldWords, wordsIn} from './prompt-words.ts'

/** Words of a text that tells a model who it is, so that its neighbours are read as texts for a model as well. */
const tellingWords = 20

/**
 * `SHELL_ROLE = "Provide only commands …"` beside `DEFAULT_ROLE = "You are …"`: constants of one file whose names end
 * alike are of one kind.
 */
export function besideTold(
  module: Module,
  naming: Naming,
): Pick<TextOptions, 'role' | 'rule' | 'least' | 'sure'> | undefined {
  const kind = kindOf(naming)
  if (kind === undefined || !kindsTold(module).has(kind)) return undefined
  return {role: roleOf(naming.name), rule: 'prompt-text', least: toldWords, sure: true}
}

const kindsTold = oncePer(
  ({namings}: Module): ReadonlySet<string> =>
    new Set(
      namings.flatMap(naming => {
        const kind =
          instructs(naming.value) && wordsIn(naming.value, tellingWords) === tellingWords ? kindOf(naming) : undefined
        return kind === undefined ? [] : [kind]
      }),
    ),
)

/** Endings of names for what a model is told. One `_TEMPLATE` may be a page: there the word before counts as well. */
const toldKind =
  /_(roles?|persona|character|assistant|agent|expert|bot|mode|task|rules|guidelines|(?:message|chat|llm|ai)_(?:template|text|content))$/

function kindOf({name, value, via, scope}: Naming): string | undefined {
  if ((via !== 'assignment' && via !== 'member') || scope.kind === 'function') return undefined
  if (value.kind !== 'text' && value.kind !== 'template') return undefined
  const snake = snakeCase(name).toLowerCase()
  return isNoPrompt(snake) || isForPeople(snake) ? undefined : toldKind.exec(snake)?.[1]
}
