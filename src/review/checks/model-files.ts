import {propertiesOf} from '../../bom/stated/node.ts'
import {recordsOf} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import {listed} from '../../lib/text/listed.ts'
import type {ReviewContext} from '../context.ts'
import {filesOf, hashesOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'

const picklePattern = /\.(?:pt|pth|ckpt|pkl|pickle|joblib|dill|pdparams|mar|nemo|llamafile)$/i
/** `.bin` is a pickle by these names, and something else by others. */
const pickledBinPattern =
  /^(?:pytorch|adapter|diffusion_pytorch|model|optimizer|training_args|consolidated|rust)[\w.-]{0,60}\.bin$/i
/** Keras keeps the code of Lambda layers beside the weights. */
const kerasPattern = /\.(?:h5|hdf5|keras)$/i
/** However a tool calls it. */
const remoteCodePattern = /(?:^|[:.])(?:trust[-_]?remote[-_]?code|auto[-_]map)$/i
const names = 8

/** Which bytes a model is, in which form, and what comes with them. */
export function checkFiles(model: Part, context: ReviewContext, isBare: boolean): void {
  const {view, notes} = context
  const files = filesOf(view, model)
  const weights = files.filter(({role}) => role === 'weights')
  const without = weights.filter(({node}) => hashesOf(node).length === 0)
  const isHashed = hashesOf(model.node).length > 0
  if (without.length > 0 || (weights.length === 0 && !isHashed && !isHosted(model, view) && !isBare)) {
    const what =
      without.length > 0 ? `no digest for ${listedFiles(without)}` : 'no weight files and no digest are listed'
    const evidence =
      without.length > 0
        ? without.slice(0, names).map(file => notes.cite(file.pointer, file.name))
        : [notes.cite(model.pointer, model.name)]
    notes.find('weights-without-digest', {subject: model.name, message: `${model.name}: ${what}`, evidence})
  }
  checkFormats(model, files, context)
  const flags = recordsOf(model.node['properties']).filter(
    ({name, value}) =>
      remoteCodePattern.test(String(name)) && !/^(?:false|no|0|none)?$/i.test(String(value ?? '').trim()),
  )
  const code = files.filter(({role}) => role === 'code')
  if (code.length === 0 && flags.length === 0) return
  const told =
    code.length > 0 ? `${model.name} comes with ${listedFiles(code)}` : `${model.name} is loaded with trust_remote_code`
  const evidence =
    code.length > 0
      ? code.slice(0, names).map(file => notes.cite(file.pointer, file.name))
      : [notes.cite(`${model.pointer}/properties`, 'trust_remote_code: true')]
  notes.find('code-in-model', {subject: model.name, message: told, evidence})
}

/** What the bytes were judged by is not judged by its name again. */
function checkFormats(model: Part, files: readonly Part[], {notes, artifacts, isOwn}: ReviewContext): void {
  const read = new Set(
    artifacts.flatMap(({inventory}) =>
      inventory.assets
        .filter(({properties}) => properties?.['aibom:safety:verdict'] !== undefined)
        .map(asset => baseName(asset.name)),
    ),
  )
  const isJudged = ({name, node}: Part): boolean =>
    read.has(baseName(name)) || (isOwn && propertiesOf(node, 'aibom:safety:verdict').length > 0)
  const unjudged = [...files, ...(isRisky(model) ? [model] : [])].filter(file => !isJudged(file))
  const risky = unjudged.filter(isRisky)
  const keras = unjudged.filter(file => file !== model && kerasPattern.test(file.name))
  if (keras.length > 0) {
    const message = `${listedFiles(keras)}: the format can contain code in Lambda layers`
    const evidence = keras.slice(0, names).map(file => notes.cite(file.pointer, file.name))
    notes.find('format-runs-code', {subject: model.name, message, severity: 'medium', evidence})
  }
  if (risky.length === 0) return
  const message = `${listedFiles(risky)} ${risky.length === 1 ? 'is a pickle' : 'are pickles'} by name: only the content shows whether it is harmless`
  notes.find('format-runs-code', {
    subject: model.name,
    message,
    evidence: risky.slice(0, names).map(file => notes.cite(file.pointer, file.name)),
  })
}

/** A pickle, by its name alone. */
export function isRisky({name}: Pick<Part, 'name'>): boolean {
  return picklePattern.test(name) || pickledBinPattern.test(baseName(name))
}

/** The first names, and how many more. */
export function listedFiles(parts: readonly Part[]): string {
  return listed(
    parts.map(({name}) => baseName(name)),
    names,
  )
}
