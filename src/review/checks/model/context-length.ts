import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {settingsOf, tokensIn} from '../../facts/stated-settings.ts'
import type {Part} from '../../view.ts'

/** `-128k` at the end of a word of a name: 32k steps and 8k tokens of training are rarely in a name. */
const namePattern = /(?:^|[-_])(\d{1,5})k(?:[-_]?(?:ctx|context|tokens?))?(?=$|[-_.])/i
const textPattern =
  /(?:context(?: length| window| size)?(?: of)?(?: up to)? (\d{1,5})\s?k\b)|(?:\b(\d{1,5})\s?k(?:[- ]tokens?)?(?: of)?[- ]context)/i
/** The same in full figures: `131,072 tokens of context`. */
const figurePattern =
  /context(?: length| window| size)?(?: of| is|:)?(?: up to)? (\d{1,3}(?:,\d{3}){1,2}|\d{4,8})\b|\b(\d{1,3}(?:,\d{3}){1,2}|\d{4,8})[- ]tokens?(?: of)?[- ]context/i
/** What may be put in: `passages of up to 8192 tokens`. */
const inputPattern =
  /\b(?:sequences?|inputs?|passages?|documents?|prompts?|texts?|contexts?)(?: of| with)? (?:up to|at most) (\d{1,3}(?:,\d{3}){1,2}|\d{3,8}) tokens/i
/** Longer than any that was measured. */
const longestContext = 200_000_000
/** Thousands are counted as 1,000 and as 1,024, and extended contexts are rounded. */
const tolerance = 1.1

/** What name, description and field of a model say of its context. */
export function checkContextLength({view, notes, isOwn}: ReviewContext): void {
  for (const model of isOwn ? [] : view.models) {
    const settings = settingsOf(model.node)
    const [setting] = [...(settings.get('context_length') ?? []), ...(settings.get('max_position_embeddings') ?? [])]
    const stated = tokensIn(setting?.text ?? '')
    if (setting === undefined || stated === undefined) continue
    const {text} = setting
    const pointer = model.pointer + setting.at
    if (stated > longestContext)
      notes.find('measure-wrong', {
        subject: model.name,
        message: `${model.name}: a context of ${text} tokens is more than any model has`,
        evidence: [notes.cite(pointer, text)],
      })
    const other = [
      ...told(model, 'name', namePattern),
      ...told(model, 'description', textPattern),
      ...figured(model),
    ].find(({tokens, isInput}) => tokens > stated * tolerance || (isInput !== true && tokens * tolerance < stated))
    if (other === undefined) continue
    const conflict = [
      {value: text, source: 'its properties'},
      {value: other.text, source: `its ${other.field}`},
    ]
    notes.find('size-in-doubt', {
      subject: model.name,
      message: `the context of ${model.name}: ${text} tokens according to its properties, ${other.text} according to its ${other.field}`,
      conflict,
      evidence: [notes.cite(pointer, text), notes.cite(`${model.pointer}/${other.field}`, other.text)],
    })
  }
}

interface Told {
  readonly tokens: number
  readonly text: string
  readonly field: string
  /** inputs may be shorter than the context */
  readonly isInput?: boolean
}

function told({node}: Part, field: 'name' | 'description', pattern: RegExp): Told[] {
  const [text, ...digits] = pattern.exec(asText(node[field]) ?? '') ?? []
  const thousands = digits.find(each => each !== undefined)
  if (text === undefined || thousands === undefined || Number(thousands) < 1) return []
  return [{tokens: Number(thousands) * 1024, text: text.replace(/^[-_]/, ''), field}]
}

function figured({node}: Part): Told[] {
  const description = asText(node['description']) ?? ''
  return [figurePattern, inputPattern].flatMap(pattern => {
    const digits = pattern
      .exec(description)
      ?.slice(1)
      .find(each => each !== undefined)
    if (digits === undefined) return []
    const tokens = Number(digits.replaceAll(',', ''))
    return [{tokens, text: digits, field: 'description', isInput: pattern === inputPattern}]
  })
}
