import type {PlacedProblem} from '../bom/check/check-document.ts'
import type {Inventory} from '../inventory/inventory.ts'
import type {UnknownRecord} from '../lib/narrow.ts'
import type {PolicyEffect} from './by-policy.ts'
import type {LayerCounts} from './facts/layer-counts.ts'
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
  /** what lies beside the weights of a folder at hand */
  readonly beside?: BesideWeights
  /** addresses without encryption in its code */
  readonly plainAddresses?: readonly PlainAddress[]
  /** what an inspection of the folder makes of its model files; where it is absent, the findings of the inventory count */
  readonly judged?: readonly JudgedFile[]
}

/** An address as code has it, and where. */
export interface PlainAddress {
  readonly path: string
  readonly line: number
  readonly address: string
}

/** What lies in the folders of the weights. */
export interface BesideWeights {
  /** texts of licenses, by what the identifier of each begins with */
  readonly licenceTexts: readonly {readonly path: string; readonly family: string}[]
  /** licenses as ONNX files state them in their metadata */
  readonly licencesInside: readonly {readonly path: string; readonly text: string}[]
  readonly cards: readonly CardAtHand[]
  readonly settings: readonly SettingsAtHand[]
  readonly layers: readonly LayerCounts[]
  /** commit of the hub that the hub's client noted when it fetched the files */
  readonly commit?: string
  /** how many tokens a tokenizer has */
  readonly vocabularies: readonly {readonly path: string; readonly size: number}[]
}

/** A model card beside the weights. */
export interface CardAtHand {
  readonly path: string
  /** all of it, its metadata too */
  readonly text: string
  readonly title?: string
  /** first paragraph */
  readonly summary?: string
  /** models that its metadata or its prose names as what it was made from */
  readonly bases: readonly string[]
  /** what one has to agree to before one gets the files */
  readonly gate?: string
}

/** A file of settings beside the weights. */
export interface SettingsAtHand {
  readonly path: string
  readonly values: UnknownRecord
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
  /** the BOM was SPDX, and is judged in the form of CycloneDX */
  readonly isSpdx?: boolean | undefined
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
