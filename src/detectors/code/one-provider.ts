import {classifyModelName} from '../../catalog/models/model-names.ts'
import type {Asset, AssetOf} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'

/**
 * Models that one text names for clients of several providers, by the key of the one that its grammar says it is:
 * `embedding: useLocal ? new OllamaEmbeddings({model}) : new OpenAIEmbeddings({model})` with `text-embedding-3-small`.
 * None where the grammar names no provider among them. Pure.
 */
export function modelsOfOneProvider(assets: readonly Asset[]): ReadonlyMap<string, string> {
  const models = assets.filter((asset): asset is AssetOf<'model'> => asset.kind === 'model')
  return new Map(
    [...groupBy(models, ({name}) => name)].flatMap(([name, known]): [string, string][] => {
      const registry = known.length > 1 ? classifyModelName(name)?.registry : undefined
      const own = known.find(({facts}) => registry !== undefined && facts.registry === registry)
      if (own === undefined) return []
      const places = new Set(own.evidence.map(placeOf))
      return known
        .filter(({facts, evidence}) => facts.registry !== registry && evidence.some(one => places.has(placeOf(one))))
        .map(other => [keyOf(other), keyOf(own)])
    }),
  )
}

function placeOf({path, line = 0}: Asset['evidence'][number]): string {
  return `${path}\0${line}`
}
