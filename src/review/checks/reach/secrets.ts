import {asText, recordsOf} from '../../../lib/narrow.ts'
import {isKeyLike} from '../../../lib/redact/key-like.ts'
import {isSecretName} from '../../../lib/redact/names.ts'
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
  for (const part of [...view.parts, ...view.services]) {
    for (const {name, text, pointer} of textsIn(part)) {
      if (!holdsSecret(name, text)) continue
      const message = `${part.name}: ${name} contains a key or password`
      notes.find('secret-exposed', {subject: part.name, message, evidence: [notes.cite(pointer, `${name}: ***`)]})
    }
  }
}

function holdsSecret(name: string, text: string): boolean {
  return redactTokens(text) !== text || (isSecretName(name) && isKeyLike(text)) || opensByAddress(text)
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
