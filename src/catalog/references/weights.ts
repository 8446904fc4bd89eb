import {baseName} from '../../lib/path.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import type {ModelReference} from './reference.ts'

/** Endings that only weights and archives of them have. */
const weightsPattern =
  /\.(?:gguf|ggml|safetensors|pt|pth|ckpt|onnx|h5|keras|tflite|pkl|joblib|mlmodel|caffemodel|engine|pte|litertlm|mlpackage|mlmodelc|task|npz|llamafile|udpipe|nemo|jit|torchscript|ort|rknn|hef|dfp|axmodel|bmodel|mnn)$/i

const shardPattern = /-\d{5}-of-\d{5}\./

/** A relative folder that tells whose weights the file holds, not where a run writes. */
const sourceFolder =
  /^(?:\.\/)?(?!(?:outputs?|runs|logs?|lightning_logs|results?|exps?|experiments?|tmp|checkpoints?)\/|\.)(?:[\w.-]+\/)+[\w.-]+$/i

/** Names that every model's weights have: the folder names the model. */
const genericWeights =
  /^(?:(?:diffusion_)?pytorch_model|(?:lit_)?model|adapter_model|tf_model|flax_model|consolidated|best|last|final|checkpoint|latest|weights)[\w.]{0,12}\.(?:bin|safetensors|pt|pth|h5|ckpt|msgpack)$/i

/** Packages of spaCy: `en_core_web_sm-3.7.1-py3-none-any.whl`, `en_ner_drugs-0.0.0.tar.gz`. */
const spacyPackage = /(?:^|\/)([a-z]{2,3}_[a-z][a-z0-9_]+)-(\d+\.\d+\.\d[\w.]*?)(?:-py3-none-any\.whl|\.tar\.gz|\.whl)$/

/** A file of weights by its name. */
export function isWeightsName(text: string): boolean {
  return weightsPattern.test(text)
}

const releasePath = /\/releases\/(?:download|latest)\/(?:[^/?#]*\/)?([^/?#]+)/
const saysWeights = /weights?|checkpoint|ckpt|pretrained|(?:^|[-_.])model/i
/** Models of speech, which are released as archives: `sherpa-onnx-whisper-tiny.en.tar.bz2`. */
const speechModel = /(?:^|[-_.])(?:whisper|zipformer|paraformer|sense-?voice|moonshine|kokoro|vits|matcha)(?:[-_.]|$)/i
const archive = /\.(?:zip|7z|tgz|tar|tar\.gz|tar\.bz2|tar\.xz)$/i
/** Archives of a program that runs such models: `whisper-bin-x64.zip`. */
const program =
  /(?:^|[-_.])(?:bin|cli|app|server|lib|jni|src|linux|win(?:dows|32|64)?|macos|darwin|ubuntu|android|ios|x64|x86|amd64|aarch64|arm64)(?:[-_.]|$)/i

/** A file of a release on GitHub whose name speaks of weights, or an archive of a model of speech. */
export function isReleasedWeights(url: string): boolean {
  const name = releasePath.exec(url)?.[1]
  return (
    name !== undefined &&
    (saysWeights.test(name) || (archive.test(name) && speechModel.test(name) && !program.test(name)))
  )
}

/** A file of weights whose name says nothing about the model. */
export function isGenericWeights(name: string): boolean {
  return genericWeights.test(name)
}

/** A packaged pipeline of spaCy by the name of its archive. */
export function spacyArchive(url: string): ModelReference | undefined {
  const [, name, revision] = spacyPackage.exec(withoutQuery(url)) ?? []
  return name === undefined || revision === undefined
    ? undefined
    : {kind: 'model', name, registry: 'spacy', revision, confidence: 0.93}
}

/**
 * The file that a path or URL with such an ending names; undefined for one part of several and for names that every
 * model's file has.
 */
export function weightsReference(value: string): ModelReference | undefined {
  const bare = withoutQuery(value)
  const name = baseName(bare)
  if (shardPattern.test(name) || name.startsWith('.') || (genericWeights.test(name) && !sourceFolder.test(bare)))
    return undefined
  if (/^https?:\/\//.test(value)) return {kind: 'weights', name, url: value, confidence: 0.9}
  return {
    kind: 'weights',
    name: bare.startsWith('/') || bare.startsWith('~') ? name : bare.replace(/^(?:\.\/)+/, ''),
    confidence: 0.85,
  }
}
