import {readUbjson, type UbjsonValue} from '../../formats/ubjson.ts'
import type {JsonValue} from '../../lib/parse/strict-json.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {FormatReader} from '../reader.ts'
import {statModel} from './facts.ts'

/** A model of XGBoost as UBJSON: trees of numbers. */
export const xgboost: FormatReader = {
  format: 'xgboost',
  // an object whose first name has its length as eight bytes, as only XGBoost writes it
  matches: ({head, name}) =>
    head[0] === 0x7b && head[1] === 0x4c && head[2] === 0
      ? 'certain'
      : head[0] === 0x7b && /\.ubj$/i.test(name)
        ? 'likely'
        : undefined,
  read(file) {
    const {value, end} = readUbjson(file.bytes, () => file.budget.spend('items'))
    file.cover(0, end)
    if (!statModel(file, plain(value)))
      file.find(needsCode, 'it holds no model that XGBoost reads', {evidence: 'learner'})
  },
}

function plain(value: UbjsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Map)
    return Object.assign(Object.create(null), Object.fromEntries([...value].map(([name, item]) => [name, plain(item)])))
  return Array.isArray(value) ? value.map(plain) : null
}
