import type {Examination, FormatReader} from '../reader.ts'
import {isText} from '../text.ts'
import {type Doubt, writtenDoubts} from './backdoors.ts'
import {reportDoubts} from './judge-template.ts'

const limitBytes = 4 * 1024 * 1024
/** Layers of an artifact of Ollama, under the names that their media types give them. */
const layerName = /(?:^|\/)(?:\d{1,4}-)?(template|system)$/
const commentHead = 16
const comment = /^\{\{-?\s{0,8}\/\*/
const asks = /^\{\{-?\s{0,8}(?:else\s{1,8})?(?:if|with|range)\b/
/** What a user or another part wrote. */
const fromMessage = /\.(?:Prompt|Content|System|Response|Suffix)\b/
/** One without an end goes to the end of the action: looking for the end from each quote would be quadratic. */
const quoted = /"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)|`([^`]*)(?:`|$)/g
const words = /[A-Za-z\u00c0-\uffff]{3}/
const roles = /^(?:user|assistant|system|tool|developer)$/
const address = /\bhttps?:\/\/[^\s'"<>)\]]{3,}/i

/** The template of Ollama, in the language of Go's templates, or the system prompt: texts that the model gets. */
export const ollamaText: FormatReader = {
  format: 'ollama-text',
  matches: ({name, head, byteLength}) =>
    layerName.test(name) && byteLength <= limitBytes && isText(head) ? 'likely' : undefined,
  read(file) {
    const text = new TextDecoder().decode(file.bytes.read(0n, file.byteLength))
    file.cover(0, file.byteLength)
    reportDoubts(file, `the ${layerName.exec(file.name)?.[1]}`, doubtsIn(file, text))
  },
}

/** An honest system prompt may forbid to tell something: a person has to read it. */
function doubtsIn({name}: Examination, text: string): Doubt[] {
  const parts = [...partsOf(text)].filter(part => !comment.test(part))
  const said = parts.join('')
  const isSystem = name.endsWith('system')
  const found = writtenDoubts(text, said).map(doubt =>
    isSystem && doubt.what.startsWith('the order') ? {...doubt, kind: 'condition' as const} : doubt,
  )
  const link = address.exec(said)?.[0]
  if (link !== undefined) found.push({kind: 'condition', what: `the address ${link}`})
  const asked = isSystem ? undefined : askedWords(parts)
  if (asked !== undefined) found.push({kind: 'condition', what: `a condition on ${JSON.stringify(asked)}`})
  return found
}

/** `{{ if eq .Prompt "words" }}` */
function askedWords(parts: readonly string[]): string | undefined {
  for (const part of parts) {
    if (!asks.test(part) || !fromMessage.test(part)) continue
    for (const [, plain = '', raw = ''] of part.matchAll(quoted)) {
      const asked = plain + raw
      if (words.test(asked) && !roles.test(asked) && !/^[<[]/.test(asked)) return asked
    }
  }
  return undefined
}

/** A template of Go's, cut where an action or a comment begins and ends; one without an end is the last. */
function* partsOf(text: string): Generator<string> {
  let from = 0
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', from)) {
    if (at > from) yield text.slice(from, at)
    const inside = comment.test(text.slice(at, at + commentHead)) ? text.indexOf('*/', at) : at
    const end = inside === -1 ? -1 : text.indexOf('}}', inside)
    from = end === -1 ? text.length : end + 2
    yield text.slice(at, from)
  }
  if (from < text.length) yield text.slice(from)
}
