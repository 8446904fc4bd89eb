import type {PlacedProblem} from '../bom/check/check-document.ts'
import type {Inventory} from '../inventory/inventory.ts'
import type {PolicyEffect} from './by-policy.ts'
import type {Notebook} from './notes.ts'
import type {BomView} from './view.ts'

/** One file that the BOM states, held against the bytes at hand. */
export interface ComparedFile {
  /** bom-ref or name */
  readonly subject: string
  readonly status: 'confirmed' | 'contradicted' | 'missing' | 'open'
  readonly message: string
  /** what it was held against; bytes at hand where it is not said */
  readonly source?: 'artifact' | 'registry'
}

/** What is known of the thing itself. */
export interface Artifact {
  /** `weights/`, `hf:acme/tiny` */
  readonly shown: string
  readonly source: 'artifact' | 'registry'
  readonly inventory: Inventory
  /** every file of a folder at hand, from its root */
  readonly paths?: readonly string[]
  /** the texts of licenses beside the weights, by what the identifier of each begins with */
  readonly licenceTexts?: readonly {readonly path: string; readonly family: string}[]
  /** what an inspection of the folder makes of its model files; where it is absent, the findings of the inventory count */
  readonly judged?: readonly JudgedFile[]
}

/** A model file with what was found in it. */
export interface JudgedFile {
  readonly path: string
  readonly findings: readonly {
    readonly rule: string
    readonly message: string
    readonly verdict: 'safe' | 'unknown' | 'unsafe'
  }[]
}

/** A name that a registry was asked for. */
export interface RegistryAnswer {
  readonly kind: 'model' | 'dataset'
  readonly name: string
  readonly found: boolean
  readonly message: string
}

/** The end of a hosted model. */
export interface ModelEnd {
  readonly isRetired: boolean
  /** a sentence, with the day and what takes its place where they are known */
  readonly message: string
}

/** All that a review rests on. */
export interface ReviewContext {
  readonly view: BomView
  readonly notes: Notebook
  readonly problems: readonly PlacedProblem[]
  /** the BOM was made by aibom just now, of the thing itself */
  readonly isOwn: boolean
  readonly files: readonly ComparedFile[]
  readonly artifacts: readonly Artifact[]
  readonly answers: readonly RegistryAnswer[]
  readonly signature: SignatureVerdict | undefined
  readonly purpose: string | undefined
  /** what a policy makes of the findings */
  readonly effect?: PolicyEffect | undefined
  /**
   * What the provider of a hosted model has published of its end; undefined where it has named none, or nobody knows
   * @param provider slug
   */
  readonly endOf?: (provider: string, model: string) => ModelEnd | undefined
  /** milliseconds since the epoch */
  readonly nowMs: number
}

/** What the verification of the BOM's own signature came to. */
export interface SignatureVerdict {
  readonly status: 'verified' | 'invalid' | 'unsigned' | 'unverifiable'
  readonly message: string
  readonly signer?: string | undefined
}
