import {groupBy} from '../lib/group.ts'
import {baseName} from '../lib/path.ts'
import type {Asset, AssetOf} from './asset.ts'
import type {Evidence} from './evidence.ts'
import {registryId} from './identity.ts'
import {serversPublished} from './same-server.ts'

/**
 * Assets that are one thing under two ids, each by the id that it joins: an agent that a configuration names and the
 * code that makes it, a skill by its lock and by its file, weights by their address and by the path that they are kept
 * at, a vendor's model that a gateway passes on, a model of the hub that a provider serves, an MCP server by its package
 * and by its code. None where two could be meant.
 */
export function sameThings(assets: readonly Asset[]): ReadonlyMap<string, string> {
  return new Map([
    ...agentsMade(assets),
    ...agentsAsked(assets),
    ...skillsLocked(assets),
    ...weightsKept(assets),
    ...modelsPassedOn(assets),
    ...serversPublished(assets),
  ])
}

/** How an agent says by an alias which code makes it: `src/agent.ts:graph`. */
const entryPoint = /^(.{1,300}\.\w{1,10}):\w{1,100}$/

function agentsMade(assets: readonly Asset[]): [string, string][] {
  const agents = assets.filter((asset): asset is AssetOf<'agent'> => asset.kind === 'agent')
  const byFile = groupBy(agents, ({id}) => id.slice('agent:'.length).split('#', 1)[0] ?? '')
  return agents.flatMap(named => {
    const files = named.aliases.flatMap(alias => entryPoint.exec(alias)?.[1] ?? [])
    return files.flatMap((file): [string, string][] => {
      const made = new Set((byFile.get(file) ?? []).map(({id}) => id))
      made.delete(named.id)
      return [...made].length === 1 ? [...made].map(id => [id, named.id]) : []
    })
  })
}

/** An agent that a client asks for by the name that a `langgraph.json` serves it under. */
function agentsAsked(assets: readonly Asset[]): [string, string][] {
  const agents = assets.filter((asset): asset is AssetOf<'agent'> => asset.kind === 'agent')
  const served = groupBy([...new Set(agents.map(({id}) => id).filter(id => serves.test(id)))], id =>
    id.slice(id.indexOf('#') + 1),
  )
  return agents.flatMap(({id, name, evidence}): [string, string][] => {
    const [only, ...others] = evidence.every(isAsked) ? (served.get(name) ?? []) : []
    return only === undefined || others.length > 0 || only === id ? [] : [[id, only]]
  })
}

const serves = /(?::|\/)langgraph\.json#/

function isAsked({detector, level}: Evidence): boolean {
  return detector.startsWith('code/') && level === 'configured'
}

function skillsLocked(assets: readonly Asset[]): [string, string][] {
  const skills = assets.filter(asset => asset.kind === 'prompt' && asset.facts.role === 'skill')
  const kept = groupBy(
    [...new Set(skills.map(({id}) => id))].filter(id => id.endsWith('/SKILL.md')),
    id => id.split('/').at(-2) ?? '',
  )
  return skills.flatMap(({id, name}): [string, string][] => {
    const [file, ...others] = id.endsWith(`#${name}`) ? (kept.get(name) ?? []) : []
    return file === undefined || others.length > 0 ? [] : [[id, file]]
  })
}

/** Names that files of many models have. */
const sharedName =
  /^(?:(?:pytorch_|adapter_|tf_|flax_|diffusion_)?model|weights|best|last|final|checkpoint|latest|encoder|decoder|vocoder|unet|vae|config)[\w-]{0,12}\.\w+$/i

function weightsKept(assets: readonly Asset[]): [string, string][] {
  const ids = [...new Set(assets.flatMap(({kind, id}) => (kind === 'weights' ? [id] : [])))]
  const names = new Map(ids.map(id => [id, id.slice('weights:'.length)]))
  const kept = groupBy(
    ids.filter(id => names.get(id)?.includes('/')),
    id => baseName(names.get(id) ?? ''),
  )
  return ids.flatMap((id): [string, string][] => {
    const name = names.get(id) ?? ''
    const [path, ...others] = sharedName.test(name) ? [] : (kept.get(name) ?? [])
    return path === undefined || others.length > 0 ? [] : [[id, path]]
  })
}

function modelsPassedOn(assets: readonly Asset[]): [string, string][] {
  const models = assets.filter((asset): asset is AssetOf<'model'> => asset.kind === 'model')
  const named = new Map(models.map(({id, facts}) => [id, nameOf(id, facts.registry)]))
  const byName = groupBy([...named.keys()], id => named.get(id) ?? '')
  return models.flatMap(({id, facts}): [string, string][] => {
    const name = named.get(id) ?? ''
    const [, maker = '', bare] = /^([\w-]{1,60})\/([^/]{1,120})$/.exec(name) ?? []
    if (bare === undefined || facts.registry === undefined || facts.registry === 'huggingface') return []
    const published = registryId('model', 'huggingface', name)
    if (named.has(published)) return [[id, published]]
    const known = byName.get(bare) ?? []
    const own = registryId('model', maker, bare)
    const [vendor, ...others] = known.includes(own) ? [own] : known
    return vendor === undefined || others.length > 0 ? [] : [[id, vendor]]
  })
}

function nameOf(id: string, registry = ''): string {
  return id.slice(registryId('model', registry, '').length)
}
