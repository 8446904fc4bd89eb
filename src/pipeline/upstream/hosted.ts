import type {Change} from '../../drift/compare.ts'
import type {Entry} from '../../drift/entry.ts'
import {lifecycleOf} from '../../policy/threats/drift/lifecycle.ts'
import {upstreamChange} from './answer.ts'

/** What providers have announced of hosted models, by the table that comes with aibom: no provider is asked. */
export function askLifecycle(entry: Entry, today: string): Change[] {
  const [, provider, model] = /^model:([^/]+)\/([^/]+)$/.exec(entry.id) ?? []
  if (provider === undefined || model === undefined) return []
  const answer = lifecycleOf(provider, model, today)
  if (answer.state !== 'retired' && answer.state !== 'deprecated') return []
  const {retires, replacement} = answer.row
  const after = [
    ...(retires === undefined ? [] : [retires]),
    ...(replacement === undefined ? [] : [`use ${replacement}`]),
  ]
  return [upstreamChange(answer.state === 'retired' ? 'model-retired' : 'model-deprecated', entry, {after})]
}
