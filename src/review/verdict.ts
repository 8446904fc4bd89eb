import {isCommit} from '../lib/names/commit.ts'
import type {ReviewContext} from './context.ts'
import {isResearch} from './facts/purpose.ts'
import type {ReviewResult} from './review-result.generated.ts'
import {makerOf, supplierOf, topOf} from './view.ts'

type Finding = ReviewResult['findings'][number]

/** Reasons that are told at the top; all are in the list of findings. */
const reasonsShown = 5

/** What it is, who made it: one sentence. */
export function subjectOf({view}: ReviewContext, fallback: string): ReviewResult['subject'] {
  const top = topOf(view)
  const name = top?.name || fallback
  const version = top?.node['version']
  const maker = makerOf(top?.node ?? {}) ?? supplierOf(view.metadata)
  const itself =
    top === undefined
      ? undefined
      : view.models.find(model => model === top || model.name === top.name || model.name.endsWith(`/${top.name}`))
  const kind =
    itself !== undefined
      ? 'a model'
      : top?.node['type'] === 'application' || top === undefined
        ? 'a product'
        : `a ${String(top.node['type'])}`
  const itemised = amountsOf(view, [top, itself])
  const by = maker === undefined ? 'It does not name a manufacturer.' : `Made by ${maker}.`
  const parts = itemised.length === 0 ? 'It lists nothing.' : `It lists ${itemised.join(', ')}.`
  if (top === undefined) return {name, what: `The BOM does not say what it describes. ${by} ${parts}`}
  // a commit stands in the heading, and nobody reads it in a sentence
  const release = typeof version === 'string' && !isCommit(version) ? ` ${version}` : ''
  const what = `${name}${release} is ${kind}. ${by} ${parts}`
  return {name, ...(typeof version === 'string' && {version}), ...(maker !== undefined && {maker}), what}
}

/**
 * How many parts of each kind, as `aibom list` counts them: what models derive from is told apart from the models that
 * are reviewed.
 */
function amountsOf({models, datasets, parts, services}: ReviewContext['view'], itself: readonly unknown[]): string[] {
  const countOf = (...roles: readonly string[]): number => parts.filter(({role}) => roles.includes(role)).length
  const reviewed = new Set(models.filter(part => !itself.includes(part)).map(({name}) => name))
  const origins = parts.filter(part => part.role === 'model' && !models.includes(part) && !reviewed.has(part.name))
  const others = parts.filter(part => part.role === 'other' && !part.isOrigin && !itself.includes(part))
  return [
    amount(reviewed.size, 'model', 'models'),
    amount(new Set(origins.map(({name}) => name)).size, 'base model', 'base models'),
    amount(new Set(datasets.map(({name}) => name)).size, 'data set', 'data sets'),
    amount(countOf('weights'), 'file of weights', 'files of weights'),
    amount(services.length, 'service', 'services'),
    amount(countOf('agent'), 'agent', 'agents'),
    amount(countOf('mcp-server'), 'MCP server', 'MCP servers'),
    amount(countOf('tool'), 'tool', 'tools'),
    amount(countOf('prompt'), 'prompt', 'prompts'),
    amount(others.length, 'other component', 'other components'),
  ].filter(text => text !== undefined)
}

function amount(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`
}

/** May it be used, and what stands against it. Never a yes of our own: nobody knows what was not stated. */
export function verdictOn(
  findings: readonly Finding[],
  context: ReviewContext,
  heldAgainst: readonly string[],
): ReviewResult['verdict'] {
  const purpose = context.purpose === undefined ? '' : ` for “${context.purpose}”`
  const stops = stopsAmong(findings, context.purpose)
  const [first] = stops
  if (first !== undefined)
    return {
      answer: 'no',
      headline: `Do not use it${purpose}: ${stopWords(first)}.`,
      reasons: reasonsOf(stops, findings),
    }
  const serious = findings.filter(({severity}) => severity === 'critical' || severity === 'high')
  if (serious.length > 0) {
    const points = serious.length === 1 ? 'one serious issue is open' : `${serious.length} serious issues are open`
    return {answer: 'not-yet', headline: `Not yet${purpose}: ${points}.`, reasons: reasonsOf(serious, findings)}
  }
  const lesser = findings.filter(({severity}) => severity === 'medium')
  const rest =
    lesser.length === 0
      ? ''
      : `; ${lesser.length === 1 ? 'one minor issue is' : `${lesser.length} minor issues are`} open`
  const limit =
    heldAgainst.length === 0
      ? 'This is based only on the BOM: nothing was compared with the files or a registry.'
      : `The BOM was compared with ${heldAgainst.join(', ')}.`
  return {
    answer: 'as-stated',
    headline: `No serious problem found${purpose}${rest}.`,
    reasons: [...reasonsOf(lesser, findings), {text: limit}],
  }
}

/** What alone is enough for a no. */
function stopsAmong(findings: readonly Finding[], purpose: string | undefined): Finding[] {
  const isCommercial = purpose !== undefined && !isResearch(purpose)
  const isStop = ({contradicts, name}: Finding): boolean =>
    contradicts || name === 'file-unsafe' || (isCommercial && name === 'licence-no-commerce')
  return findings.filter(isStop)
}

function stopWords({contradicts, name}: Finding): string {
  if (contradicts) return 'the BOM contradicts the evidence'
  return name === 'file-unsafe' ? 'a file is unsafe to load' : 'the license does not allow it'
}

function reasonsOf(list: readonly Finding[], all: readonly Finding[]): ReviewResult['verdict']['reasons'] {
  return list
    .slice(0, reasonsShown)
    .map(finding => ({text: `${finding.title}: ${finding.message}`, finding: all.indexOf(finding)}))
}
