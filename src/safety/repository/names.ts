import {nameDiffers} from '../../rules/name-differs.ts'
import type {RepositoryView} from './view.ts'

/** Formats whose names say that there is data alone; content of any other of them is no surprise. */
const byEnding: ReadonlyMap<string, RegExp> = new Map([
  ['safetensors', /^safetensors$/],
  ['gguf', /^gguf$/],
  ['onnx', /^onnx$/],
  ['ort', /^ort$/],
  ['h5', /^(?:hdf5|keras-h5|keras)$/],
  ['hdf5', /^(?:hdf5|keras-h5|keras)$/],
  ['keras', /^(?:hdf5|keras-h5|keras)$/],
  ['npy', /^numpy$/],
  ['npz', /^(?:npz|zip)$/],
  ['tflite', /^tflite$/],
  ['mlmodel', /^coreml$/],
  ['json', /^(?:json|onnx-json|paddle|tensorflow-js|xgboost)$/],
  ['txt', /^(?:text|lightgbm)$/],
  ['md', /^text$/],
  ['pmml', /^pmml$/],
  ['msgpack', /^flax$/],
  ['cbm', /^catboost$/],
  ['pkl', /^(?:pickle|joblib|pytorch|torchscript)$/],
  ['pickle', /^(?:pickle|joblib|pytorch|torchscript)$/],
])

/** The ending of a name against what the file holds. */
export function examineNames(view: RepositoryView): void {
  for (const {path, format} of view.files.values()) {
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
    const expected = byEnding.get(ending)
    if (format === undefined || expected === undefined || expected.test(format)) continue
    view.find(path, nameDiffers, `it is called .${ending} and is ${format}`, {evidence: format})
  }
}
