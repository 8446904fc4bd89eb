import {groupBy} from '../../lib/group.ts'
import {toolDefinitionDiffers} from '../../rules/tool-definition-differs.ts'
import type {SeenDefinition, ServiceObservation} from '../observations.ts'
import type {Case} from './case.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

const shortDigest = 12

/**
 * Tools whose description or parameters are others than before, in one instrumentation: two of them may write one
 * definition in two ways.
 * @param told those that are said to be another than declared
 */
export function definitionVerdicts({now, before}: Case, told: ReadonlySet<SeenDefinition>): Verdict[] {
  const earlier = before === undefined ? new Map<string, SeenDefinition[]>() : definitionsOf(before)
  const changes = [...definitionsOf(now)].map(([key, definitions]) => {
    const known = earlier.get(key)
    const others =
      known === undefined ? replaced(definitions) : definitions.filter(({digest}) => !hasDigest(known, digest))
    const before = known?.[0] ?? byTime(definitions)[0]
    return others.filter(one => !told.has(one)).map(one => ({one, before}))
  })
  // an agent, its calls and the run of a tool tell of one change: the fullest of them, told first
  const byTool = groupBy(
    changes.filter(([first]) => first !== undefined).sort((a, b) => Number(isPart(a)) - Number(isPart(b))),
    ([first]) => first?.one.tool ?? '',
  )
  return [...byTool.values()].flatMap(([fullest = []]) =>
    fullest.map(({one, before}) => differs(one, before, now.name)),
  )
}

function isPart([first]: readonly {readonly one: SeenDefinition}[]): boolean {
  return first?.one.isPart === true
}

function hasDigest(definitions: readonly SeenDefinition[], digest: string): boolean {
  return definitions.some(one => one.digest === digest)
}

function definitionsOf({definitions}: ServiceObservation): Map<string, SeenDefinition[]> {
  // what the span of a run says and what a model was told are compared apart
  return groupBy(
    definitions.values(),
    ({scope, by = '', tool, isPart = false}) => `${scope}\0${by}\0${tool}\0${isPart}`,
  )
}

/**
 * Of one run: the old definition ended before the new one began; two that go side by side are two tools of one name.
 */
function replaced(definitions: readonly SeenDefinition[]): SeenDefinition[] {
  const [first, ...rest] = byTime(definitions)
  return rest.filter(one => first !== undefined && first.sighting.lastMs < one.sighting.firstMs)
}

function byTime(definitions: readonly SeenDefinition[]): SeenDefinition[] {
  return definitions.toSorted((a, b) => a.sighting.firstMs - b.sighting.firstMs)
}

function differs(
  {tool, digest, sighting}: SeenDefinition,
  before: SeenDefinition | undefined,
  service: string,
): Verdict {
  const old = before?.digest.slice(0, shortDigest) ?? ''
  const message = `the definition of the tool ${tool} in ${serviceText(service)} changed from sha256 ${old}… to ${digest.slice(0, shortDigest)}…: ${countText(sighting)}`
  return {
    rule: toolDefinitionDiffers,
    service,
    kind: 'tool',
    name: tool,
    message,
    sighting,
    before: [`sha256:${before?.digest ?? ''}`],
    after: [`sha256:${digest}`],
  }
}
