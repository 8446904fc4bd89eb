import ts from 'typescript'
import type {Mutant} from './mutate.ts'

type Numbered = Mutant & {readonly id: number}

/**
 * A source file in which every mutant is there and none is active: `globalThis.mutant(id)` says at each place, when the
 * program comes by, whether the mutant is on.
 * @param text TypeScript; types stay in it
 */
export function instrument(text: string, mutants: readonly Numbered[]): string {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  const left = new Set(mutants)
  const take = (start: number, end: number, fits: (mutant: Numbered) => boolean = () => true): Numbered[] => {
    const found = [...left].filter(mutant => mutant.start === start && mutant.end === end && fits(mutant))
    for (const mutant of found) left.delete(mutant)
    return found
  }
  const emit = (node: ts.Node): string => {
    const [start, end] = [node.getStart(source), node.getEnd()]
    const isStatement = ts.isStatement(node)
    const own =
      isStatement || ts.isExpression(node) ? take(start, end, ({after}) => (after === ';') === isStatement) : []
    return own.reduce((inner, {id, after}) => wrapped(inner, id, after), withChildren(node, start, end))
  }
  const withChildren = (node: ts.Node, start: number, end: number): string => {
    if (ts.isBinaryExpression(node)) {
      const {operatorToken: operator, left: first, right: second} = node
      const found = take(operator.getStart(source), operator.getEnd())
      if (found.length > 0) {
        const [one, two] = [emit(first), emit(second)]
        return found.reduce(
          (inner, {id, after}) => `(globalThis.mutant(${id}) ? (${one} ${after} ${two}) : ${inner})`,
          `(${one} ${operator.getText()} ${two})`,
        )
      }
    }
    if (ts.isPropertyAccessExpression(node)) {
      const [found] = take(node.name.getStart(source), node.name.getEnd())
      if (found !== undefined)
        return `${emit(node.expression)}${node.questionDotToken === undefined ? '' : '?.'}[globalThis.mutant(${found.id}) ? '${found.after}' : '${node.name.text}']`
    }
    let shown = ''
    let at = start
    ts.forEachChild(node, child => {
      if (ts.isTypeNode(child)) return
      const from = child.getStart(source)
      shown += text.slice(at, from) + emit(child)
      at = child.getEnd()
    })
    return shown + text.slice(at, end)
  }
  return text.slice(0, source.getStart()) + emit(source) + text.slice(source.getEnd())
}

function wrapped(inner: string, id: number, after: string): string {
  // in a block of its own, or an `else` behind it would be the new one's
  if (after === ';') return `{if (!globalThis.mutant(${id})) {${inner}}}`
  const changed = after.startsWith('!(')
    ? `!(${inner})`
    : inner.startsWith('!') && !after.startsWith('!') && after !== 'true' && after !== 'false' && !after.startsWith('(')
      ? inner.slice(1)
      : after
  return `(globalThis.mutant(${id}) ? (${changed}) : (${inner}))`
}
