import {detectFormat, type WeightsFormat} from '../../formats/detect-format.ts'
import {looksLikePickle} from '../../formats/pickle/looks-like-pickle.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {claimByName, type NameClaim, speaksOfModel} from './names.ts'

/** Which format a file of weights is of, and how that is known. */
export interface Recognised {
  readonly format: WeightsFormat
  /** binary: the content says so; file-name: the name alone */
  readonly technique: 'binary' | 'file-name'
  readonly confidence: number
}

/**
 * How much of a file of many uses is searched for the names of model libraries: keys and imports stand at the start,
 * HDF5 attributes at either end.
 */
const searchedBytes = 64 * 1024
const headBytes = 512
const certain = 0.95
const likely = 0.8
const byNameAlone = 0.6

/**
 * Words in files of many uses that only models' files have: classes of libraries, attributes of Keras, members of array
 * archives.
 */
const modelTraces: Readonly<Partial<Record<WeightsFormat, RegExp>>> = {
  pickle:
    /(?:sklearn|xgboost|lightgbm|catboost|torch|keras|tensorflow|statsmodels|spacy|gensim|sentence_transformers|transformers|implicit|surprise|hmmlearn|prophet)[._][a-z]/,
  hdf5: /keras_version|model_config|layer_names|weight_names|model_weights|top_level_model_weights/,
  npz: /(?:kernel|weights?|bias|gamma|beta|embedding|params?)(?:[_:]?\d*)?\.npy|params\//,
}

/**
 * Tells whether a file that was claimed holds weights, and of which format. Content goes before name.
 * @returns undefined where it holds none: a path-configuration file named .pth, a table named .h5, an empty file
 */
export function recognise(path: string, file: ByteReader): Recognised | undefined {
  const head = readRange(file, 0n, headBytes).slice()
  const claim = claimByName(path)
  const content = detectFormat(head)
  if (claim === undefined)
    return content === undefined ? undefined : {format: content, technique: 'binary', confidence: certain}
  return file.byteLength === 0n
    ? undefined
    : ofClaim(path, claim, {file, head, content: content ?? (looksLikePickle(file) ? 'pickle' : undefined)})
}

interface Content {
  readonly file: ByteReader
  readonly head: Uint8Array
  readonly content: WeightsFormat | undefined
}

/** A file whose name is one of weights. */
function ofClaim(path: string, claim: NameClaim, {file, head, content}: Content): Recognised | undefined {
  if (claim.proof === 'sure') return sure(claim.format, content)
  if (content !== undefined && !isOfManyUses(content))
    return {format: refine(claim.format, content), technique: 'binary', confidence: certain}
  if (content === undefined && isText(head))
    return claim.format === 'word-vectors' && /^\d+ \d+\r?\n/.test(ascii(head)) ? named(claim.format) : undefined
  if (claim.proof === 'binary')
    return {
      format: refine(claim.format, content),
      technique: content === undefined ? 'file-name' : 'binary',
      confidence: likely,
    }
  return byEvidence(path, file, claim.format, content)
}

/** Of a Git LFS pointer only the name can be judged. */
export function recogniseByName(path: string): Recognised | undefined {
  const claim = claimByName(path)
  if (claim === undefined || (claim.proof === 'evidence' && !speaksOfModel(path))) return undefined
  return {format: claim.format, technique: 'file-name', confidence: claim.proof === 'sure' ? certain : likely}
}

function sure(named: WeightsFormat, content: WeightsFormat | undefined): Recognised {
  return content === undefined
    ? {format: named, technique: 'file-name', confidence: likely}
    : {format: content, technique: 'binary', confidence: certain}
}

function named(format: WeightsFormat): Recognised {
  return {format, technique: 'file-name', confidence: byNameAlone}
}

function byEvidence(
  path: string,
  file: ByteReader,
  claimed: WeightsFormat,
  content: WeightsFormat | undefined,
): Recognised | undefined {
  const format = refine(claimed, content)
  const trace = modelTraces[content ?? (claimed === 'joblib' ? 'pickle' : claimed)]
  if (trace?.test(searchable(file)) === true) return {format, technique: 'binary', confidence: likely}
  return speaksOfModel(path) ? named(format) : undefined
}

/** A pickle under the name of torch or joblib is theirs; `.pb` beside variables is a saved model. */
function refine(claimed: WeightsFormat, content: WeightsFormat | undefined): WeightsFormat {
  if (content === 'pickle' && (claimed === 'pytorch' || claimed === 'joblib')) return claimed
  return content ?? claimed
}

function isOfManyUses(content: WeightsFormat): boolean {
  return content === 'pickle' || content === 'hdf5' || content === 'npz' || content === 'numpy'
}

function searchable(file: ByteReader): string {
  const start = ascii(readRange(file, 0n, searchedBytes))
  if (file.byteLength <= BigInt(searchedBytes)) return start
  const tailStart = file.byteLength - BigInt(searchedBytes)
  return start + ascii(readRange(file, tailStart, searchedBytes))
}

function readRange(file: ByteReader, offset: bigint, length: number): Uint8Array {
  const rest = file.byteLength - offset
  return file.read(offset, rest < BigInt(length) ? Number(rest) : length)
}

function ascii(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

/** No control characters but white space, in what was read. */
function isText(head: Uint8Array): boolean {
  return head.every(byte => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}
