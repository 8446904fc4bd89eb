import {addTo} from '../../lib/group.ts'
import type {Message} from '../message.ts'

/** Functions nest some three deep, and graphs in them. */
const depthLimit = 64

/**
 * The first function of the model that comes to call itself, which the format forbids and loaders unfold without an
 * end.
 */
export function findRecursion(functions: readonly Message[]): string | undefined {
  const calls = new Map(
    functions.map(each => [nameOf(each.text(10), each.text(1)), new Set(calledIn(each.messages(7), 0))] as const),
  )
  const callers = new Map<string, string[]>()
  const open = new Map<string, number>()
  for (const [caller, called] of calls) {
    const own = [...called].filter(name => calls.has(name))
    open.set(caller, own.length)
    for (const name of own) addTo(callers, name, caller)
  }
  // what calls nothing that is left can be unfolded
  const ready = [...open].flatMap(([name, count]) => (count === 0 ? [name] : []))
  for (const name of ready) {
    open.delete(name)
    for (const caller of callers.get(name) ?? []) {
      const left = (open.get(caller) ?? 0) - 1
      open.set(caller, left)
      if (left === 0) ready.push(caller)
    }
  }
  return [...open.keys()].sort()[0]
}

function calledIn(nodes: readonly Message[], depth: number): string[] {
  return nodes.flatMap(node => {
    const graphs =
      depth > depthLimit
        ? []
        : node.messages(5).flatMap(attribute => [...attribute.messages(6), ...attribute.messages(11)])
    return [nameOf(node.text(7), node.text(4)), ...graphs.flatMap(graph => calledIn(graph.messages(1), depth + 1))]
  })
}

function nameOf(domain: string | undefined, name: string | undefined): string {
  return `${domain ?? ''}.${name ?? ''}`
}
