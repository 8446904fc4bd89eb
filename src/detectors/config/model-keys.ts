import {normaliseKey} from '../../catalog/config-keys.ts'
import {modelShape} from '../../catalog/models/model-shape.ts'
import {modelReference} from '../../catalog/references/model.ts'
import {reportModel, type Setting} from '../../catalog/setting.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {settingsOf} from '../../inventory/record-settings.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import type {StructuredFile} from './dialect.ts'
import {type Node, valueUnder} from './walk.ts'

/** Models of one map; catalogues of gateways have some hundreds. */
const keyLimit = 1000
const holder = /(?:models|modellist|llms|modelconfigs?|modelsettings|modelparams|modelparameters)$/
/** What a table of prices and limits says of a model. */
const priceKey = /cost|price|pricing/i

/**
 * `models: {gpt-4o: {temperature: 0}}`: the keys of a map of models are what they are asked for, unless the record says
 * an id of its own.
 */
export function reportModelKeys(node: Node, document: StructuredDocument, file: StructuredFile, into: Collector): void {
  const models = holder.test(normaliseKey(node.key)) ? asRecord(node.value) : undefined
  for (const [name, item] of Object.entries(models ?? {}).slice(0, keyLimit)) {
    const record = asRecord(item)
    if ((record === undefined && item !== null) || namesItself(record)) continue
    const path = [...node.path, name]
    const level = Object.keys(record ?? {}).some(one => priceKey.test(one)) ? 'mentioned' : file.level
    reportName(
      name,
      {
        ...file,
        key: node.key,
        value: name,
        symbol: path.join('.'),
        ancestors: node.ancestors,
        line: document.lineOf(path),
        level,
        settings: level === 'mentioned' ? undefined : settingsOf(record),
      },
      into,
    )
  }
}

function reportName(name: string, setting: Setting, into: Collector): void {
  const found = modelReference(name)
  if (found?.kind === 'model' && setting.isAboutModels) reportModel(found, setting, into)
  else if (found?.kind === 'model' || modelShape(name) === 'numbered') reportSetting(setting, into)
}

const idKeys = ['apimodel', 'apiname', 'modelid', 'id', 'model', 'modelname', 'slug', 'name'] as const
/** Fewer records are no catalogue. */
const recordsWorth = 3

/**
 * `models: [{api_name: gpt-5}, …]`: where most ids of a list are models', so are those of families that nobody knows.
 */
export function reportModelRecords(
  node: Node,
  document: StructuredDocument,
  file: StructuredFile,
  into: Collector,
): void {
  if (!holder.test(normaliseKey(node.key)) || !Array.isArray(node.value)) return
  const records = node.value.slice(0, keyLimit).flatMap((item: unknown, at) => {
    const record = asRecord(item)
    const key = record === undefined ? undefined : idKeys.find(one => asText(valueUnder(record, one)) !== undefined)
    const written =
      record === undefined || key === undefined ? undefined : Object.keys(record).find(one => normaliseKey(one) === key)
    const id = record === undefined || written === undefined ? undefined : asText(record[written])
    return id === undefined || written === undefined ? [] : [{id, path: [...node.path, at, written], key: written}]
  })
  const known = records.filter(({id}) => modelReference(id)?.kind === 'model')
  if (records.length < recordsWorth || known.length * 2 < records.length) return
  for (const {id, path, key} of records) {
    const found =
      modelReference(id) ??
      (modelShape(id) === undefined ? undefined : ({kind: 'model', name: id, confidence: 0.7} as const))
    if (found?.kind !== 'model') continue
    const place = {symbol: path.join('.'), ancestors: node.ancestors, line: document.lineOf(path)}
    reportModel(found, {...file, key, value: id, ...place}, into)
  }
}

function namesItself(record: UnknownRecord | undefined): boolean {
  const id =
    record === undefined
      ? undefined
      : asText(
          valueUnder(record, 'id', 'model', 'modelid', 'modelname', 'name', 'apimodel', 'deployment', 'path', 'repo'),
        )
  return id !== undefined && modelReference(id) !== undefined
}
