import {isJsonObject, type JsonObject} from '../../lib/parse/strict-json.ts'
import {judgeManifest} from '../coreml/manifest.ts'
import {judgeKeras} from '../keras/judge-keras.ts'
import {judgeOnnxJson} from '../onnx/text.ts'
import {judgePir} from '../paddle/pir.ts'
import type {Examination} from '../reader.ts'
import {judgeTfjs} from '../tensorflow/tfjs.ts'
import {statModel} from '../xgboost/facts.ts'
import {judgeSpark} from './spark.ts'

/** Each judges models of its own kind, and says whether it was one. */
const others = [judgePir, judgeTfjs, judgeOnnxJson, judgeSpark]

/** Judges a whole model that is written as JSON, or the list of the parts of one. */
export function judgeModelJson(file: Examination, value: JsonObject): void {
  if (statModel(file, value)) file.isOf('xgboost')
  else if (isArchitecture(value)) judgeKeras(file, value)
  else if (!others.some(judge => judge(file, value))) judgeManifest(file, value)
}

/** A model of Keras without its weights, as `to_json` writes it. */
function isArchitecture({class_name: name, config}: JsonObject): boolean {
  return typeof name === 'string' && isJsonObject(config) && (Array.isArray(config['layers']) || name === 'Lambda')
}
