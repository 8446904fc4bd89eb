import {asRecord, asText, numberOf, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {cardFields, datasetFields, dictionaryFields, personalField, spdxProperty} from './fields.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'
import {energyActivities, hyperparameterPrefix, sizeProperty, trainingTypes} from './terms.ts'

/** What an AI package says of its model, as a model card. */
export function cardOf({id, node}: SpdxElement, graph: SpdxGraph, refOf: (to: SpdxElement) => string): UnknownRecord {
  const datasets = ['trainedOn', 'testedOn']
    .flatMap(type => graph.targetsOf(id, type))
    .flatMap(to => graph.elements.get(to) ?? [])
    .map(refOf)
  const [family, architecture] = textsOf(node['ai_typeOfModel'])
  const [task] = textsOf(node['ai_domain'])
  const approach = asText(node['ai_informationAboutTraining']) ?? ''
  const metrics = recordsOf(node['ai_metric']).map(metricOf)
  const lines = (field: string): string[] => textsOf(node[field]).flatMap(text => text.split('\n'))
  const energy = energyOf(node)
  const properties = propertiesIn(node, cardFields)
  return {
    modelParameters: {
      ...(trainingTypes.has(approach) && {approach: {type: approach}}),
      ...(family !== undefined && {architectureFamily: family}),
      ...(architecture !== undefined && {modelArchitecture: architecture}),
      ...(task !== undefined && {task}),
      ...(datasets.length > 0 && {datasets: [...new Set(datasets)].map(ref => ({ref}))}),
    },
    ...(metrics.length > 0 && {quantitativeAnalysis: {performanceMetrics: metrics}}),
    considerations: {
      ...(lines('ai_informationAboutApplication').length > 0 && {useCases: lines('ai_informationAboutApplication')}),
      ...(lines('ai_limitation').length > 0 && {technicalLimitations: lines('ai_limitation')}),
      ...(energy.length > 0 && {environmentalConsiderations: {energyConsumptions: energy}}),
    },
    ...(properties.length > 0 && {properties}),
  }
}

/** Hyperparameters as the properties that are registered for them. */
export function hyperparametersOf(node: UnknownRecord): UnknownRecord[] {
  return recordsOf(node['ai_hyperparameter']).flatMap(({key, value}) => {
    const [name, text] = [asText(key), asText(value)]
    if (name === undefined || text === undefined) return []
    return [{name: hyperparameterName(name), value: text}]
  })
}

/** `Context Length` → `cdx:ai-ml:model:hyperparameter:context_length`. */
function hyperparameterName(key: string): string {
  const plain = key
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return /^(?:(?:num|n|number_of|total)_)?param(?:eter)?s?(?:[_:]count)?$/.test(plain)
    ? sizeProperty
    : `${hyperparameterPrefix}${plain.slice(plain.lastIndexOf(':') + 1)}`
}

/** What a dataset package says of its content and how it was made: `data`, and properties. */
export function datasetOf(node: UnknownRecord): {readonly data: UnknownRecord; readonly properties: UnknownRecord[]} {
  const level = asText(node['dataset_confidentialityLevel'])
  const isSensitive = node[personalField] === 'yes'
  return {
    data: {
      type: 'dataset',
      name: node['name'],
      ...(level !== undefined && {classification: level}),
      ...(isSensitive && {sensitiveData: ['personal information']}),
    },
    properties: propertiesIn(isSensitive ? {...node, [personalField]: undefined} : node, datasetFields),
  }
}

function propertiesIn(node: UnknownRecord, fields: readonly string[]): UnknownRecord[] {
  return fields.flatMap(field =>
    (dictionaryFields.has(field) ? entriesOf(node[field]) : textsOf(node[field]))
      .filter(text => text !== 'noAssertion' && !trainingTypes.has(text))
      .map(value => ({name: spdxProperty(field), value})),
  )
}

function entriesOf(list: unknown): string[] {
  return recordsOf(list).flatMap(({key, value}) => {
    const [name, text] = [asText(key), asText(value)]
    return name === undefined || text === undefined ? [] : [`${name}: ${text}`]
  })
}

/** `accuracy on ledgar` is a measure and the data that it was taken on. */
function metricOf({key, value}: UnknownRecord): UnknownRecord {
  const [, type, slice] = /^(\S[^\n]{0,200}?) on (\S[^\n]{0,200})$/.exec(asText(key) ?? '') ?? []
  return type === undefined ? {type: key, value} : {type, slice, value}
}

const kWhPerMegajoule = 1 / 3.6

function energyOf(node: UnknownRecord): UnknownRecord[] {
  const stated = asRecord(node['ai_energyConsumption']) ?? {}
  return [...energyActivities].flatMap(([activity, field]) =>
    recordsOf(stated[field]).flatMap(({ai_energyQuantity: quantity, ai_energyUnit: unit}) => {
      const amount = numberOf(quantity)
      const factor = unit === 'megajoule' ? kWhPerMegajoule : 1
      if (amount === undefined || (unit !== 'kilowattHour' && unit !== 'megajoule')) return []
      return [{activity, energyProviders: [], activityEnergyCost: {value: amount * factor, unit: 'kWh'}}]
    }),
  )
}
