import {asRecord, asText, indexedRecords, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {deniesData} from '../../parts/sensitive.ts'
import {cardFields, datasetFields, personalField} from '../fields.ts'
import {energyActivities, hyperparameterPrefix, sizeProperty} from '../terms.ts'
import type {Carried} from './carried.ts'
import {namedFields} from './named-fields.ts'

/** The fields of an AI package that a model card answers. */
export function cardOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const card = asRecord(node['modelCard'])
  const at = (path: string): unknown => path.split('/').reduce<unknown>((value, name) => asRecord(value)?.[name], card)
  const texts = (path: string): string[] => {
    const found = textsOf(at(path))
    if (found.length > 0) carried.mark(`${pointer}/modelCard/${path}`)
    return found
  }
  const metrics = indexedRecords(at('quantitativeAnalysis/performanceMetrics')).flatMap(
    ([index, {type, value, slice}]) => {
      const [kind, figure, part] = [asText(type), asText(value), asText(slice)]
      if (kind === undefined || figure === undefined) return []
      for (const field of ['type', 'value', 'slice'])
        carried.mark(`${pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}/${field}`)
      return [{type: 'DictionaryEntry', key: part === undefined ? kind : `${kind} on ${part}`, value: figure}]
    },
  )
  const types = [...texts('modelParameters/architectureFamily'), ...texts('modelParameters/modelArchitecture')]
  const domains = texts('modelParameters/task')
  const lines = (path: string): UnknownRecord | undefined => {
    const text = texts(path).join('\n')
    return text === '' ? undefined : {text}
  }
  const named = namedFields(at('properties'), {fields: cardFields, pointer: `${pointer}/modelCard/properties`}, carried)
  const [training, application, limitation] = [
    // SPDX has one text for how it was trained
    'ai_informationAboutTraining' in named ? undefined : lines('modelParameters/approach/type'),
    lines('considerations/useCases'),
    lines('considerations/technicalLimitations'),
  ]
  const energy = energyOf(at('considerations/environmentalConsiderations/energyConsumptions'), pointer, carried)
  return {
    ...(types.length > 0 && {ai_typeOfModel: types}),
    ...(domains.length > 0 && {ai_domain: domains}),
    ...(training !== undefined && {ai_informationAboutTraining: training['text']}),
    ...(application !== undefined && {ai_informationAboutApplication: application['text']}),
    ...(limitation !== undefined && {ai_limitation: limitation['text']}),
    ...(metrics.length > 0 && {ai_metric: metrics}),
    ...(energy !== undefined && {ai_energyConsumption: energy}),
    ...named,
  }
}

/** Properties that are registered for hyperparameters. */
export function hyperparametersOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const entries = indexedRecords(node['properties']).flatMap(([index, property]) => {
    const [name, value] = [asText(property['name']) ?? '', asText(property['value'])]
    const isSize = name === sizeProperty
    const key = isSize
      ? 'parameter_count'
      : name.startsWith(hyperparameterPrefix) || isOfModel(name)
        ? lastOf(name)
        : ''
    if (key === '' || value === undefined) return []
    carried.mark(`${pointer}/properties/${index}`)
    return [{type: 'DictionaryEntry', key, value}]
  })
  return entries.length === 0 ? {} : {ai_hyperparameter: entries}
}

/** Fields that some put beside the hyperparameters. */
function isOfModel(name: string): boolean {
  return /^cdx:ai-ml:model:(?:quantization|context_length)$/.test(name)
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}

/** What `data` and the properties of a data set answer. */
export function datasetOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const [level] = indexedRecords(node['data']).flatMap(([index, {classification}]) => {
    const word = confidentialityLevel(asText(classification) ?? '')
    if (word !== undefined) carried.mark(`${pointer}/data/${index}/classification`)
    return word ?? []
  })
  const personal = recordsOf(node['data']).flatMap(({sensitiveData}) => textsOf(sensitiveData).filter(isPersonal))
  const isHeld = personal.some(text => !deniesData(text))
  const fields = datasetFields.filter(field => field !== personalField || personal.length === 0)
  return {
    dataset_datasetType: ['noAssertion'],
    ...(level !== undefined && {dataset_confidentialityLevel: level}),
    ...(personal.length > 0 && {[personalField]: isHeld ? 'yes' : 'no'}),
    ...namedFields(node['properties'], {fields, pointer: `${pointer}/properties`}, carried),
  }
}

/** SPDX has the four levels of the traffic light protocol, without red and amber of others. */
function confidentialityLevel(classification: string): string | undefined {
  if (/^(?:public|open)$/i.test(classification)) return 'clear'
  return /^(?:red|amber|green|clear)$/.test(classification) ? classification : undefined
}

function isPersonal(text: string): boolean {
  return /\b(?:personal|PII|names?|health|biometric|e-?mails?|addresses)\b/i.test(text)
}

function energyOf(list: unknown, pointer: string, carried: Carried): UnknownRecord | undefined {
  const at = `${pointer}/modelCard/considerations/environmentalConsiderations/energyConsumptions`
  const fields: Record<string, UnknownRecord[]> = {}
  for (const [index, {activity, activityEnergyCost}] of indexedRecords(list)) {
    const field = energyActivities.get(String(activity))
    const amount = asRecord(activityEnergyCost)?.['value']
    if (field === undefined || typeof amount !== 'number') continue
    for (const part of ['activity', 'activityEnergyCost']) carried.mark(`${at}/${index}/${part}`)
    const description = {
      type: 'ai_EnergyConsumptionDescription',
      ai_energyQuantity: amount,
      ai_energyUnit: 'kilowattHour',
    }
    fields[field] = [...(fields[field] ?? []), description]
  }
  return Object.keys(fields).length === 0 ? undefined : {type: 'ai_EnergyConsumption', ...fields}
}
