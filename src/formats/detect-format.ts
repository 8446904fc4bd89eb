/** Formats of files that hold a model's weights, by the name that the BOM uses. */
export type WeightsFormat =
  | 'safetensors'
  | 'gguf'
  | 'ggml'
  | 'pytorch'
  | 'torchscript'
  | 'executorch'
  | 'torch-distributed'
  | 'pickle'
  | 'joblib'
  | 'onnx'
  | 'onnx-external-data'
  | 'ort'
  | 'hdf5'
  | 'keras'
  | 'tensorflow-saved-model'
  | 'tensorflow-graph'
  | 'tensorflow-checkpoint'
  | 'tensorflow-js'
  | 'tflite'
  | 'flax'
  | 'numpy'
  | 'npz'
  | 'coreml'
  | 'openvino'
  | 'tensorrt'
  | 'llamafile'
  | 'nemo'
  | 'torch-mar'
  | 'mxnet'
  | 'paddle'
  | 'caffe'
  | 'darknet'
  | 'fasttext'
  | 'word-vectors'
  | 'rust-bert'
  | 'xgboost'
  | 'lightgbm'
  | 'catboost'
  | 'rknn'
  | 'skops'
  | 'diffusers-dduf'

interface Magic {
  readonly at: number
  readonly bytes: readonly number[]
  readonly format: WeightsFormat
}

function ascii(text: string): readonly number[] {
  return [...text].map(character => character.charCodeAt(0))
}

/** Signatures that nothing but the format has. */
const magics: readonly Magic[] = [
  {at: 0, bytes: ascii('GGUF'), format: 'gguf'},
  {at: 0, bytes: ascii('lmgg'), format: 'ggml'},
  {at: 0, bytes: ascii('fmgg'), format: 'ggml'},
  {at: 0, bytes: ascii('tjgg'), format: 'ggml'},
  {at: 0, bytes: ascii('algg'), format: 'ggml'},
  {at: 0, bytes: ascii('MZqFpD'), format: 'llamafile'},
  {at: 4, bytes: ascii('TFL3'), format: 'tflite'},
  {at: 4, bytes: ascii('ORTM'), format: 'ort'},
  {at: 4, bytes: ascii('ET12'), format: 'executorch'},
  {at: 4, bytes: ascii('ET13'), format: 'executorch'},
  {at: 0, bytes: ascii('\u0093NUMPY'), format: 'numpy'},
  {at: 0, bytes: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], format: 'hdf5'},
  {at: 0, bytes: [0xba, 0x16, 0x4f, 0x2f], format: 'fasttext'},
  {at: 0, bytes: ascii('RKNN'), format: 'rknn'},
  {at: 0, bytes: ascii('CBM1'), format: 'catboost'},
  {at: 0, bytes: ascii('ftrt'), format: 'tensorrt'},
  {at: 0, bytes: ascii('ptrt'), format: 'tensorrt'},
  {at: 0, bytes: ascii('tree\nversion='), format: 'lightgbm'},
  // the legacy torch magic number 0x1950a86a20f9469cfc6c as a protocol-2 pickle
  {
    at: 0,
    bytes: [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19],
    format: 'pytorch',
  },
]

/** Magics that stand for weights by themselves; arrays, HDF5 tables and executables may be anything. */
const ambiguous: ReadonlySet<WeightsFormat> = new Set(['numpy', 'npz', 'hdf5', 'llamafile', 'pickle', 'executorch'])

/** First member of a zip → the format that starts so. */
const zipMembers: readonly (readonly [test: (name: string) => boolean, format: WeightsFormat])[] = [
  [name => name.endsWith('/data.pkl') || name.endsWith('/.format_version'), 'pytorch'],
  [name => name.endsWith('/constants.pkl') || /^[^/]+\/code\//.test(name), 'torchscript'],
  [name => name === 'metadata.json' || name === 'model.weights.h5', 'keras'],
  [name => name.endsWith('.npy'), 'npz'],
  [name => name.startsWith('MAR-INF/'), 'torch-mar'],
  [name => name === 'schema.json', 'skops'],
  [name => name === 'model_index.json', 'diffusers-dduf'],
]

/**
 * The format that the first bytes tell.
 * @param head first bytes of the file, 512 are enough
 * @returns undefined where they tell none; the name of the file is not asked
 */
export function detectFormat(head: Uint8Array): WeightsFormat | undefined {
  const found = magics.find(({at, bytes}) => bytes.every((byte, index) => head[at + index] === byte))
  if (found !== undefined) return found.format
  if (isZip(head)) return zipFormat(head)
  if (isSafetensors(head)) return 'safetensors'
  if (isPickle(head)) return 'pickle'
  if (isOnnx(head)) return 'onnx'
  return undefined
}

/** The format, where the first bytes alone make it certain that the file holds a model. */
export function detectWeights(head: Uint8Array): WeightsFormat | undefined {
  const format = detectFormat(head)
  return format === undefined || ambiguous.has(format) || format === 'keras' || format === 'skops' ? undefined : format
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
}

function zipFormat(head: Uint8Array): WeightsFormat | undefined {
  const length = (head[26] ?? 0) | ((head[27] ?? 0) << 8)
  const name = new TextDecoder('latin1').decode(head.subarray(30, 30 + length))
  return zipMembers.find(([test]) => test(name))?.[1]
}

/** u64 length of a plausible size, then `{"`: the JSON header. */
function isSafetensors(head: Uint8Array): boolean {
  if (head.byteLength < 10 || head[8] !== 0x7b || (head[9] !== 0x22 && head[9] !== 0x20 && head[9] !== 0x7d))
    return false
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true)
  return length > 1n && length <= 100_000_000n
}

/**
 * Protocol 2 to 5 announces itself; the frame or a container must follow, or any file that starts with 0x80 would do.
 */
function isPickle(head: Uint8Array): boolean {
  const protocol = head[1] ?? 0
  if (head[0] !== 0x80 || protocol < 2 || protocol > 5) return false
  return protocol >= 4 ? head[2] === 0x95 : ascii('}]()cX').includes(head[2] ?? 0)
}

/** ModelProto: ir_version, then a printable producer name and one of the fields that follow it. */
function isOnnx(head: Uint8Array): boolean {
  const length = head[3] ?? 0
  if (head[0] !== 0x08 || (head[1] ?? 0) < 1 || (head[1] ?? 0) > 20 || head[2] !== 0x12 || length === 0 || length > 64)
    return false
  const producer = head.subarray(4, 4 + length)
  if (producer.byteLength < length || producer.some(byte => byte < 0x20 || byte > 0x7e)) return false
  return [0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(head[4 + length] ?? 0)
}
