import {normaliseKey} from '../../catalog/config-keys.ts'
import {modelShape} from '../../catalog/models/model-shape.ts'
import {modelReference} from '../../catalog/references.ts'
import {reportModel, type Setting} from '../../catalog/setting.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import type {StructuredFile} from './dialect.ts'
import {type Node, valueUnder} from './walk.ts'

/** Models of one map; catalogues of gateways have some hundreds. */
const keyLimit = 1000
const holder = /(?:models|modellist|llms|modelconfigs?|modelsettings|modelparams|modelparameters)$/
/** What a table of prices and limits says of a model. */
const priceKey = /cost|price|pricing/i

/** `models: {gpt-4o: {temperature: 0}}`: the keys of a map of models are what they are asked for, unless the record says an id of its own. */
export function reportModelKeys(node: Node, document: StructuredDocument, file: StructuredFile, into: Collector): void {
  const models = holder.test(normaliseKey(node.key)) ? asRecord(node.value) : undefined
  for (const [name, item] of Object.entries(models ?? {}).slice(0, keyLimit)) {
    const record = asRecord(item)
    if ((record === undefined && item !== null) || namesItself(record)) continue
    const path = [...node.path, name]
    const level = Object.keys(record ?? {}).some(one => priceKey.test(one)) ? 'mentioned' : file.level
    reportName(
      name,
      {...file, key: node.key, value: name, symbol: path.join('.'), ancestors: node.ancestors, line: document.lineOf(path), level},
      into,
    )
  }
}

function reportName(name: string, setting: Setting, into: Collector): void {
  const found = modelReference(name)
  if (found?.kind === 'model' && setting.isAboutModels) reportModel(found, setting, into)
  else if (found?.kind === 'model' || modelShape(name) === 'numbered') reportSetting(setting, into)
}

function namesItself(record: UnknownRecord | undefined): boolean {
  const id =
    record === undefined
      ? undefined
      : asText(valueUnder(record, 'id', 'model', 'modelid', 'modelname', 'name', 'apimodel', 'deployment', 'path', 'repo'))
  return id !== undefined && modelReference(id) !== undefined
}
