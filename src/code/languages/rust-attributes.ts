import type {Argument, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'

interface Attribute {
  readonly start: number
  readonly end: number
  readonly value: Value
}

/** Attributes that no item has taken yet. */
const pending = new WeakMap<ModuleBuilder, Attribute[]>()
/** Longer ones are tables of something. */
const lengthLimit = 2000
const attribute = /^#\[\s{0,5}(?:\w{1,60}::){0,5}(\w{1,60})\s{0,5}(?:\(([\s\S]{0,1900}))?/
const given = /(?:^|,)\s{0,40}(\w{1,60})\s{0,5}(?:=\s{0,5}"([^"\\]{0,1000})"|(?=[,)]))/g

/** `#[tool(name = "x")]`: the decorator of the item that follows. */
export function visitAttribute(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const [start, end] = [tree.start(node), tree.end(node)]
  const [, name, inner = ''] = end - start > lengthLimit ? [] : (attribute.exec(builder.text(node)) ?? [])
  if (name === undefined) return
  const line = builder.line(node)
  const args = [...inner.matchAll(given)].map(([, key = '', text]): Argument => {
    return text === undefined
      ? {value: {kind: 'text', text: key, line}, line}
      : {name: key, value: {kind: 'text', text, line}, line}
  })
  const value: Value = {kind: 'call', callee: {kind: 'name', name, line}, args, line}
  const waiting = pending.get(builder)
  if (waiting === undefined) pending.set(builder, [{start, end, value}])
  else waiting.push({start, end, value})
}

/** The attributes that stand right before an item, in order. */
export function attributesBefore(builder: ModuleBuilder, node: number): Value[] {
  const {tree} = builder
  const waiting = pending.get(builder) ?? []
  const found: Value[] = []
  let at = tree.start(node)
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (at - one.end > 200 || tree.text.slice(one.end, at).trim() !== '') break
    found.unshift(one.value)
    at = one.start
  }
  waiting.length = 0
  return found
}
