import type {GgufFacts} from '../../formats/gguf/facts.ts'
import type {Hyperparameters} from '../../formats/hyperparameters.ts'
import type {AssetOf} from '../../inventory/asset.ts'

/** What `extract` leaves for `assemble`: a file's part in a model. */
export type Note =
  | {
      readonly kind: 'weights'
      readonly path: string
      readonly asset: AssetOf<'weights'>
      readonly gguf?: GgufFacts
      readonly metadata?: ReadonlyMap<string, string>
    }
  | {readonly kind: 'index'; readonly path: string; readonly files: readonly string[]}
  | {readonly kind: 'config'; readonly path: string; readonly line: number; readonly facts: ConfigFacts}
  | {
      readonly kind: 'adapter'
      readonly path: string
      readonly line: number
      readonly base?: string
      readonly revision?: string
      readonly type?: string
    }
  | {
      readonly kind: 'parts'
      readonly path: string
      readonly library: 'diffusers' | 'sentence-transformers'
      readonly architecture?: string
      readonly folders: readonly string[]
    }
  /** what mergekit made the model of */
  | {readonly kind: 'merge'; readonly path: string; readonly models: readonly MergedModel[]}
  | {
      readonly kind: 'template'
      readonly path: string
      readonly sha256: string
      readonly named: ReadonlyMap<string, string>
    }
  | {readonly kind: 'tokenizer'; readonly path: string; readonly tokenizerClass: string}
  /** what a model does unless it is told otherwise: `temperature=0.6` */
  | {readonly kind: 'generation'; readonly path: string; readonly settings: readonly string[]}
  | {readonly kind: 'parameters'; readonly path: string}
  /** how the weights were packed, where a tool wrote it beside the configuration */
  | {readonly kind: 'quantization'; readonly path: string; readonly quantization: string}

/** A model that was merged into another one, as mergekit's configuration names it. */
export interface MergedModel {
  readonly name: string
  readonly revision?: string
  readonly line?: number
}

/** The note of one kind: `NoteOf<'weights'>`. */
export type NoteOf<K extends Note['kind']> = Extract<Note, {kind: K}>

/** What config.json says of the model beside it. */
export interface ConfigFacts {
  readonly architecture?: string
  readonly family?: string
  readonly quantization?: string
  /** `torch_dtype=bfloat16`: with which precision it is loaded unless it is told otherwise */
  readonly precision: readonly string[]
  readonly contextLength?: number
  readonly hyperparameters: Hyperparameters
  readonly library?: string
  /** `auto_map`: code of the repository that loading the model would run */
  readonly autoMap: readonly string[]
}
