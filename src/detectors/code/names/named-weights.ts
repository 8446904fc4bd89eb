import {isGenericWeights} from '../../../catalog/references.ts'
import type {ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from './by-position.ts'
import {addWeightsNamed} from './hub-urls.ts'

/** Files that can be nothing but weights. */
export const certainWeights = /\.(?:gguf|safetensors)$/i
const fileName = /^[\w./@+-]{1,200}$/

/** Whether a text is the name of a file that can be nothing but weights. */
export function isSureWeights(text: string): boolean {
  return certainWeights.test(text) && fileName.test(text) && !isGenericWeights(text)
}

/** A file of weights that is handed to any function: whatever the module is about, its ending says what it is. */
export function addSureWeights(finder: Finder, value: ResolvedOf<'text'>): void {
  if (!finder.isTaken(value.place, value.text) && !finder.writes(value.text)) addWeightsNamed(finder, value, 'name')
}

/**
 * `model_path = "yolov8n.pt"` where a library that loads it stands beside; what the module writes itself is no input.
 */
export function addNamedWeights(finder: Finder, value: ResolvedOf<'text'>): void {
  if (/^https?:/.test(value.text) || finder.writes(value.text)) return
  if (!finder.matcher.importsAi && !(certainWeights.test(value.text) && isAboutModels(finder))) return
  addWeightsNamed(finder, value, 'name')
}
