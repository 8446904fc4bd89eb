import {classifyModelName} from '../../../catalog/models/model-names.ts'
import type {Value} from '../../../code/module.ts'

/** A constant that is called like the model that it holds: `NOMIC_EMBED_TEXT = "nomic-embed-text"`, `GPT_35 = "gpt-3.5"`. */
export function isNamedAfter(name: string, value: Value): boolean {
  return (
    /^[A-Z][A-Z\d_]{3,}$/.test(name) &&
    value.kind === 'text' &&
    value.text.replace(/[^A-Za-z\d]+/g, '').toUpperCase() === name.replaceAll('_', '') &&
    classifyModelName(value.text) !== undefined
  )
}
