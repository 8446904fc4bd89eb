import {isPlaceholder} from '../models/model-names.ts'

/** What one value names, once a key, flag or argument said which kind of thing it carries. */
export type Reference =
  | {
      readonly kind: 'model'
      readonly name: string
      readonly registry?: string
      readonly revision?: string
      /** which of a repository's GGUF files: `Q4_K_M` */
      readonly quantization?: string
      /** whoever loads it runs the code that comes with it */
      readonly trustRemoteCode?: true
      /** the value is the path of a folder that is called like it */
      readonly inFolder?: true
      readonly confidence: number
    }
  | {readonly kind: 'weights'; readonly name: string; readonly url?: string; readonly confidence: number}
  | DatasetReference

/** A data set that a value names; `confidence` is 0 … 1. */
export interface DatasetReference {
  readonly kind: 'dataset'
  readonly name: string
  readonly registry?: string
  readonly revision?: string
  readonly url?: string
  readonly confidence: number
}

/** A model or a weight file. */
export type ModelReference = Exclude<Reference, DatasetReference>

/** Text that stands for one value and is known: no blank, no variable, no placeholder. */
export function isKnownValue(text: string): boolean {
  return text.length > 0 && text.length <= 500 && !/[\s"'`<>{}|\\*$]/.test(text) && !isPlaceholder(text)
}
