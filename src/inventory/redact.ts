import {asRecord} from '../lib/narrow.ts'
import {redactArguments, redactCommand} from '../lib/redact/arguments.ts'
import {redactPrinted} from '../lib/redact/printed.ts'
import {redactText} from '../lib/redact/text.ts'
import {redactUrl, redactUrls} from '../lib/redact/url.ts'
import type {Asset, Relationship} from './asset.ts'
import {keyOf} from './identity.ts'
import type {Inventory} from './inventory.ts'
import {mergeAssets} from './merge.ts'

type Redactor = (text: string) => string

/** Fields that hold more than a name, and how a secret may stand in them. */
const redactors: Readonly<Record<string, Redactor>> = {
  text: text => redactText(text, 'prose'),
  description: redactText,
  comment: redactText,
  message: redactText,
  reason: redactText,
  title: redactText,
  url: redactUrl,
  endpoints: redactUrl,
  source: redactUrl,
  purl: redactPurl,
  origin: redactPurl,
  command: redactCommand,
  executes: redactCommand,
  autoApproves: redactCommand,
  reads: redactCommand,
  writes: redactCommand,
  tools: text => redactText(text, 'prose'),
  intendedUses: redactText,
  limitations: redactText,
  ethicalConsiderations: redactText,
  training: redactText,
}
/** Hex, and places inside the source: what they say is what they are. */
const plainFields: ReadonlySet<string> = new Set([
  'hex',
  'alg',
  'of',
  'from',
  'kind',
  'path',
  'detector',
  'technique',
  'level',
  'scope',
  'chatTemplateSha256',
  'notEntered',
  'digests',
])

/**
 * The inventory as it may leave the program: no secret in any name, fact, address, argument or message. What holds none
 * is handed on as it is.
 * Assets that differed by a secret alone are one afterwards.
 */
export function redactInventory(inventory: Inventory): Inventory {
  const newKeys = new Map<string, string>()
  const assets = inventory.assets.map(asset => {
    const shown = redactFields(asset, '')
    if (keyOf(shown) !== keyOf(asset)) newKeys.set(keyOf(asset), keyOf(shown))
    return shown
  })
  const {subject, gaps, steps, findings, verdicts} = inventory
  const rest = redactFields({subject, gaps, steps, findings, verdicts}, '')
  return {...inventory, ...rest, ...rejoin(assets, inventory.relationships, newKeys)}
}

function rejoin(
  assets: readonly Asset[],
  relationships: readonly Relationship[],
  newKeys: ReadonlyMap<string, string>,
): Pick<Inventory, 'assets' | 'relationships'> {
  if (newKeys.size === 0) return {assets, relationships}
  const renamed = relationships.map(relationship => ({
    ...relationship,
    from: newKeys.get(relationship.from) ?? relationship.from,
    to: newKeys.get(relationship.to) ?? relationship.to,
  }))
  const merged = mergeAssets(assets, renamed)
  return {assets: merged.assets, relationships: merged.relationships}
}

/** The same object where nothing in it is secret: most inventories are large and hold none. */
function redactFields<T>(value: T, field: string): T
function redactFields(value: unknown, field: string): unknown {
  if (typeof value === 'string') return (redactors[field] ?? redactName)(value)
  if (Array.isArray(value)) return plainFields.has(field) ? value : redactList(value, field)
  const record = asRecord(value)
  if (record === undefined || plainFields.has(field)) return value
  let changed: Record<string, unknown> | undefined
  for (const name of Object.keys(record)) {
    if (plainFields.has(name)) continue
    const inner = record[name]
    const shown = redactFields(inner, name)
    if (shown !== inner) {
      changed ??= {...record}
      changed[name] = shown
    }
  }
  return changed ?? value
}

function redactList(list: readonly unknown[], field: string): readonly unknown[] {
  if (list.length === 0) return list
  const shown =
    field === 'args' && list.every(item => typeof item === 'string')
      ? redactArguments(list)
      : list.map(item => redactFields(item, field))
  return shown.some((item, index) => item !== list[index]) ? shown : list
}

/** A name loses what shows itself as a token and what stands in a URL; it may be as random as it likes. */
function redactName(text: string): string {
  return redactPrinted(text)
}

/** The qualifiers of a purl hold addresses, percent-encoded. */
function redactPurl(purl: string): string {
  const query = purl.indexOf('?')
  if (query === -1 || !purl.startsWith('pkg:')) return redactName(purl)
  const qualifiers = purl
    .slice(query + 1)
    .split('&')
    .map(pair => {
      const equals = pair.indexOf('=') + 1
      const value = URL.canParse(`x:?${pair.slice(equals)}`)
        ? decodeURIComponent(pair.slice(equals).replace(/%(?![0-9A-Fa-f]{2})/g, '%25'))
        : ''
      const shown = redactUrls(value)
      return shown === value
        ? pair
        : pair.slice(0, equals) + encodeURIComponent(shown).replaceAll('%3A', ':').replaceAll('%2F', '/')
    })
  return `${redactName(purl.slice(0, query))}?${qualifiers.join('&')}`
}
