import {compareText} from '../lib/sort.ts'
import type {Asset} from './asset.ts'

/** Facts of which one asset can have one only, where two places may say two things: each of them matters. */
const fields = ['revision', 'config', 'url', 'origin', 'transport', 'chatTemplateSha256'] as const

const property = 'aibom:also'

interface Launch {
  readonly command?: string
  readonly args?: readonly string[]
}

/**
 * The asset with what its sightings say differently: `revision "v2"`. The facts hold one of several statements, and the
 * others must not be lost.
 * @param combined of the sightings, by {@link combineAssets}
 */
export function withOtherStatements(sightings: readonly Asset[], combined: Asset): Asset {
  const asset = withOneLaunch(sightings, combined)
  const own = new Set([
    ...statementsOf(asset),
    ...(asset.version === undefined ? [] : [statement('revision', asset.version)]),
  ])
  const all = sightings.flatMap(sighting => [...statementsOf(sighting), ...(sighting.properties?.[property] ?? [])])
  const others = [...new Set(all)].filter(text => !own.has(text)).sort(compareText)
  const {[property]: _merged, ...properties} = asset.properties ?? {}
  if (others.length === 0 && asset.properties?.[property] === undefined) return asset
  return {...asset, properties: {...properties, ...(others.length > 0 && {[property]: others})}}
}

/** Command and arguments of one place: those of two make a third that nobody wrote. */
function withOneLaunch(sightings: readonly Asset[], combined: Asset): Asset {
  if (combined.kind !== 'mcp-server' || combined.facts.command === undefined) return combined
  const launches = sightings.flatMap(sighting =>
    sighting.kind === 'mcp-server' && sighting.facts.command !== undefined ? [sighting.facts] : [],
  )
  const [first] = launches.sort((a, b) => compareText(launchText(a), launchText(b)))
  const {command: _command, args: _args, ...facts} = combined.facts
  const launch = {
    ...(first?.command !== undefined && {command: first.command}),
    ...(first?.args !== undefined && {args: first.args}),
  }
  return {...combined, facts: {...facts, ...launch}}
}

function statementsOf(asset: Asset): string[] {
  const launch =
    asset.kind === 'mcp-server' && asset.facts.command !== undefined ? [statement('launch', launchOf(asset.facts))] : []
  const stated: Readonly<Record<string, unknown>> = {...asset.facts}
  return [...launch, ...fields.flatMap(field => (stated[field] === undefined ? [] : [statement(field, stated[field])]))]
}

function statement(field: string, value: unknown): string {
  return `${field} ${JSON.stringify(value)}`
}

function launchText(launch: Launch): string {
  return JSON.stringify(launchOf(launch))
}

function launchOf({command, args}: Launch): unknown[] {
  return [command, ...(args ?? [])]
}
