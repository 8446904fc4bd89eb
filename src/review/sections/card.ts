import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {Row} from '../review-result.generated.ts'
import {row} from './row.ts'

/** Measures that the card states, with their source. */
export function metricRows(context: ReviewContext): Row[] {
  return context.view.models.flatMap(model =>
    recordsOf(asRecord(asRecord(model.node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']).map(
      (metric, index) => {
        const slice = asText(metric['slice'])
        const interval = asRecord(metric['confidenceInterval'])
        const range =
          interval === undefined
            ? ''
            : ` (${asText(interval['lowerBound']) ?? '?'} to ${asText(interval['upperBound']) ?? '?'})`
        const value = `${asText(metric['value']) ?? 'no value'}${range}`
        const at = `${model.pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}`
        return {
          ...row(
            context,
            `${model.name}: ${asText(metric['type']) ?? 'metric'}${slice === undefined ? '' : ` on ${slice}`}`,
            value,
            at,
          ),
          note: 'as stated by the vendor',
        }
      },
    ),
  )
}

const considerations: readonly (readonly [field: string, label: string])[] = [
  ['useCases', 'Meant for'],
  ['users', 'Users'],
  ['technicalLimitations', 'Limits'],
  ['performanceTradeoffs', 'Trade-offs'],
  ['ethicalConsiderations', 'Risks'],
  ['fairnessAssessments', 'Groups at risk'],
]

/** What the card says of use, limits and risks. */
export function limitRows(context: ReviewContext): Row[] {
  return context.view.models.flatMap(model => {
    const card = asRecord(asRecord(model.node['modelCard'])?.['considerations'])
    return considerations.flatMap(([field, label]) => {
      const list = Array.isArray(card?.[field]) ? card[field] : []
      const texts = list.flatMap((item: unknown) => textsOf(item)[0] ?? describe(asRecord(item)))
      const many = context.view.models.length > 1 ? `${model.name}: ${label}` : label
      return texts.map((text: string, index: number) =>
        row(context, many, text, `${model.pointer}/modelCard/considerations/${field}/${index}`),
      )
    })
  })
}

function describe(item: UnknownRecord | undefined): string[] {
  const name = asText(item?.['name']) ?? asText(item?.['groupAtRisk'])
  const answer = asText(item?.['mitigationStrategy'])
  return name === undefined ? [] : [answer === undefined ? name : `${name}; against it: ${answer}`]
}
