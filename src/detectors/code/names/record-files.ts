import {hubReference} from '../../../catalog/references/hub.ts'
import {isWeightsName} from '../../../catalog/references/weights.ts'
import type {Entry, Value} from '../../../code/module.ts'
import {placeOf, type ResolvedOf} from '../../../code/resolve/resolved.ts'
import {makeModel} from '../../../inventory/make.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'
import type {Finder} from '../finder.ts'
import type {Setting} from '../settings-of.ts'
import {addWeightsNamed} from './hub-urls.ts'
import {snakeCase} from './snake-case.ts'

/** Records that one catalogue may list. */
const recordLimit = 300
/** Keys of a record that name its file, in snake case. */
export const fileKey = /^(?:file_?name|file|model_?file|weights?(?:_?file)?|checkpoint|ckpt|path|url|download_?url)$/i

/** What a catalogue of models downloads is one, also where it is packed. */
const packed = /^https?:\/\/[^?#\s]{1,500}\.(?:zip|7z|tgz|tar|tar\.(?:gz|bz2|xz|zst))(?:[?#]|$)/i

/** Whether an address leads to an archive. Not of the hub: what its addresses lead to is told for itself. */
export function isPacked(url: string): boolean {
  return packed.test(url) && hubReference(url) === undefined
}

/** Whether a record says where the weights of its model are loaded from. */
export function loadsWeights(settings: readonly Setting[]): boolean {
  return settings.some(
    ({key, value}) =>
      key !== undefined &&
      fileKey.test(snakeCase(key)) &&
      value.kind === 'text' &&
      /^https?:/.test(value.text) &&
      (packed.test(value.text) || isWeightsName(withoutQuery(value.text))),
  )
}

/**
 * `detection_models = {"craft": {"filename": "craft_mlt_25k.pth"}}`: a catalogue of models lists their files, one or
 * two levels down.
 */
export function addRecordFiles(finder: Finder, catalogue: Value): void {
  const records = recordsIn(catalogue)
  for (const {entries} of [...records, ...records.flatMap(recordsIn)].slice(0, recordLimit))
    for (const entry of entries) addFile(finder, entry)
}

function recordsIn(value: Value): Extract<Value, {kind: 'map'}>[] {
  const members =
    value.kind === 'list' ? value.items : value.kind === 'map' ? value.entries.map(entry => entry.value) : []
  return members.slice(0, recordLimit).filter(member => member.kind === 'map')
}

function addFile(finder: Finder, {key, value}: Entry): void {
  if (
    key === undefined ||
    value.kind !== 'text' ||
    !fileKey.test(key) ||
    !(isWeightsName(withoutQuery(value.text)) || isPacked(value.text))
  )
    return
  const place = placeOf(finder.module, value.line)
  if (finder.isTaken(place, value.text) || finder.writes(value.text)) return
  const url = /^https?:/.test(value.text) ? value.text : undefined
  // an address on the hub leads to the repository too
  if (url !== undefined && hubReference(url) !== undefined) return
  addWeightsNamed(finder, {kind: 'text', text: withoutQuery(url ?? value.text), place}, 'name', url)
}

/** `{"name": "places365", "url": "https://…/places365.tar.gz"}`: whatever its shape, this is what is loaded called. */
export function addLoaded(finder: Finder, symbol: string, {text, place}: ResolvedOf<'text'>): void {
  if (finder.isTaken(place, text) || !/^[A-Za-z][\w.-]{2,80}$/.test(text)) return
  finder.take(place, text)
  finder.bag.add(makeModel(text, [finder.evidence(place, {rule: 'position', confidence: 0.75, symbol})]))
}
