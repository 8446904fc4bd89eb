import type {ReviewContext} from '../context.ts'
import {type Part, propertiesOf} from '../view.ts'

const verbs: readonly (readonly [property: string, verb: string])[] = [
  ['aibom:reach:executes', 'run'],
  ['aibom:reach:reads', 'read'],
  ['aibom:reach:writes', 'write'],
  ['aibom:reach:network', 'reach'],
  ['aibom:reach:auto-approves', 'do without asking:'],
  ['aibom:agent:tool', 'use the tool'],
]
/** What other tools call it. */
const foreignPattern = /(?:permission|capabilit|allowed[-_]?tools?|tools?|scope|access)s?$/i
const acting =
  /\b(?:shell|bash|exec(?:ute)?|terminal|command|subprocess|write|delete|filesystem|file_system|browser|network|http|deploy|payment|email|sudo|admin|root|\*)\b/i
const asking = /\b(?:approval|approve|confirm|human|review|ask)/i

/** What an agent or server may do, in words, with where it is said. */
export function reachOf({node, pointer}: Part): {readonly text: string; readonly at: string}[] {
  const own = verbs.flatMap(([property, verb]) =>
    propertiesOf(node, property).map(value => ({text: `${verb} ${value}`, at: `${pointer}/properties`})),
  )
  const command = propertiesOf(node, 'aibom:mcp:command').map(value => ({text: `start ${value}`, at: `${pointer}/properties`}))
  if (own.length > 0 || command.length > 0) return [...own, ...command]
  const list = Array.isArray(node['properties']) ? node['properties'] : []
  return list.flatMap((item: unknown, index: number) => {
    if (typeof item !== 'object' || item === null || !('name' in item) || !('value' in item)) return []
    const {name, value} = item
    return typeof name === 'string' && typeof value === 'string' && foreignPattern.test(name)
      ? [{text: `${name}: ${value}`, at: `${pointer}/properties/${index}`}]
      : []
  })
}

/** Agents that act on their own. */
export function checkAgents({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'agent' && part.role !== 'mcp-server') continue
    const wide = reachOf(part).filter(
      ({text}) => text.startsWith('run ') || text.startsWith('do without') || (acting.test(text) && !asking.test(text)),
    )
    if (wide.length === 0) continue
    const message = `${part.name} may ${wide
      .slice(0, 5)
      .map(({text}) => text)
      .join('; ')}`
    notes.find('agent-wide', {subject: part.name, message, evidence: wide.slice(0, 5).map(({at, text}) => notes.cite(at, text))})
  }
}
