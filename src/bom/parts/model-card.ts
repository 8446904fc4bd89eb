import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {ModelCardFacts, ModelFacts} from '../../inventory/facts.ts'
import {fullName} from '../../inventory/identity.ts'
import {taskNamed} from '../../inventory/tasks.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {ModelCard, Property} from '../spec/cyclonedx.generated.ts'
import type {PropertyBag} from './properties.ts'

/** @returns undefined where nothing is known that a model card has a field for */
export function toModelCard(
  {facts}: AssetOf<'model'>,
  datasets: readonly Asset[],
  properties: readonly Property[],
): ModelCard | undefined {
  const {inputs = [], outputs = []} = taskNamed(facts.task) ?? {}
  const formats = (names: readonly string[]): {format: string}[] => names.map(format => ({format}))
  const modelParameters = filled({
    task: facts.task,
    architectureFamily: facts.architectureFamily,
    modelArchitecture: facts.architecture,
    // in place, since readers fail on a bare reference; which component it is `aibom:relationship` says
    datasets: listed(datasets.map(dataset => ({type: 'dataset' as const, name: fullName(dataset)}))),
    inputs: listed(formats(inputs)),
    outputs: listed(formats(outputs)),
  })
  const quantitativeAnalysis = filled({
    performanceMetrics: listed(facts.modelCard?.metrics?.map(metric => ({...metric}))),
  })
  return filled({
    modelParameters,
    quantitativeAnalysis,
    considerations: considerationsOf(facts.modelCard),
    properties: listed(properties),
  })
}

function considerationsOf(card: ModelCardFacts | undefined): ModelCard['considerations'] {
  return filled({
    useCases: listed(card?.intendedUses),
    technicalLimitations: listed(card?.limitations),
    ethicalConsiderations: listed(card?.ethicalConsiderations?.map(name => ({name}))),
    environmentalConsiderations: energyOf(card),
  })
}

/** CycloneDX has a place for CO2 only beside an energy; both also stand as properties, exactly as stated. */
function energyOf(
  card: ModelCardFacts | undefined,
): NonNullable<ModelCard['considerations']>['environmentalConsiderations'] {
  if (card?.energyKwh === undefined) return undefined
  const co2 = card.co2Kg === undefined ? undefined : {value: card.co2Kg / 1000, unit: 'tCO2eq' as const}
  const cost = {value: card.energyKwh, unit: 'kWh' as const}
  return {
    energyConsumptions: [
      compact({activity: 'other' as const, energyProviders: [], activityEnergyCost: cost, co2CostEquivalent: co2}),
    ],
  }
}

type CardFields = Pick<ModelFacts, 'task' | 'architectureFamily' | 'architecture' | 'modelCard'>

/** The inverse of {@link toModelCard}, for the model card of any tool. */
export function readModelCard(card: UnknownRecord | undefined, bag: PropertyBag): CardFields {
  const parameters = asRecord(card?.['modelParameters'])
  const considerations = asRecord(card?.['considerations'])
  const modelCard = filled({
    intendedUses: listed(textList(considerations?.['useCases'])),
    limitations: listed(textList(considerations?.['technicalLimitations'])),
    ethicalConsiderations: listed(
      asList(considerations?.['ethicalConsiderations']).flatMap(item => text(asRecord(item)?.['name']) ?? []),
    ),
    metrics: listed(asList(asRecord(card?.['quantitativeAnalysis'])?.['performanceMetrics']).flatMap(readMetric)),
    training: bag.texts('aibom:model:training'),
    ...readEnergy(considerations, bag),
  })
  return compact({
    task: text(parameters?.['task']),
    architectureFamily: text(parameters?.['architectureFamily']),
    architecture: text(parameters?.['modelArchitecture']),
    modelCard,
  })
}

function readMetric(item: unknown): {type: string; value: string; slice?: string}[] {
  const metric = asRecord(item)
  const [type, value] = [text(metric?.['type']), text(metric?.['value'])]
  return type === undefined || value === undefined ? [] : [compact({type, value, slice: text(metric?.['slice'])})]
}

function readEnergy(
  considerations: UnknownRecord | undefined,
  bag: PropertyBag,
): {co2Kg: number | undefined; energyKwh: number | undefined} {
  const stated = {co2Kg: bag.number('aibom:model:co2-kg'), energyKwh: bag.number('aibom:model:energy-kwh')}
  const consumptions = asList(asRecord(considerations?.['environmentalConsiderations'])?.['energyConsumptions']).map(
    asRecord,
  )
  const sum = (field: string): number | undefined => {
    const values = consumptions.flatMap(consumption => {
      const value = asRecord(consumption?.[field])?.['value']
      return typeof value === 'number' ? value : []
    })
    return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0)
  }
  const tonnes = sum('co2CostEquivalent')
  return {
    co2Kg: stated.co2Kg ?? (tonnes === undefined ? undefined : tonnes * 1000),
    energyKwh: stated.energyKwh ?? sum('activityEnergyCost'),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textList(value: unknown): string[] {
  return asList(value).flatMap(item => text(item) ?? [])
}

function listed<T>(items: readonly T[] | undefined): T[] | undefined {
  return items === undefined || items.length === 0 ? undefined : [...items]
}

/** The present fields, or nothing at all. */
function filled<T extends object>(fields: T): ReturnType<typeof compact<T>> | undefined {
  const present = compact(fields)
  return Object.keys(present).length === 0 ? undefined : present
}
