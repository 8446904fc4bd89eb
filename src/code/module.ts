/** Which language's front end made a module. */
export type Language = 'python' | 'javascript' | 'go' | 'java' | 'kotlin' | 'csharp' | 'rust' | 'ruby' | 'php' | 'swift'

/** An expression as it is written, before any name in it is followed. Lines count from 1. */
export type Value =
  | {readonly kind: 'text'; readonly text: string; readonly line: number}
  | {readonly kind: 'scalar'; readonly value: number | boolean | null; readonly line: number}
  /** an f-string, a template literal, a concatenation: known and unknown parts in order */
  | {readonly kind: 'template'; readonly parts: readonly Value[]; readonly line: number}
  | {readonly kind: 'name'; readonly name: string; readonly line: number}
  | {readonly kind: 'member'; readonly of: Value; readonly key: string; readonly line: number}
  | {readonly kind: 'index'; readonly of: Value; readonly key: Value; readonly line: number}
  | Call
  /** `isSet` where the language writes it as one: what is asked whether something is in it */
  | {readonly kind: 'list'; readonly items: readonly Value[]; readonly line: number; readonly isSet?: true}
  | {readonly kind: 'map'; readonly entries: readonly Entry[]; readonly line: number}
  /** one of several: `a or b`, `a ?? b`, both branches of a condition, every assignment of a name */
  | {readonly kind: 'choice'; readonly options: readonly Value[]; readonly line: number}
  /** every member of a list in turn: the variable of a loop */
  | {readonly kind: 'each'; readonly of: Value; readonly line: number}
  /** what a parameter is given: its default, else what its callers pass */
  | {
      readonly kind: 'parameter'
      readonly name: string
      readonly position: number
      readonly of: Scope
      readonly default?: Value
      readonly line: number
    }
  /** a function or class of this module */
  | {readonly kind: 'definition'; readonly scope: Scope; readonly line: number}
  | {readonly kind: 'import'; readonly from: ImportTarget; readonly line: number}
  | {readonly kind: 'unknown'; readonly line: number}

/** The expression of one kind: `ValueOf<'member'>`. */
export type ValueOf<K extends Value['kind']> = Extract<Value, {kind: K}>

/** Also `new X()`, a JSX element, and what other languages build an object with. */
export interface Call {
  readonly kind: 'call'
  readonly callee: Value
  readonly args: readonly Argument[]
  readonly line: number
  /** a JSX element: its attributes are the arguments */
  readonly jsx?: boolean
  /** of a call to which another one's arguments were given: the call as the module has it */
  readonly written?: Call
}

/** An argument of a call, or a spread of several. */
export interface Argument {
  /** absent: positional */
  readonly name?: string
  readonly value: Value
  readonly line: number
  /** `*args`, `**options`, `...rest` */
  readonly spread?: boolean
}

/** An entry of a map, or a spread of another map. */
export interface Entry {
  /** absent: computed, or a spread */
  readonly key?: string
  /** the key as an expression, where it is no literal */
  readonly computed?: Value
  readonly value: Value
  readonly line: number
  readonly spread?: boolean
}

/** What an imported name stands for. */
export interface ImportTarget {
  /**
   * as written: `transformers.pipelines`, `.config`, `@ai-sdk/openai`, `./models`; CDN and `npm:` specifiers reduced to
   * the package
   */
  readonly module: string
  /** members below the module: empty for the module itself; `default` for a JavaScript default export */
  readonly path: readonly string[]
}

/** A block that holds names: the module, a function, a class, an enum. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class'
  readonly name: string
  readonly line: number
  readonly parent: Scope | undefined
  /** values by name, in the order of assignment; members for a class */
  readonly bindings: Map<string, Binding[]>
  /** what a function returns */
  readonly returns: Value[]
  /** what a class extends */
  readonly bases: Value[]
  readonly decorators: Value[]
  /** names of a function's parameters, without `self` */
  readonly parameters: string[]
  /** SHA-256 of the code of a decorated function or class, however it is laid out */
  digest?: string
}

/** A value that a name has been given; a name may have several. */
export interface Binding {
  readonly value: Value
  /** where the names in the value are looked up */
  readonly scope: Scope
  readonly line: number
  /** last line of the block that declares the name, where that is a part of a scope */
  readonly until?: number
}

/** A call, with where it stands. */
export interface CallSite {
  readonly call: Call
  readonly scope: Scope
  /** the variable, attribute, key or keyword it is assigned to */
  readonly target?: string
}

/** A value under a name: an assignment, a default, a key of a map, a keyword argument, a JSX attribute. */
export interface Naming {
  readonly name: string
  readonly value: Value
  readonly line: number
  readonly scope: Scope
  readonly via: 'assignment' | 'default' | 'member' | 'key' | 'argument'
  /** of `+=`: the value is added to what the name holds */
  readonly adds?: boolean
  /** of an assignment to a member: what it is a member of */
  readonly owner?: Value
  /** of a key or keyword argument: the map or call it stands in */
  readonly within?: Value
}

/** A line of the file, from 1; in a notebook with the index of the cell, from 0. */
export interface LinePlace {
  readonly line: number
  readonly cell?: number
}

/** One source file as its front end saw it: syntax alone, nothing of what a library means. */
export interface Module {
  readonly path: string
  readonly language: Language
  readonly root: Scope
  /** functions and classes, in order */
  readonly scopes: readonly Scope[]
  readonly calls: readonly CallSite[]
  readonly namings: readonly Naming[]
  /** modules imported, with the line of the import */
  readonly imports: readonly {readonly target: ImportTarget; readonly line: number}[]
  /** `from x import *`, `export * from 'x'` */
  readonly wildcards: readonly string[]
  /** names that the module gives to others, where they differ from its own (`export {a as b}`, `export default`) */
  readonly exports: ReadonlyMap<string, Value>
  /** members mentioned outside of calls, assignments and imports: `Model.GPT_4` */
  readonly references: readonly {readonly value: Value; readonly scope: Scope; readonly line: number}[]
  /** notebook: the place in the file of each line of the module; absent for plain files, where they are the same */
  readonly places?: readonly LinePlace[]
  /** lines that only tests have, where a file of the product holds some */
  readonly testLines?: readonly {readonly from: number; readonly to: number}[]
  /** line of the first place the grammar did not understand */
  readonly errorLine?: number
  /** what it did not understand; empty texts for what it misses */
  readonly refused?: readonly string[]
}

/** @returns where a line of a module stands in its file */
export function linePlace({places}: Module, line: number): LinePlace {
  return places === undefined ? {line} : (places[line - 1] ?? {line: 1})
}
