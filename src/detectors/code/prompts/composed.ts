import type {Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {wordsOf} from './prompt-words.ts'

/** Words of its own with which a text says more than those that it joins. */
const ownWords = 3

/** `custom + '\n\n' + config.basePrompt`: prompts that are joined stand where they are written. */
export function isComposed(value: Value): boolean {
  if (value.kind !== 'template' || !value.parts.some(part => /prompt|instruction/i.test(lastName(part)))) return false
  const own = value.parts.map(part => (part.kind === 'text' ? part.text : '')).join(' ')
  return wordsOf(own, ownWords) < ownWords
}
