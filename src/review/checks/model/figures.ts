import {parseSize} from '../../../lib/names/model-size.ts'
import {asRecord, asText, indexedRecords, recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHollow} from '../../facts/hollow.ts'
import {type Part, propertiesLike} from '../../view.ts'

const sizePattern =
  /(?:^|:)(?:context_length|hidden_size|d_model|num_hidden_layers|num_layers|intermediate_size|max_position_embeddings|num_attention_heads|num_key_value_heads|vocab_size|parameter:count)$/
/** Measures that count something, or a distance. */
const countedPattern = /^(?:perplexity|ppl|wer|cer|mse|mae|rmse|fid|latency|throughput|tokens?[ /]s|eer)\b/i

/** Figures that cannot be: sizes below one, measures below nothing, one measure with two values, energy of nothing. */
export function checkFigures({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    for (const {message, pointer, value} of [
      ...sizesIn(model),
      ...headsIn(model),
      ...measuresIn(model),
      ...energyIn(model),
    ])
      notes.find('measure-wrong', {
        subject: model.name,
        message: `${model.name}: ${message}`,
        evidence: [notes.cite(pointer, value)],
      })
  }
}

const headsPattern = /:num_attention_heads$/
const sharedPattern = /:num_key_value_heads$/

interface Fault {
  readonly message: string
  readonly pointer: string
  readonly value: string
}

function sizesIn({node, pointer}: Part): Fault[] {
  return indexedRecords(node['properties']).flatMap(([index, {name, value}]) => {
    const [field, text] = [asText(name) ?? '', asText(value)]
    if (text === undefined || isHollow(text) || !field.startsWith('cdx:') || !sizePattern.test(field)) return []
    const size = parseSize(text)
    if (size !== undefined && size.count > 0) return []
    return [
      {
        message: `${field.slice(field.lastIndexOf(':') + 1)} is “${text}”, which is not a positive number`,
        pointer: `${pointer}/properties/${index}`,
        value: text,
      },
    ]
  })
}

/** Keys and values are shared by equal groups of attention heads. */
function headsIn({node, pointer}: Part): Fault[] {
  const [heads, shared] = [headsPattern, sharedPattern].map(pattern => Number(propertiesLike(node, pattern)[0]))
  if (heads === undefined || shared === undefined || !(heads > 0) || !(shared > 0) || heads % shared === 0) return []
  const message = `${heads} attention heads cannot share ${shared} heads for keys and values`
  return [{message, pointer: `${pointer}/properties`, value: `${heads}, ${shared}`}]
}

function measuresIn({node, pointer}: Part): Fault[] {
  const at = `${pointer}/modelCard/quantitativeAnalysis/performanceMetrics`
  const metrics = asRecord(asRecord(node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']
  const seen = new Map<string, string>()
  return indexedRecords(metrics).flatMap(([index, {type, slice, value}]): Fault[] => {
    const [kind, text] = [asText(type), asText(value)]
    if (kind === undefined || text === undefined) return []
    const key = `${kind}\n${asText(slice) ?? ''}`.toLowerCase()
    const before = seen.get(key)
    seen.set(key, text)
    const placed = {pointer: `${at}/${index}`, value: text}
    if (countedPattern.test(kind) && /^-\s?\d/.test(text.trim()))
      return [{message: `${kind} is ${text}, which is negative`, ...placed}]
    if (before === undefined || before === text || asText(slice) === undefined) return []
    return [{message: `${kind} on ${String(slice)} has two values: ${before} and ${text}`, ...placed}]
  })
}

function energyIn({node, pointer}: Part): Fault[] {
  const considerations = asRecord(asRecord(node['modelCard'])?.['considerations'])
  const list = asRecord(considerations?.['environmentalConsiderations'])?.['energyConsumptions']
  return indexedRecords(list).flatMap(([index, {activityEnergyCost, energyProviders, co2CostEquivalent}]): Fault[] => {
    const at = `${pointer}/modelCard/considerations/environmentalConsiderations/energyConsumptions/${index}`
    const [cost, carbon] = [amount(activityEnergyCost), amount(co2CostEquivalent)]
    const provided = recordsOf(energyProviders).map(({energyProvided}) => amount(energyProvided))
    if ((cost ?? 0) < 0 || (carbon ?? 0) < 0)
      return [{message: 'the energy or carbon figure is negative', pointer: at, value: String(cost ?? carbon)}]
    if (cost === undefined || provided.length === 0 || provided.includes(undefined)) return []
    const sum = provided.reduce<number>((total, each) => total + (each ?? 0), 0)
    // rounded by hand
    if (cost <= sum * 1.05) return []
    return [{message: `${cost} kWh were used, but only ${sum} kWh provided`, pointer: at, value: String(cost)}]
  })
}

function amount(value: unknown): number | undefined {
  const number = asRecord(value)?.['value']
  return typeof number === 'number' ? number : undefined
}
