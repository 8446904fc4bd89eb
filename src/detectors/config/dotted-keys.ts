import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'

/** Programs that read `spring.ai.openai.base-url: x` like the same words on lines of their own, by the first of them. */
const roots: ReadonlySet<string> = new Set(['spring', 'quarkus', 'langchain4j', 'micronaut'])
/** Records inside each other, and words of one key; configurations have less than ten. */
const depthLimit = 30

type Path = readonly (string | number)[]
type Tree = Record<string, unknown>

/** Where a value of the tree is written, by its path in the tree. */
type Sources = Map<string, Path>

/** The document with its dotted keys taken apart, where it configures a program that reads them so. */
export function withoutDottedKeys(document: StructuredDocument): StructuredDocument {
  const root = asRecord(document.value)
  if (root === undefined || !Object.keys(root).some(key => roots.has(key.split('.', 1)[0] ?? ''))) return document
  const sources: Sources = new Map()
  const value = emptyTree()
  addRecord(root, value, {from: [], to: []}, sources)
  return {value, lineOf: path => lineOf(path, document, sources)}
}

function addRecord(record: UnknownRecord, into: Tree, at: {from: Path; to: Path}, sources: Sources): void {
  for (const [key, value] of Object.entries(record)) {
    const words = key.split('.', depthLimit)
    const [from, to] = [
      [...at.from, key],
      [...at.to, ...words],
    ]
    for (let length = at.to.length + 1; length <= to.length; length++) {
      const place = placeOf(to.slice(0, length))
      if (!sources.has(place)) sources.set(place, from)
    }
    const last = words.pop() ?? ''
    const target = words.reduce(childOf, into)
    const inner = asRecord(value)
    if (inner === undefined || to.length > depthLimit) target[last] = value
    else addRecord(inner, childOf(target, last), {from, to}, sources)
  }
}

/** Without a prototype: a key may be called `__proto__`. */
function emptyTree(): Tree {
  return Object.create(null) as Tree
}

function childOf(tree: Tree, key: string): Tree {
  const child = asRecord(tree[key]) as Tree | undefined
  if (child !== undefined) return child
  const made = emptyTree()
  tree[key] = made
  return made
}

function lineOf(path: Path, document: StructuredDocument, sources: Sources): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const source = sources.get(placeOf(path.slice(0, length)))
    if (source !== undefined) return document.lineOf([...source, ...path.slice(length)])
  }
  return undefined
}

function placeOf(path: Path): string {
  return path.join('\0')
}
