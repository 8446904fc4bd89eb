import {parsePurl} from '../../bom/check/values.ts'
import {asText} from '../../lib/narrow.ts'
import type {Part} from '../view.ts'
import table from './lists/ai-packages.json' with {type: 'json'}

const names: ReadonlySet<string> = new Set(table.names)

/** A package that calls models of a provider, or runs some itself. */
export function usesModels({node}: Part): boolean {
  const text = asText(node['purl'])
  const purl = text === undefined ? undefined : parsePurl(text)
  if (typeof purl !== 'object') return false
  const name = (purl.namespace === undefined ? purl.name : `${purl.namespace}/${purl.name}`).toLowerCase()
  return names.has(name) || table.prefixes.some(prefix => name.startsWith(prefix))
}
