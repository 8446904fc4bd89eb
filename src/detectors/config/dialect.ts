import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'

/** What the readers of a document are told of the file it is from. */
export interface StructuredFile {
  readonly path: string
  /** stands as text inside another file: no detector but this one sees it */
  readonly isEmbedded: boolean
  readonly lines: readonly string[]
  readonly isAboutModels: boolean
  readonly isAboutTraining: boolean
  readonly isAboutOllama: boolean
  readonly isAboutTorchtune: boolean
  readonly level: Level
  /** reads a document that stands as text inside another one */
  readonly readEmbedded: (text: string, name: string, line: number) => void
}

/** A document that a dialect reads before the rules of keys do. */
export interface DialectInput {
  readonly document: StructuredDocument
  readonly file: StructuredFile
  readonly into: Collector
  /** what the dialect has read itself: the rules of keys pass it by */
  readonly take: (path: readonly (string | number)[]) => void
}
