import {nodesOf} from '../../../bom/spec/nodes.ts'
import {asList, asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {pointerSegment} from '../../../lib/parse/json-pointer.ts'
import {isKeyLike} from '../../../lib/redact/key-like.ts'
import {isSecretName} from '../../../lib/redact/names.ts'
import {redactText} from '../../../lib/redact/text.ts'
import {redactTokens} from '../../../lib/redact/tokens.ts'
import type {ReviewContext} from '../../context.ts'
import {type Part, referencesOf} from '../../view.ts'
import {endpointsOf} from '../services.ts'

interface PlacedText {
  readonly name: string
  readonly text: string
  readonly pointer: string
}

/** Keys and passwords that the document itself carries; they are told by their place, and never shown. */
export function checkSecrets({view, notes}: ReviewContext): void {
  const told = new Set<string>()
  for (const part of [...view.parts, ...view.services]) {
    for (const {name, text, pointer} of textsIn(part)) {
      if (!holdsSecret(name, text)) continue
      told.add(pointer)
      const message = `${part.name}: ${name} contains a key or password`
      notes.find('secret-exposed', {subject: part.name, message, evidence: [notes.cite(pointer, `${name}: ***`)]})
    }
  }
  for (const {name, text, pointer} of otherTexts(view.document)) {
    if (told.has(pointer) || redactTokens(text) === text) continue
    const message = `the BOM at ${pointer} contains a key or password`
    notes.find('secret-exposed', {subject: '', message, evidence: [notes.cite(pointer, `${name}: ***`)]})
  }
}

/** Every other text, for what shows itself as a key: model cards, notes, texts of licenses, properties of the BOM. */
function* otherTexts(document: UnknownRecord): Generator<PlacedText> {
  for (const {pointer, node} of nodesOf(document)) {
    for (const [name, value] of Object.entries(node)) {
      if (name === 'hashes' || name === 'signature') continue
      yield* textsAt(name, value, `${pointer}/${pointerSegment(name)}`)
    }
  }
}

function* textsAt(name: string, value: unknown, at: string): Generator<PlacedText> {
  if (typeof value === 'string') yield {name, text: value, pointer: at}
  for (const [index, text] of asList(value).entries())
    if (typeof text === 'string') yield {name, text, pointer: `${at}/${index}`}
}

function holdsSecret(name: string, text: string): boolean {
  return (
    redactTokens(text) !== text || isTold(name, text) || (isSecretName(name) && isKeyLike(text)) || opensByAddress(text)
  )
}

/** `password: …` in a sentence. */
function isTold(name: string, text: string): boolean {
  return name === 'description' && redactText(text) !== text
}

/** A password before the host, or a key among the parameters. */
function opensByAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const {password, searchParams} = new URL(text)
  return (
    password !== '' ||
    [...searchParams].some(
      ([name, value]) => isSecretName(name) && value.length >= shortestKey && !/^[<{$%]|^\*+$/.test(value),
    )
  )
}

/** Fewer signs are a word of an example. */
const shortestKey = 8

function textsIn(part: Part): PlacedText[] {
  const {node, pointer} = part
  const properties = recordsOf(node['properties']).flatMap(({name, value}, index) => {
    const text = asText(value)
    return text === undefined ? [] : [{name: String(name), text, pointer: `${pointer}/properties/${index}/value`}]
  })
  const endpoints = endpointsOf(part).map((text, index) => ({
    name: 'an endpoint',
    text,
    pointer: `${pointer}/endpoints/${index}`,
  }))
  const references = referencesOf(part).map(({url, pointer: at}) => ({name: 'an address', text: url, pointer: at}))
  const description = asText(node['description'])
  return [
    ...properties,
    ...endpoints,
    ...references,
    ...(description === undefined ? [] : [{name: 'description', text: description, pointer: `${pointer}/description`}]),
  ]
}
