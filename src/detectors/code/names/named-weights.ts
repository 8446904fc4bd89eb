import {isFamiliarName} from '../../../catalog/references/model.ts'
import {isGenericWeights} from '../../../catalog/references/weights.ts'
import type {Call, Module} from '../../../code/module.ts'
import {placeOf, type ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from './about-models.ts'
import {addWeightsNamed} from './hub-urls.ts'

/** Files that can be nothing but weights: by their ending, those of whisper.cpp by their beginning too. */
export const certainWeights = /[\w)}-]\.(?:gguf|safetensors|rknn|hef|axmodel)$|(?:^|[/\\])ggml-[\w.-]{1,60}\.bin$/i
/** Where programs are no scripts that convert and compare models, what they load is named by these alone. */
const loadedWeights = /[\w)}-]\.(?:onnx|tflite|litertlm|mlmodelc?|mlpackage|dfp)$/i
const fileName = /^(?:[A-Za-z]:)?[\w./\\@+-]{1,200}$/

/** Names that stand for any file of weights. */
const anyWeights =
  /(?:^|[/\\])[._-][\w.-]*$|(?:^|[/\\])(?:(?:my|your|some|the|a|an|test|dummy|fake|sample|example|foo|bar)[-_][\w.-]*|(?:file|model|weights|default|test|dummy|foo|bar|x|a)(?:[-_.]\w{1,8})?)\.\w+$/i

/** Whether a text is the name of a file that can be nothing but weights, in a module of its language. */
export function isSureWeights(text: string, {module}: Finder): boolean {
  const isCertain = certainWeights.test(text) || (!isScript(module) && loadedWeights.test(text))
  return isCertain && fileName.test(text) && !isGenericWeights(text) && !anyWeights.test(text)
}

/** Python and JavaScript: what a library's function there does, a rule says. */
export function isScript({language}: Module): boolean {
  return language === 'python' || language === 'javascript'
}

/** Adds a text that is the name of such a file, and nothing else. */
export function addIfSure(finder: Finder, {text, line}: {readonly text: string; readonly line: number}): void {
  if (isSureWeights(text, finder)) addSureWeights(finder, {kind: 'text', text, place: placeOf(finder.module, line)})
}

/**
 * A file of weights that is handed to any function: whatever the module is about, its ending says what it is. Tests
 * name files that nobody has.
 */
export function addSureWeights(finder: Finder, value: ResolvedOf<'text'>): void {
  const {place, text} = value
  if (finder.isInTest(place) || finder.isTaken(place, text) || finder.writes(text)) return
  addWeightsNamed(finder, value, 'name')
}

/**
 * `model_path = "yolov8n.pt"` where a library that loads it stands beside; what the module writes itself is no input.
 */
export function addNamedWeights(finder: Finder, value: ResolvedOf<'text'>): void {
  if (/^https?:/.test(value.text) || finder.writes(value.text)) return
  const isFile = loadedWeights.test(value.text) && !value.text.includes('/')
  const isCertain = isFile || (certainWeights.test(value.text) && isAboutModels(finder))
  if (!finder.matcher.importsAi && !isCertain) return
  addWeightsNamed(finder, value, 'name')
}

/** `Bundle.main.url(forResource: "MobileNetV2", withExtension: "mlmodelc")`: a file among the resources of an app. */
export function resourceOf({args}: Call, finder: Finder): {kind: 'text'; text: string; line: number} | undefined {
  const named = args.find(({name}) => name === 'forResource')?.value
  const ending = args.find(({name}) => name === 'withExtension' || name === 'ofType')?.value
  if (named?.kind !== 'text' || ending?.kind !== 'text') return undefined
  const text = `${named.text}.${ending.text}`
  return isSureWeights(text, finder) || (ending.text === 'bin' && isFamiliarName(named.text))
    ? {kind: 'text', text, line: named.line}
    : undefined
}
