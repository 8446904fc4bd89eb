import {toolDefinitionDiffers} from '../../rules/tool-definition-differs.ts'
import type {DeclaredTool} from '../declared/declared.ts'
import {composingFrameworks} from '../dialects/dialect-of.ts'
import type {SeenDefinition} from '../observations.ts'
import {type Case, declaredText, looseName} from './case.ts'
import {type CannotTell, countText, serviceText, type Verdict} from './verdict.ts'

/** What telemetry says of tools against what is declared of them. */
export interface ToldTools {
  readonly verdicts: readonly Verdict[]
  readonly cannotTell: readonly CannotTell[]
  /** definitions that are another than declared */
  readonly differing: ReadonlySet<SeenDefinition>
}

/** Names in one sentence. */
const shownNames = 5

/**
 * Descriptions and definitions of tools that a model was given, against those that are declared of tools of the same
 * name. What one of both sides does not hold cannot be told.
 */
export function toldToolVerdicts(at: Case): ToldTools {
  const declared = at.declared.flatMap(({tools}) => tools)
  const isComposed = at.declared.some(({frameworks}) => frameworks.some(name => composingFrameworks.test(name)))
  const verdicts = new Map<string, Verdict>()
  const differing = new Set<SeenDefinition>()
  const open = {whole: new Set<string>(), parameters: new Set<string>()}
  for (const seen of at.now.definitions.values()) {
    const same = declared.filter(({names}) => names.some(name => looseName(name) === looseName(seen.tool)))
    if (same.length === 0) continue
    const what = isComposed || composingFrameworks.test(seen.scope) ? 'unknown' : compare(seen, same)
    if (what === 'unknown') open.whole.add(seen.tool)
    else if (what === 'same description' && seen.isPart !== true) open.parameters.add(seen.tool)
    else if (what === 'description' || what === 'parameters') {
      differing.add(seen)
      add(verdicts, differs(seen, same, what, at))
    }
  }
  return {verdicts: [...verdicts.values()], differing, cannotTell: notTold(open, at)}
}

/** What an agent, its calls and the run of a tool tell alike is told once, by the record that tells it most often. */
function add(verdicts: Map<string, Verdict>, verdict: Verdict): void {
  const key = [verdict.name, ...(verdict.after ?? [])].join('\0')
  const known = verdicts.get(key)
  if ((known?.sighting?.count ?? 0) < (verdict.sighting?.count ?? 0)) verdicts.set(key, verdict)
}

type Comparison = 'same' | 'same description' | 'description' | 'parameters' | 'unknown'

function compare({digest, description, isPart}: SeenDefinition, declared: readonly DeclaredTool[]): Comparison {
  const definitions = declared.flatMap(tool => tool.definitions)
  if (definitions.includes(digest)) return 'same'
  const descriptions = declared.flatMap(tool => tool.descriptions)
  if (description === undefined || descriptions.length === 0) return 'unknown'
  if (!descriptions.includes(description)) return 'description'
  if (isPart === true) return 'same description'
  return definitions.length > 0 && declared.every(tool => tool.definitions.length > 0)
    ? 'parameters'
    : 'same description'
}

function differs(
  {tool, digest, description, sighting}: SeenDefinition,
  declared: readonly DeclaredTool[],
  what: 'description' | 'parameters',
  at: Case,
): Verdict {
  const isDescription = what === 'description'
  const before = declared.flatMap(one => (isDescription ? one.descriptions : one.definitions))
  const message = `the ${what} of the tool ${tool} in ${serviceText(at.now.name)} ${isDescription ? 'is' : 'are'} not what ${declaredText(at)} has: ${countText(sighting)}`
  return {
    rule: toolDefinitionDiffers,
    service: at.now.name,
    kind: 'tool',
    name: tool,
    message,
    sighting,
    before: [...new Set(before)].map(hex => `sha256:${hex}`),
    after: [`sha256:${isDescription ? (description ?? digest) : digest}`],
  }
}

function notTold(open: {readonly whole: ReadonlySet<string>; readonly parameters: ReadonlySet<string>}, at: Case) {
  const sentence = (what: string, tools: ReadonlySet<string>, why: string): CannotTell[] => {
    const names = [...tools].sort()
    if (names.length === 0) return []
    const shown = names.slice(0, shownNames).join(', ')
    const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : ''
    const message = `${what} of ${shown}${more} in ${serviceText(at.now.name)} cannot be compared with ${declaredText(at)}: ${why}`
    return [{service: at.now.name, message}]
  }
  return [
    ...sentence('the definitions', open.whole, 'one of the two does not contain the text'),
    ...sentence('the parameters', open.parameters, 'it has their descriptions alone'),
  ]
}
