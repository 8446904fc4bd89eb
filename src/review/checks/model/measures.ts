import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHonestUnknown} from '../../facts/hollow.ts'
import type {Part} from '../../view.ts'

/** Measures that lie between 0 and 1, or 0 and 100, whatever they were taken on. */
const sharePattern =
  /^(?:(?:top[-_ ]?\d{1,3}|macro|micro|weighted|balanced|mean|average|overall|test|eval(?:uation)?|validation)[-_ ]){0,2}(?:accuracy|acc|f1|f-?measure|precision|recall|auc|auroc|roc[-_ ]?auc|pr[-_ ]?auc|exact[-_ ]?match|em|map|iou|miou|top[-_ ]?[15]|bleu|sacrebleu|rouge(?:[-_ ]?[12l]|[-_ ]?lsum)?|meteor|chrf|pass@\d{1,3}|bert[-_ ]?score|ndcg(?:@\d{1,4})?|mrr(?:@\d{1,4})?|hit[-_ ]?rate|specificity|sensitivity)\b/i
/** Benchmarks whose result is a share of right answers. */
const benchmarkPattern =
  /^(?:mmlu(?:[-_ ]?(?:pro|redux))?|c-?mmlu|c-?eval|agi-?eval|gsm-?8k|math(?:[-_ ]?500)?|humaneval(?:\+|[-_ ]?plus)?|mbpp(?:\+|[-_ ]?plus)?|hellaswag|winogrande|arc(?:[-_ ]?(?:c|e|challenge|easy))?|truthfulqa|bbh|big-?bench(?:[-_ ]?hard)?|gpqa|ifeval|boolq|piqa|siqa|openbookqa|triviaqa|natural ?questions|squad|drop|race|lambada|glue|superglue|sst-?2|mnli|qnli|imagenet|cifar-?10{1,2}|swe-?bench)\b/i
const countedPattern = /^(?:perplexity|ppl|wer|cer|mse|mae|rmse|fid|latency|throughput|tokens?[ /]s|eer)\b/i
/** Figures are rounded. */
const rounding = 0.011

/** Results of tests that cannot be, and those of which nobody knows what they were taken on. */
export function checkMeasures({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const measures = measuresOf(model)
    for (const measure of measures) {
      const {text, kind, pointer, slice} = measure
      const fault = faultIn(measure)
      const evidence = [notes.cite(pointer, text)]
      if (fault !== undefined)
        notes.find('measure-wrong', {subject: model.name, message: `${kind} of ${model.name}: ${fault}`, evidence})
      else if (slice === undefined && /^[a-z0-9_@ -]{1,40}$/i.test(kind) && isBareKind(kind))
        notes.find('measure-unplaced', {
          subject: model.name,
          message: `${kind} of ${model.name} is ${text}, but the BOM does not say on which data`,
          evidence,
        })
    }
    tellMeans(model, measures, notes)
  }
}

/** A result of a test. */
export interface Measure {
  readonly kind: string
  readonly text: string
  readonly slice: string | undefined
  readonly interval: UnknownRecord | undefined
  readonly pointer: string
}

/** The results of a model's tests that have a value, in order. */
export function measuresOf({node, pointer}: Part): Measure[] {
  const list = asRecord(asRecord(node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']
  return indexedRecords(list).flatMap(([index, {type, value, slice, confidenceInterval}]) => {
    const text = asText(value)
    if (text === undefined) return []
    const at = `${pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}`
    const interval = asRecord(confidenceInterval)
    return [{kind: asText(type) ?? 'measure', text, slice: asText(slice), interval, pointer: at}]
  })
}

function isShare({kind, slice}: Measure): boolean {
  return sharePattern.test(kind) || benchmarkPattern.test(kind) || (isScore(kind) && benchmarkPattern.test(slice ?? ''))
}

/** A share that is 1 at most; as a percentage, so little would be worth no mention. */
const justAbove = 1.5
const fractionPattern =
  /^(?:(?:macro|micro|weighted|mean|average)[-_ ])?(?:accuracy|f1|auc|auroc|roc[-_ ]?auc|precision|recall|ndcg(?:@\d{1,4})?|mrr)\b/i

/** Hard benchmarks are told in percent, and may be solved by one in a hundred. */
function isFraction({kind, text, slice}: Measure): boolean {
  return fractionPattern.test(kind) && !text.includes('%') && !benchmarkPattern.test(slice ?? '')
}

function isScore(kind: string): boolean {
  return /^(?:score|result|value|measure|metric)$/i.test(kind)
}

/** A kind of measure alone: `accuracy`, and not `accuracy on ledgar`. */
function isBareKind(kind: string): boolean {
  return sharePattern.exec(kind)?.[0] === kind || countedPattern.exec(kind)?.[0] === kind
}

function faultIn(measure: Measure): string | undefined {
  const {text, kind, interval} = measure
  const isKnown = isShare(measure) || countedPattern.test(kind)
  if (isKnown && !/\d/.test(text) && !isHonestUnknown(text) && /\p{L}/u.test(text) && !/^n\/?a$|^nan$/i.test(text))
    return `“${text.slice(0, 40)}” is no figure`
  const figure = numberIn(text)
  const [lower, upper] = [numberIn(asText(interval?.['lowerBound'])), numberIn(asText(interval?.['upperBound']))]
  if (figure === undefined) return undefined
  if (lower !== undefined && upper !== undefined && lower > upper)
    return `its interval starts at ${lower} and ends at ${upper}`
  if (figure < (lower ?? figure) || figure > (upper ?? figure))
    return `${text} is outside its own interval, ${lower ?? '?'} to ${upper ?? '?'}`
  return isShare(measure) && isOutside(figure, measure) ? `${text} is outside the possible range` : undefined
}

function isOutside(figure: number, measure: Measure): boolean {
  return figure < 0 || figure > 100 || (figure > 1 && figure <= justAbove && isFraction(measure))
}

/** F1 is never above the mean of precision and recall, for one class and for the mean of several. */
function tellMeans(model: Part, measures: readonly Measure[], notes: ReviewContext['notes']): void {
  for (const f1 of measures.filter(({kind}) => /^(?:(?:macro|micro|weighted)[-_ ])?f1(?:[-_ ]score)?$/i.test(kind))) {
    const others = ['precision', 'recall'].map(name => measures.find(each => isBeside(each, f1, name)))
    const [value, precision, recall] = [f1, ...others].map(each => numberIn(each?.text))
    if (value === undefined || precision === undefined || recall === undefined) continue
    const scale = Math.max(value, precision, recall) > 1 ? 100 : 1
    if (value <= (precision + recall) / 2 + rounding * scale) continue
    notes.find('measure-wrong', {
      subject: model.name,
      message: `${f1.kind} of ${model.name} is ${f1.text}, which precision ${precision} and recall ${recall} cannot give`,
      evidence: [notes.cite(f1.pointer, f1.text)],
    })
  }
}

/** Of one slice, and of the same kind of mean. */
function isBeside(each: Measure, f1: Measure, name: string): boolean {
  return each.slice === f1.slice && each.kind.toLowerCase() === f1.kind.toLowerCase().replace(/f1(?:[-_ ]score)?/, name)
}

function numberIn(text: string | undefined): number | undefined {
  const [, digits] = /^\s{0,9}(-?\d{1,12}(?:\.\d{1,12})?)\s{0,9}%?\s{0,9}$/.exec(text ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}
