import {severities} from '../../inventory/severity.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'
import {formatCount, plural} from '../amounts.ts'

/** What the counts are of: the product, with the rest in one line, or everything. */
export type CountScope = 'product' | 'all'

/** How many assets of each kind, as label and value. */
export function countRows(result: GenerateResult, scope: CountScope): [label: string, value: string][] {
  const counts = scope === 'product' ? result.product : result.counts
  const rows: [string, string][] = [
    ['models', formatCount(counts.model)],
    ['weights', plural(counts.weights, 'file')],
    ['data sets', formatCount(counts.dataset)],
    ['services', formatCount(counts.service)],
    ['agents', formatCount(counts.agent)],
    ['MCP servers', formatCount(counts['mcp-server'])],
    ['tools', formatCount(counts.tool)],
    ['prompts', formatCount(counts.prompt)],
    ...(counts.guardrail === 0 ? [] : [['guardrails', formatCount(counts.guardrail)] as [string, string]]),
    ['packages', packageCounts(result.packages)],
  ]
  if (counts.bom > 0)
    rows.push(['BOMs found', `${formatCount(counts.bom)}, listed and not read: aibom review FILE judges one`])
  const judged = judgedText(result)
  if (judged !== '') rows.push(['findings', judged])
  const others = scope === 'product' ? elsewhere(result.elsewhere) : ''
  return others === '' ? rows : [...rows, ['elsewhere', `${others} (in the BOM; count them in with --scope all)`]]
}

/** What is told above are findings in files; most rules judge the assets, and `check` tells theirs. */
function judgedText({judged}: GenerateResult): string {
  const parts = severities.flatMap(severity =>
    judged[severity] === 0 ? [] : [`${formatCount(judged[severity])} ${severity}`],
  )
  return parts.length === 0 ? '' : `${parts.join(', ')} by the rules of aibom check`
}

/** True when not a single asset was found. */
export function isEmpty({counts}: GenerateResult): boolean {
  return Object.values(counts).every(count => count === 0)
}

/**
 * What is only in files of assistants and CI, tests, examples, documentation or other people's code: in the BOM, but not
 * what the product uses.
 */
function elsewhere({development, example, test, docs, vendored}: GenerateResult['elsewhere']): string {
  const parts = [
    ['for coding assistants and CI', development],
    ['in examples', example],
    ['in tests', test],
    ['in documentation', docs],
    ['in vendored code', vendored],
  ] as const
  return parts
    .filter(([, count]) => count > 0)
    .map(([where, count]) => `${formatCount(count)} ${where}`)
    .join(', ')
}

function packageCounts({npm, pypi, conda}: GenerateResult['packages']): string {
  const always = `${formatCount(npm)} npm, ${formatCount(pypi)} PyPI`
  return conda === 0 ? always : `${always}, ${formatCount(conda)} conda`
}
