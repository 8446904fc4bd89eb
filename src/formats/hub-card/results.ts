import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'

/** A result that a card states, in its `model-index` or in what a trainer wrote below it; the value as written. */
export interface CardMetric {
  readonly type: string
  readonly value: string
  /** data set, configuration and split it was measured on */
  readonly slice?: string
}

/** `model-index`: results per data set. Values that are no number or text, and NaN, measure nothing. */
export function parseResults(index: unknown): CardMetric[] {
  return recordsOf(index)
    .flatMap(model => recordsOf(model['results']))
    .flatMap(result => {
      const dataset = asRecord(result['dataset'])
      const slice = ['name', 'config', 'split'].flatMap(key => asText(dataset?.[key]) ?? [])
      return recordsOf(result['metrics']).flatMap(metric => {
        const type = asText(metric['type']) ?? asText(metric['name'])
        const value = measured(metric['value'])
        return type === undefined || value === undefined
          ? []
          : [{type, value, ...(slice.length > 0 && {slice: [...new Set(slice)].join(' / ')})}]
      })
    })
}

/** The tasks that the results of `model-index` are of, each once. */
export function tasksOfResults(index: unknown): string[] {
  const results = recordsOf(index).flatMap(model => recordsOf(model['results']))
  return [...new Set(results.flatMap(({task}) => asText(asRecord(task)?.['type']) ?? []))]
}

function measured(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  const text = asText(value)
  return text === undefined || /^[-+.]?nan$/i.test(text) ? undefined : text
}

const trainerSentence = /^It achieves the following results on the (evaluation|test|validation) set:[ \r]*$/m
const autoTrainHeading = /^# Model Trained Using Auto(?:Train|NLP)[ \r]*$/m
const autoTrainSentence = /^## (Validation) Metrics[ \r]*$\s{0,4}/m
const trainerLine = /^- ([A-Z][\w .@/-]{0,60}): (-?\d{1,12}(?:\.\d{1,20})?(?:e[-+]?\d{1,3})?)$/
const trainerLimit = 100

/**
 * What the Trainer of transformers and AutoTrain write below a sentence and a heading of theirs: `- Wer: 24.88`, a line
 * each.
 * @see transformers, `modelcard.py`
 */
export function resultsOfTrainer(body: string): CardMetric[] {
  const sentence = trainerSentence.exec(body) ?? (autoTrainHeading.test(body) ? autoTrainSentence.exec(body) : null)
  if (sentence === null) return []
  const lines = body
    .slice(sentence.index + sentence[0].length)
    .replace(/^\r?\n/, '')
    .split('\n', trainerLimit)
  const found: CardMetric[] = []
  for (const line of lines) {
    const [, type, value] = trainerLine.exec(line.trimEnd()) ?? []
    if (type === undefined || value === undefined) break
    found.push({type, value, slice: `${sentence[1]?.toLowerCase()} set`})
  }
  return found
}
