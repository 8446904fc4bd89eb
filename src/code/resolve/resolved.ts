import {
  type Call,
  type Entry,
  type ImportTarget,
  type Language,
  linePlace,
  type Module,
  type Scope,
  type Value,
} from '../module.ts'
import type {Budget} from '../tree/budget.ts'

/** Where names are looked up. */
export interface Context {
  readonly module: Module
  readonly scope: Scope
}

/** A file of the repository and the line in it, from 1; of a notebook the cell too, from 0. */
export interface Place {
  readonly path: string
  readonly line: number
  readonly cell?: number
}

/**
 * What a value is once names, members, calls of known functions and other files have been followed as far as they go.
 */
export type Resolved =
  | {readonly kind: 'text'; readonly text: string; readonly place: Place}
  /** known parts in order, with the name of what is unknown between them */
  | {readonly kind: 'partial'; readonly parts: readonly (string | Hole)[]; readonly place: Place}
  | {readonly kind: 'scalar'; readonly value: number | boolean | null; readonly place: Place}
  | {readonly kind: 'list'; readonly items: readonly Value[]; readonly context: Context; readonly place: Place}
  | {readonly kind: 'map'; readonly entries: readonly Entry[]; readonly context: Context; readonly place: Place}
  /** something of another package; `()` in the path stands for a call, `made` is the last one */
  | {
      readonly kind: 'symbol'
      readonly module: string
      readonly path: readonly string[]
      readonly made?: Made
      readonly place: Place
    }
  | {readonly kind: 'definition'; readonly scope: Scope; readonly context: Context; readonly place: Place}
  /** an object of a class of this repository */
  | {
      readonly kind: 'instance'
      readonly scope: Scope
      readonly context: Context
      readonly made: Made
      readonly place: Place
    }
  | {
      readonly kind: 'dynamic'
      readonly source: 'environment' | 'parameter' | 'file' | 'unknown'
      readonly name: string
      readonly place: Place
      /** of a parameter: the function that takes it */
      readonly of?: Scope
    }

/** What is unknown in a text: its name in the source, and what stands there as far as it was followed. */
export interface Hole {
  readonly hole: string
  readonly value?: Resolved | undefined
}

/** What is resolved of one kind: `ResolvedOf<'text'>`. */
export type ResolvedOf<K extends Resolved['kind']> = Extract<Resolved, {kind: K}>

/** A text with the names of what is filled in, in braces. */
export function writtenText(value: ResolvedOf<'text' | 'partial'>): string {
  return value.kind === 'text'
    ? value.text
    : value.parts.map(part => (typeof part === 'string' ? part : `{${part.hole}}`)).join('')
}

/** A call with the place where its arguments' names are looked up. */
export interface Made {
  readonly call: Call
  readonly context: Context
}

/** Where a line of a module stands in its file. */
export function placeOf(module: Module, line: number): Place {
  return {path: module.path, ...linePlace(module, line)}
}

/** Finds the modules that imports name. `missing` when it may be a file of the repository that was not read yet. */
export interface Modules {
  find(
    from: Module,
    target: ImportTarget,
  ): {readonly module: Module; readonly path: readonly string[]} | 'missing' | undefined
}

/** The text that a library's constant stands for. */
export type ConstantOf = (language: Language, module: string, path: readonly string[]) => string | undefined

/** What idioms, members and parameters need of the resolver. */
export interface Resolving {
  readonly budget: Budget
  readonly constantOf: ConstantOf
  resolve(value: Value, context: Context): readonly Resolved[]
  given(module: Module, path: readonly string[]): readonly Resolved[] | undefined
}
