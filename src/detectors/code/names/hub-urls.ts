import {modelInUrl} from '../../../catalog/models/url-models.ts'
import {hubReference} from '../../../catalog/references/hub.ts'
import {isReleasedWeights, isWeightsName} from '../../../catalog/references/weights.ts'
import type {ResolvedOf} from '../../../code/resolve/resolved.ts'
import {localId} from '../../../inventory/identity.ts'
import {makeDataset, makeModel} from '../../../inventory/make.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'
import {lastSegment, withSlashes} from '../files.ts'
import type {Finder} from '../finder.ts'

const inferencePattern =
  /^https?:\/\/(?:api-inference\.huggingface\.co|router\.huggingface\.co\/hf-inference)\/(?:models|pipeline\/[\w-]+)\/([\w.-]+\/[\w.-]+)/
/** Pictures and sounds to try a model with: no data to learn from. */
const samplePattern = /\.(?:wav|mp3|flac|ogg|m4a|mp4|webm|mov|avi|png|jpe?g|webp|gif|bmp|svg|pdf|glb|ply)$/i
/** A model's repository holds nothing else in such files. */
const packedPattern = /\.(?:zip|7z|tgz|tar|tar\.(?:gz|bz2|xz)|bin)$/i
const downloadPattern = /\/(?:resolve|raw|blob)\//

/**
 * What a URL leads to by itself: a model or data set on the hub, a weight file. A link to a hub page is only a mention.
 */
export function addUrlAssets(finder: Finder, {text, place}: ResolvedOf<'text'>): void {
  if (finder.isTaken(place, text)) return
  if (samplePattern.test(withoutQuery(text))) return
  const sent = modelInUrl(text)
  if (sent !== undefined) {
    const evidence = finder.evidence(place, {rule: 'url', confidence: 0.9})
    finder.bag.add(makeModel(sent.name, [evidence], sent.registry === undefined ? {} : {registry: sent.registry}))
    return
  }
  // whose address begins with a variable, nobody can tell
  if (text.startsWith('{')) return
  const called = inferencePattern.exec(text)?.[1]
  const hub = hubReference(text)
  const level = called !== undefined || downloadPattern.test(text) ? 'used' : 'mentioned'
  const evidence = finder.evidence(place, {rule: 'hub-url', level, confidence: 0.9})
  const facts = {
    registry: 'huggingface',
    ...(hub !== undefined && hub.kind !== 'weights' && hub.revision !== undefined && {revision: hub.revision}),
  }
  if (called !== undefined) finder.bag.add(makeModel(called, [evidence], facts))
  else if (hub?.kind === 'model') finder.bag.add(makeModel(hub.name, [evidence], facts))
  else if (hub?.kind === 'dataset') finder.bag.add(makeDataset(hub.name, [evidence], facts))
  const bare = withoutQuery(text)
  if (holdsWeights(bare, hub?.kind === 'model') && !finder.writes(bare))
    addWeightsNamed(finder, {kind: 'text', text: bare, place}, 'weights-url', text)
}

/** The file of a repository that an address names beside the repository itself. */
export function addDownload(finder: Finder, {text, place}: ResolvedOf<'text'>): void {
  const bare = withoutQuery(text)
  if (downloadPattern.test(bare) && holdsWeights(bare, true) && !finder.writes(bare))
    addWeightsNamed(finder, {kind: 'text', text: bare, place}, 'weights-url', text)
}

function holdsWeights(url: string, isOfModel: boolean): boolean {
  // what is filled in is no name
  if (/[{}]/.test(lastSegment(url))) return false
  if (isReleasedWeights(url) && packedPattern.test(url)) return true
  return isWeightsName(url) || (isOfModel && downloadPattern.test(url) && packedPattern.test(url))
}

/** A weight file by its name alone. */
export function addWeightsNamed(finder: Finder, {text, place}: ResolvedOf<'text'>, rule: string, url?: string): void {
  const name = lastSegment(text)
  finder.take(place, url ?? text)
  finder.bag.add({
    kind: 'weights',
    id: localId('weights', url === undefined ? withSlashes(text).replace(/^(?:\.\/)+/, '') : name),
    name,
    aliases: [],
    digests: [],
    evidence: [finder.evidence(place, {rule, level: 'configured', confidence: 0.75})],
    ...(url !== undefined && {references: [{type: 'distribution' as const, url}]}),
    facts: {format: name.slice(name.lastIndexOf('.') + 1).toLowerCase(), present: false},
  })
}
