import type {WeightsFormat} from '../../formats/detect-format.ts'
import {baseName} from '../../lib/path.ts'

/** What a file's name says of it. */
export interface NameClaim {
  /** by the name alone; the content overrules it */
  readonly format: WeightsFormat
  /**
   * sure: the extension is of weights alone · binary: of text files too · evidence: of any data, so name or content
   * must speak of a model
   */
  readonly proof: 'sure' | 'binary' | 'evidence'
}

const claimsByExtension: ReadonlyMap<string, NameClaim> = new Map<string, NameClaim>([
  ['.safetensors', {format: 'safetensors', proof: 'sure'}],
  ['.sft', {format: 'safetensors', proof: 'binary'}],
  ['.gguf', {format: 'gguf', proof: 'sure'}],
  ['.ggml', {format: 'ggml', proof: 'sure'}],
  ['.llamafile', {format: 'llamafile', proof: 'sure'}],
  ['.pt', {format: 'pytorch', proof: 'binary'}],
  ['.pth', {format: 'pytorch', proof: 'binary'}],
  ['.pt2', {format: 'torchscript', proof: 'binary'}],
  ['.ptl', {format: 'torchscript', proof: 'binary'}],
  ['.pte', {format: 'executorch', proof: 'binary'}],
  ['.ckpt', {format: 'pytorch', proof: 'binary'}],
  ['.tar', {format: 'pytorch', proof: 'evidence'}],
  ['.distcp', {format: 'torch-distributed', proof: 'sure'}],
  ['.onnx', {format: 'onnx', proof: 'binary'}],
  ['.onnx_data', {format: 'onnx-external-data', proof: 'sure'}],
  ['.ort', {format: 'ort', proof: 'binary'}],
  ['.keras', {format: 'keras', proof: 'binary'}],
  ['.h5', {format: 'hdf5', proof: 'evidence'}],
  ['.hdf5', {format: 'hdf5', proof: 'evidence'}],
  ['.tflite', {format: 'tflite', proof: 'sure'}],
  ['.pb', {format: 'tensorflow-graph', proof: 'evidence'}],
  ['.msgpack', {format: 'flax', proof: 'evidence'}],
  ['.pkl', {format: 'pickle', proof: 'evidence'}],
  ['.pickle', {format: 'pickle', proof: 'evidence'}],
  ['.joblib', {format: 'joblib', proof: 'binary'}],
  ['.npz', {format: 'npz', proof: 'evidence'}],
  ['.npy', {format: 'numpy', proof: 'evidence'}],
  ['.bin', {format: 'pytorch', proof: 'evidence'}],
  ['.mlmodel', {format: 'coreml', proof: 'binary'}],
  ['.ot', {format: 'rust-bert', proof: 'binary'}],
  ['.engine', {format: 'tensorrt', proof: 'evidence'}],
  ['.nemo', {format: 'nemo', proof: 'binary'}],
  ['.mar', {format: 'torch-mar', proof: 'evidence'}],
  ['.params', {format: 'mxnet', proof: 'binary'}],
  ['.pdparams', {format: 'paddle', proof: 'sure'}],
  ['.pdiparams', {format: 'paddle', proof: 'sure'}],
  ['.caffemodel', {format: 'caffe', proof: 'sure'}],
  ['.weights', {format: 'darknet', proof: 'binary'}],
  ['.ftz', {format: 'fasttext', proof: 'binary'}],
  ['.vec', {format: 'word-vectors', proof: 'evidence'}],
  ['.rknn', {format: 'rknn', proof: 'binary'}],
  ['.cbm', {format: 'catboost', proof: 'binary'}],
  ['.skops', {format: 'skops', proof: 'binary'}],
  ['.dduf', {format: 'diffusers-dduf', proof: 'sure'}],
])

/**
 * Extensions of many kinds of data whose name must already speak of a model; the others may prove it by their content.
 */
const namedOnly: ReadonlySet<string> = new Set(['.bin', '.pb', '.tar', '.msgpack', '.npy', '.engine', '.vec'])
const modelWords =
  /(?:^|[^a-z])(?:pytorch|ggml|adapter|consolidated|diffusion|openvino|flax|tf_?model|rust_?model|models?|weights?|checkpoint|ckpt|classifier|regressor|estimator|pipeline|encoder|decoder|vectorizer|embeddings?|glove|word2vec|fasttext|lora|unet|vae|shard\d+of\d+|saved_model|frozen|graph)(?:[^a-z]|$)/
const tensorflowShard = /\.data-\d{5}-of-\d{5}$/

/** Undefined where the name is of no weights. Cheap: asked of every file. */
export function claimByName(path: string): NameClaim | undefined {
  const name = baseName(path)
  const dot = name.lastIndexOf('.')
  if (dot === -1) return undefined
  const extension = name.slice(dot).toLowerCase()
  const claim = claimsByExtension.get(extension)
  if (extension === '.bin' && name.startsWith('ggml-')) return {format: 'ggml', proof: 'binary'}
  if (name === 'saved_model.pb') return {format: 'tensorflow-saved-model', proof: 'binary'}
  if (claim === undefined) return claimByEnding(name, extension)
  return namedOnly.has(extension) && !speaksOfModel(path) ? undefined : claim
}

/** The name, or for weights inside an Apple package the folder, has a word that models' files have. */
export function speaksOfModel(path: string): boolean {
  const name = baseName(path)
  return modelWords.test(name.toLowerCase()) || path.includes('.mlpackage/') || path.includes('.mlmodelc/')
}

function claimByEnding(name: string, extension: string): NameClaim | undefined {
  if (name.endsWith('.onnx.data')) return {format: 'onnx-external-data', proof: 'sure'}
  return extension.startsWith('.data-') && tensorflowShard.test(name)
    ? {format: 'tensorflow-checkpoint', proof: 'sure'}
    : undefined
}
