import type {Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {wordsOf} from './prompt-words.ts'

/** Words of its own with which a text says more than those that it joins. */
const ownWords = 3
/** What a format has in the place of a value. */
const hole = /%(?:\[\d{1,2}\]|\d{1,2}\$)?[a-z@]|\{\d{0,2}\}/i
const holes = new RegExp(hole, 'gi')

/**
 * `custom + '\n\n' + config.basePrompt`, `fmt.Sprintf("%s\n%s", basePrompt, context)`: prompts that are joined stand
 * where they are written.
 */
export function isComposed(value: Value): boolean {
  const parts = partsOf(value)
  if (!parts.some(part => /prompt|instruction/i.test(lastName(part)))) return false
  const own = parts.map(part => (part.kind === 'text' ? part.text : '')).join(' ')
  return wordsOf(own, ownWords) < ownWords
}

/** What a text is put together from; none where it is written whole. */
function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'template') return value.parts
  const [format, ...values] = value.kind === 'call' ? value.args.map(argument => argument.value) : []
  if (format?.kind !== 'text' || values.length === 0 || !hole.test(format.text)) return []
  return [{...format, text: format.text.replaceAll(holes, '')}, ...values]
}
