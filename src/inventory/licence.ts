import {createRequire} from 'node:module'
import parseExpression from 'spdx-expression-parse'
import type {Licence} from './asset.ts'

const require = createRequire(import.meta.url)
/** Real expressions have some ten operators; the parser recurses. */
const expressionLimit = 1000
const operatorPattern = /^(and|or|with)$/

let idsByLowerCase: ReadonlyMap<string, string> | undefined

/**
 * A licence as it is stated: an SPDX id, an SPDX expression, else a name. Nothing is guessed or corrected: `Apache 2`
 * stays a name.
 * Only case is unified, since SPDX ids are one whatever their case (SPDX 2.3, Annex D.2) and operators may be lower
 * case (SPDX 3.0, Annex B):
 * `apache-2.0` is `Apache-2.0`.
 *
 * @returns undefined for blank text and `NOASSERTION`, which state nothing
 */
export function toLicence(text: string): Licence | undefined {
  const stated = text.trim()
  if (stated === '' || stated === 'NOASSERTION') return undefined
  const id = canonicalId(stated)
  if (id !== undefined) return {kind: 'id', id}
  const expression = toExpression(stated)
  if (expression !== undefined) return {kind: 'expression', expression}
  return {kind: 'name', name: stated, ...(/^https?:\/\/\S+$/.test(stated) && {url: stated})}
}

function canonicalId(text: string): string | undefined {
  idsByLowerCase ??= new Map(spdxIds().map(id => [id.toLowerCase(), id]))
  return idsByLowerCase.get(text.toLowerCase())
}

function spdxIds(): string[] {
  const lists: unknown[] = [require('spdx-license-ids/deprecated.json'), require('spdx-license-ids')]
  return lists.flatMap(list => (Array.isArray(list) ? list.filter(id => typeof id === 'string') : []))
}

function toExpression(text: string): string | undefined {
  if (text.length > expressionLimit) return undefined
  const expression = text.replace(
    /[\w.-]+/g,
    word => canonicalId(word) ?? (operatorPattern.test(word) ? word.toUpperCase() : word),
  )
  try {
    parseExpression(expression)
    return expression
  } catch {
    // the parser's only way to say that this is no expression; it is then kept as a name
    return undefined
  }
}
