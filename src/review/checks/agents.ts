import {propertiesOf} from '../../bom/stated/node.ts'
import {indexedRecords} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {Notebook} from '../notes.ts'
import {type BomView, dependenciesOf, type Part} from '../view.ts'

const verbs: readonly (readonly [property: string, verb: string])[] = [
  ['aibom:reach:executes', 'run'],
  ['aibom:reach:reads', 'read'],
  ['aibom:reach:writes', 'write'],
  ['aibom:reach:network', 'reach'],
  ['aibom:reach:auto-approves', 'do without asking:'],
  ['aibom:agent:tool', 'use the tool'],
]
/** What other tools call it. */
const foreignPattern =
  /(?:permission|capabilit(?:y|ie)|allowed[-_]?tools?|tools?|scope|access|command|autonomy(?:[-_ ]?level)?|auto[-_ ]?approv(?:e|al|ed)|permission[-_ ]?mode|human[-_ ]?(?:in[-_ ]?the[-_ ]?loop|oversight|approval|review))s?$/i
/** Whether a person looks at it, and how far it goes alone. */
const oversightPattern =
  /human[-_ ]?(?:in[-_ ]?the[-_ ]?loop|oversight|approval|review)s?: ?(?:false|no|none|0|never)$|autonomy(?:[-_ ]?level)?: ?(?:(?:fully? )?(?:full|high|autonomous|unsupervised|unattended|independent|unrestricted)|5|l5|level 5)$|auto[-_ ]?approv(?:e|al|ed)s?:(?! ?(?:false|no|none|0|\[\])?$)|permission[-_ ]?mode: ?(?:bypass|accept|auto|yolo|full|danger)/i
const acting =
  /(?:^|[\W_])(?:shell|bash|exec(?:ute)?|terminal|command|subprocess|write|delete|filesystem|file_system|browser|network|http|deploy|payment|email|sudo|admin|root|\*)(?:$|[\W_])/i
const asking = /\b(?:approval|approve|confirm|human|review|ask)/i

/** What an agent or server may do, in words, with where it is said. */
export function reachOf({node, pointer, role}: Part): {readonly text: string; readonly at: string}[] {
  const own = verbs.flatMap(([property, verb]) =>
    propertiesOf(node, property).map(value => ({text: `${verb} ${value}`, at: `${pointer}/properties`})),
  )
  const command = propertiesOf(node, 'aibom:mcp:command').map(value => ({
    text: `start ${value}`,
    at: `${pointer}/properties`,
  }))
  if (own.length > 0 || command.length > 0) return [...own, ...command]
  const list = Array.isArray(node['properties']) ? node['properties'] : []
  return list.flatMap((item: unknown, index: number) => {
    if (typeof item !== 'object' || item === null || !('name' in item) || !('value' in item)) return []
    const {name, value} = item
    if (typeof name !== 'string' || typeof value !== 'string' || !foreignPattern.test(name)) return []
    const isStart = role === 'mcp-server' && /(?:^|[:._-])command$/i.test(name)
    return [{text: isStart ? `start ${value}` : `${name}: ${value}`, at: `${pointer}/properties/${index}`}]
  })
}

/** Agents that act on their own, and those of which nobody says what they may do. */
export function checkAgents({view, notes, isOwn}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'agent' && part.role !== 'mcp-server') continue
    const reach = [
      ...reachOf(part),
      ...toolsOf(part, view).map(({name, pointer}) => ({text: `use ${name}`, at: pointer})),
    ]
    if (reach.length === 0 && !isOwn && !part.isOrigin) tellUndisclosed(part, notes)
    checkStart(part, notes)
    const wide = reach.filter(({text}) => isWide(text))
    if (wide.length === 0) continue
    const message = `${part.name} may ${wide
      .slice(0, 5)
      .map(({text}) => text)
      .join('; ')}`
    notes.find('agent-wide', {
      subject: part.name,
      message,
      evidence: wide.slice(0, 5).map(({at, text}) => notes.cite(at, text)),
    })
  }
}

function isWide(text: string): boolean {
  if (text.startsWith('start ')) return false
  return (
    text.startsWith('run ') ||
    text.startsWith('do without') ||
    oversightPattern.test(text) ||
    (acting.test(text.replace(/https?:\/\/\S{0,500}/g, '')) && !asking.test(text))
  )
}

/** What the graph gives an agent: tools and servers that it depends on. */
function toolsOf(agent: Part, view: BomView): readonly Part[] {
  return dependenciesOf(agent, view).filter(({role}) => role === 'tool' || role === 'mcp-server')
}

function tellUndisclosed({name, pointer, role}: Part, notes: Notebook): void {
  const what = role === 'agent' ? 'agent' : 'MCP server'
  const message = `the BOM lists no tools and no permissions for the ${what} ${name}`
  notes.find('agent-undisclosed', {
    subject: name,
    message,
    severity: role === 'agent' ? 'medium' : 'low',
    evidence: [notes.cite(pointer, name)],
  })
}

const runnerPattern =
  /(?:^|\s)(?:npx|uvx|bunx|pnpm dlx|yarn dlx|pipx run)\s{1,9}(?:-{1,2}[\w-]{1,30}\s{1,9}){0,9}([@\w][\w@./=+-]{0,200})/

/** A program that fetches the newest version whenever it starts. */
function checkStart({node, pointer, name}: Part, notes: Notebook): void {
  for (const [index, {name: property, value}] of indexedRecords(node['properties'])) {
    const [, fetched] = /command$/i.test(String(property)) ? (runnerPattern.exec(String(value)) ?? []) : []
    if (fetched === undefined || /.@\d|==\d|@[0-9a-f]{7,64}$/.test(fetched)) continue
    const message = `${name} is started from ${fetched} without a version, so it always runs the newest one`
    notes.find('not-pinned', {
      subject: name,
      message,
      severity: 'medium',
      evidence: [notes.cite(`${pointer}/properties/${index}`, fetched)],
    })
  }
}
