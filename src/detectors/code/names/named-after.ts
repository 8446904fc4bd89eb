import {classifyModelName} from '../../../catalog/models/model-names.ts'
import type {Value} from '../../../code/module.ts'

/** A constant that is called like the model that it holds: `NOMIC_EMBED_TEXT = "nomic-embed-text"`. */
export function isNamedAfter(name: string, value: Value): boolean {
  return (
    /^[A-Z][A-Z\d_]{5,}$/.test(name) &&
    value.kind === 'text' &&
    value.text.replace(/[^A-Za-z\d]+/g, '_').toUpperCase() === name &&
    classifyModelName(value.text) !== undefined
  )
}
