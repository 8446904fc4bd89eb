import {dayMs} from '../../../lib/time/day.ts'
import rows from './hosted-models.json' with {type: 'json'}

/** What a provider has published of the end of a model. */
export interface Lifecycle {
  /** slug */
  readonly provider: string
  readonly model: string
  /** the day on which requests to it begin to fail; absent where the provider has named none yet */
  readonly retires?: string
  /** it is retired, and the page tells no day */
  readonly retired?: boolean
  readonly replacement?: string
  /** the provider's page */
  readonly source: string
  /** the day to which the row was checked */
  readonly checked: string
}

/** A table that is older may miss what was announced since. */
const freshDays = 90

const table: readonly Lifecycle[] = rows
const byModel = new Map(table.map(row => [`${row.provider}/${row.model}`, row]))
const lastChecked = new Map<string, string>()
for (const {provider, checked} of table)
  if (checked > (lastChecked.get(provider) ?? '')) lastChecked.set(provider, checked)

/**
 * unlisted: the provider's page was read, and it says nothing of the model · stale: it was read too long ago to say so
 * · unknown: no page of that provider is in the table
 */
export type LifecycleState =
  | {readonly state: 'retired' | 'deprecated'; readonly row: Lifecycle}
  | {readonly state: 'unlisted' | 'unknown'}
  | {readonly state: 'stale'; readonly checked: string}

/** @param today `2026-11-28` */
export function lifecycleOf(provider: string, model: string, today: string): LifecycleState {
  const row = byModel.get(`${provider}/${model.toLowerCase().replace(/^models\//, '')}`)
  if (row !== undefined) {
    const isRetired = row.retired === true || (row.retires !== undefined && row.retires <= today)
    return {state: isRetired ? 'retired' : 'deprecated', row}
  }
  const checked = lastChecked.get(provider)
  if (checked === undefined) return {state: 'unknown'}
  return Date.parse(today) - Date.parse(checked) > freshDays * dayMs ? {state: 'stale', checked} : {state: 'unlisted'}
}

/** The end of a model in words. */
export interface ModelEnd {
  readonly isRetired: boolean
  /** a sentence: when, what the provider names instead, and where it says so */
  readonly message: string
}

/** @returns undefined where its provider has named no end, or nobody knows */
export function endOf(provider: string, model: string, today: string): ModelEnd | undefined {
  const answer = lifecycleOf(provider, model, today)
  if (answer.state !== 'retired' && answer.state !== 'deprecated') return undefined
  const {retires, replacement, source} = answer.row
  const isRetired = answer.state === 'retired'
  const when = isRetired
    ? `was retired${retires === undefined ? '' : ` on ${retires}`}`
    : retires === undefined
      ? 'is deprecated'
      : `will be retired on ${retires}`
  const instead = replacement === undefined ? '' : `; its provider names ${replacement} instead`
  return {isRetired, message: `${model} ${when}${instead} (${source})`}
}
