import {hubReference} from '../../../catalog/references/hub.ts'
import {isWeightsName} from '../../../catalog/references/weights.ts'
import type {Argument, Value, ValueOf} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from './about-models.ts'
import {addWeightsNamed} from './hub-urls.ts'
import {addRecordIds} from './named-models.ts'
import {fileKey, isPacked} from './record-files.ts'
import {snakeCase} from './snake-case.ts'

/**
 * Classes and structs of a program whose objects each describe one model: `ModelInfo`, `LlmModelSpec`,
 * `WhisperModelEntry`.
 */
const recordName =
  /(?:^|_)(?:models?|llms?)_(?:info|spec|specs|config|configuration|definition|def|descriptor|option|entry|card|metadata|meta|details|preset|data|item|choice|record)$/i
/** Of these a file of any kind is told by its key, not by its ending. */
const binaryName = /\.bin$/i

/**
 * `ModelInfo { id: "…", filename: "…" }`, wherever it stands: the type's name speaks for the id, and for the file that
 * is loaded.
 */
export function addModelRecords(finder: Finder): void {
  const records = finder.module.calls.filter(
    ({call}) => recordName.test(snakeCase(lastName(call.callee))) && call.args.length > 1,
  )
  if (records.length === 0 || !isAboutModels(finder)) return
  for (const {call, scope} of records) {
    addRecordIds(finder, call, {name: 'model', value: call, line: call.line, scope, via: 'argument', within: call})
    const url = urlIn(call.args)
    for (const argument of call.args) addFile(finder, argument, url)
    if (url !== undefined && isPacked(url.text)) addPacked(finder, url)
  }
}

/** The one address of a record, also a level deeper: `source: Source::Url { url: "…" }`. */
function urlIn(args: readonly Argument[]): ValueOf<'text'> | undefined {
  const inner = args.flatMap(({value}) => (value.kind === 'call' ? value.args.map(argument => argument.value) : []))
  return [...args.map(({value}) => value), ...inner].flatMap(addressOf)[0]
}

function addressOf(value: Value): ValueOf<'text'>[] {
  return value.kind === 'text' && /^https?:\/\/\S{1,500}$/.test(value.text) ? [value] : []
}

/** What a record of a model is downloaded from is the model, also where it is packed. */
function addPacked(finder: Finder, {text, line}: ValueOf<'text'>): void {
  const place = placeOf(finder.module, line)
  if (!finder.isTaken(place, text))
    addWeightsNamed(finder, {kind: 'text', text: withoutQuery(text), place}, 'name', text)
}

function addFile(finder: Finder, {name, value}: Argument, url: ValueOf<'text'> | undefined): void {
  if (name === undefined || value.kind !== 'text' || !fileKey.test(snakeCase(name)) || value.text.includes('://'))
    return
  if (!isWeightsName(value.text) && !binaryName.test(value.text)) return
  // an address on the hub leads to the file and to its repository
  if (url !== undefined && hubReference(url.text) !== undefined && url.text.includes(`/${value.text}`)) return
  const place = placeOf(finder.module, value.line)
  if (finder.isTaken(place, value.text) || finder.writes(value.text)) return
  const from = url !== undefined && withoutQuery(url.text).endsWith(`/${value.text}`) ? url.text : undefined
  addWeightsNamed(finder, {kind: 'text', text: value.text, place}, 'name', from)
}
