import {isJsonObject, type JsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {templateBackdoor} from '../../rules/template-backdoor.ts'
import {LimitReached} from '../budget.ts'
import type {Examination} from '../reader.ts'

const depthLimit = 32
/** Parts of a tokenizer that rewrite the text of the user, or that of the model. */
const rewriting = ['normalizer', 'pre_tokenizer', 'decoder', 'post_processor'] as const
/** Types of such parts; what another one does is not known. */
const types: ReadonlySet<string> = new Set(
  (
    'Sequence BertNormalizer Strip StripAccents NFC NFD NFKC NFKD Lowercase Prepend Replace Nmt Precompiled ByteLevel BertPreTokenizer CharDelimiterSplit Metaspace ' +
    'Whitespace WhitespaceSplit Punctuation Split Digits UnicodeScripts FixedLength RandomChunkSplit RobertaProcessing BertProcessing TemplateProcessing BPEDecoder ' +
    'WordPiece CTC Fuse ByteFallback'
  ).split(' '),
)
/** What a rewriting part puts into the text. */
const insertedKeys = ['content', 'prepend', 'prefix', 'suffix', 'replacement'] as const
/** Marks of tokenizers: a token in brackets, a byte. */
const mark = /<[^<>\s]{1,40}>|\[[A-Z]{1,10}\]|\u2581|\u0120/g
const word = /\p{L}{2}/u
const sentence = /\p{L}{3}\P{L}{1,5}\p{L}{2}/u
/** Classes, escapes and flags of a regular expression. */
const notLiteral = /\\[pP]\{[^{}]*\}|\\.|\[[^[\]]*\]|\(\?[A-Za-z]*/g
const shown = 80
const address = /\w:\/\//

/**
 * Judges the parts of a fast tokenizer that rewrite text: they take away marks and blanks. One that puts words there
 * changes what the model is told, or what it is heard to say.
 */
export function judgeTokenizer(file: Examination, tokenizer: JsonObject): void {
  for (const part of rewriting) judgePart(file, tokenizer[part], part, 0)
}

function judgePart(file: Examination, value: JsonValue | undefined, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > depthLimit) throw new LimitReached(`a tokenizer nested deeper than ${depthLimit}`)
  file.budget.spend('items')
  if (isJsonObject(value) && typeof value['type'] === 'string') judgeRewriting(file, value, path)
  for (const [key, item] of Object.entries(value))
    if (typeof item === 'object') judgePart(file, item, `${path}.${key}`, depth + 1)
}

/** The text that a pattern takes away; of a regular expression what it says letter by letter. */
function takenBy({String: text, Regex: expression}: JsonObject): string {
  if (typeof text === 'string') return text
  return typeof expression === 'string' ? expression.replace(notLiteral, ' ') : ''
}

/** Texts that a part puts in, and the tokens that it puts around a text. */
function insertedBy(part: JsonObject): [key: string, text: string][] {
  const tokens = isJsonObject(part['special_tokens']) ? Object.values(part['special_tokens']) : []
  const given: [string, JsonValue | undefined][] = [
    ...insertedKeys.map((key): [string, JsonValue | undefined] => [key, part[key]]),
    ...tokens.flatMap(token => {
      const texts = memberOf(token, 'tokens')
      return Array.isArray(texts) ? texts.map((text): [string, JsonValue] => ['special_tokens', text]) : []
    }),
  ]
  return given.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : []))
}

function judgeRewriting(file: Examination, part: JsonObject, path: string): void {
  const {pattern, type} = part
  if (typeof type === 'string' && !types.has(type))
    file.find(needsCode, `the tokenizer has a part of the unknown type ${JSON.stringify(type.slice(0, shown))}`, {
      member: path,
      evidence: type.slice(0, shown),
    })
  const taken = isJsonObject(pattern) ? takenBy(pattern) : ''
  for (const [key, text] of insertedBy(part)) {
    const own = text.replace(mark, '')
    if (!address.test(own) && !sentence.test(own) && !(word.test(own) && word.test(taken.replace(mark, '')))) continue
    const place = {member: `${path}.${key}`, evidence: text.slice(0, shown)}
    const what = taken === '' ? '' : ` in place of ${JSON.stringify(taken.slice(0, shown))}`
    file.find(
      templateBackdoor,
      `the tokenizer puts ${JSON.stringify(text.slice(0, shown))} into the text${what}`,
      place,
    )
  }
}
