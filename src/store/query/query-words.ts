import {AibomError} from '../../lib/errors.ts'
import {nearestName} from '../../lib/text/suggest.ts'

/** Words that may stand before the colon of a query. */
export const queryFields = [
  'model',
  'dataset',
  'service',
  'agent',
  'package',
  'kind',
  'name',
  'license',
  'provider',
  'repo',
  'owner',
  'digest',
  'rule',
  'severity',
  'path',
  'is',
] as const
/** What a term is about. */
export type QueryField = (typeof queryFields)[number]

/** One word of a query; all of them have to hold. */
export interface Term {
  readonly field: QueryField
  /** lower case */
  readonly text: string
  /** `-license:mit`: everything else */
  readonly negated: boolean
}

const termLimit = 20
const textLimit = 200

/**
 * Reads `model:qwen -license:apache repo:"my team"`; a word without a field is part of a name.
 * @throws {AibomError} `AIBOM_QUERY_INVALID`
 */
export function parseQuery(text: string): Term[] {
  const words = splitWords(text)
  if (words.length > termLimit) throw invalid(`the query has more than ${termLimit} terms`)
  return words.map(toTerm)
}

/** At spaces outside of quotes. */
function splitWords(text: string): string[] {
  const words: string[] = []
  let [word, quoted] = ['', false]
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (/\s/.test(character) && !quoted) {
      if (word !== '') words.push(word)
      word = ''
    } else word += character
  }
  if (quoted) throw invalid('a quote is opened and not closed')
  return word === '' ? words : [...words, word]
}

function toTerm(word: string): Term {
  const negated = word.startsWith('-') && word.length > 1
  const plain = negated ? word.slice(1) : word
  const colon = plain.indexOf(':')
  const field = colon > 0 ? fieldOf(plain.slice(0, colon)) : 'name'
  const text = colon > 0 ? plain.slice(colon + 1) : plain
  if (text === '') throw invalid(`${field}: names nothing`)
  if (text.length > textLimit) throw invalid(`a term is longer than ${textLimit} characters`)
  if (field === 'is' && text !== 'floating')
    throw invalid(`is:${text} is not known`, 'The only one is is:floating: names that can mean other content tomorrow')
  return {field, text: text.toLowerCase(), negated}
}

function fieldOf(typed: string): QueryField {
  const name = typed.toLowerCase()
  const field = queryFields.find(each => each === name)
  if (field !== undefined) return field
  const near = nearestName(name, queryFields)
  throw invalid(
    `${typed}: is not a field`,
    near === undefined
      ? `The fields are ${queryFields.join(', ')}; put quotes around a name with a colon: name:"a:b"`
      : `Did you mean: ${near}:`,
  )
}

function invalid(message: string, hint?: string): AibomError {
  return new AibomError('AIBOM_QUERY_INVALID', message, {
    hint: hint ?? `Write for example: aibom fleet query "model:qwen -license:apache repo:web"`,
  })
}
