import {groupBy} from '../../lib/group.ts'
import {toolDefinitionDiffers} from '../../rules/tool-definition-differs.ts'
import type {SeenDefinition, ServiceObservation} from '../observations.ts'
import type {Case} from './case.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

const shortDigest = 12

/**
 * Tools whose description or parameters are others than before, in one instrumentation: two of them may write one
 * definition in two ways.
 */
export function definitionVerdicts({now, before}: Case): Verdict[] {
  const earlier = before === undefined ? new Map<string, SeenDefinition[]>() : definitionsOf(before)
  return [...definitionsOf(now)].flatMap(([key, definitions]) => {
    const known = earlier.get(key)
    return known === undefined
      ? replaced(definitions, now.name)
      : definitions
          .filter(({digest}) => !known.some(one => one.digest === digest))
          .map(one => differs(one, known[0], now.name))
  })
}

function definitionsOf({definitions}: ServiceObservation): Map<string, SeenDefinition[]> {
  return groupBy(definitions.values(), ({scope, tool}) => `${scope}\0${tool}`)
}

/**
 * Of one run: the old definition ended before the new one began; two that go side by side are two tools of one name.
 */
function replaced(definitions: readonly SeenDefinition[], service: string): Verdict[] {
  const [first, ...rest] = [...definitions].sort((a, b) => a.sighting.firstMs - b.sighting.firstMs)
  return rest.flatMap(one =>
    first !== undefined && first.sighting.lastMs < one.sighting.firstMs ? [differs(one, first, service)] : [],
  )
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
