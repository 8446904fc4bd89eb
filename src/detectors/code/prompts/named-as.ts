import type {Naming} from '../../../code/module.ts'
import {snakeCase} from '../names/snake-case.ts'
import type {TextOptions} from './prompt-bag.ts'
import {
  isForPeople,
  isLocal,
  isNoPrompt,
  isPromptName,
  isTemplateName,
  opensWithRole,
  roleOf,
  systemKeyword,
  toldWords,
} from './prompt-words.ts'

/** What a naming says that its text is: by its name, else by the text's first words; undefined for all others. */
export function namedAs(naming: Naming): Pick<TextOptions, 'role' | 'rule' | 'least'> | undefined {
  const {name, value, scope} = naming
  const snake = snakeCase(name)
  const isNamed = isPromptName(snake) || (scope.kind === 'class' && systemKeyword.test(name))
  if (!isNamed && opensWithRole(value) && !isForPeople(snake))
    return {role: 'system', rule: 'prompt-text', least: toldWords}
  if (!(isNamed || isTemplateName(snake)) || isNoPrompt(snake)) return undefined
  const role = roleOf(snake)
  // a template that a function fills at once is a turn of the user
  if (isLocal(naming) && value.kind === 'call' && role === 'user') return undefined
  return {role, rule: 'prompt-name', least: leastWords(naming, isNamed)}
}

/** Words that a text has at least under such a name: one that says who the model is, may be short. */
function leastWords(naming: Naming, isNamed: boolean): number {
  if (isNamed && opensWithRole(naming.value)) return 4
  if (isLocal(naming)) return 12
  return isNamed ? 3 : 8
}
