import {isWeightsName} from '../../../catalog/references.ts'
import type {Entry, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import {addWeightsNamed} from './hub-urls.ts'

/** Records that one catalogue may list. */
const recordLimit = 300
/** Keys of a record that name its file, in snake case. */
export const fileKey = /^(?:file_?name|file|model_?file|weights?(?:_?file)?|checkpoint|ckpt|path|url|download_?url)$/i

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
    !isWeightsName(value.text.split(/[?#]/, 1)[0] ?? '')
  )
    return
  const place = placeOf(finder.module, value.line)
  if (finder.isTaken(place, value.text) || finder.writes(value.text)) return
  const url = /^https?:/.test(value.text) ? value.text : undefined
  addWeightsNamed(finder, {kind: 'text', text: (url ?? value.text).split(/[?#]/, 1)[0] ?? '', place}, 'name', url)
}
