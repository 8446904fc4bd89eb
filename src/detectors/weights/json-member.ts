import {type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'

/** A member that is a text with something in it. */
export function textAt(value: JsonValue | undefined, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' && member.trim() !== '' ? member : undefined
}

/** Line of the first place where a name stands, from 1. */
export function lineOf(text: string, name: string): number {
  const at = text.indexOf(`"${name}"`)
  return at === -1 ? 1 : text.slice(0, at).split('\n').length
}
