import type {Gap} from '../inventory/gap.ts'
import {terminalLines} from '../lib/escape/terminal.ts'
import type {GenerateResult} from '../pipeline/generate-result.generated.ts'
import {verdictOf} from '../rules/all.ts'
import {formatCount, plural} from './amounts.ts'

/** More are in the BOM; a terminal shows these. */
const gapsShown = 8
const unsafeShown = 4

/**
 * The summary of `aibom generate`: what was found, what was not read and why, what to do next.
 * @param scope whether the counts are the product's, with the rest in one line, or those of everything
 */
export function generateSummary(result: GenerateResult, scope: 'product' | 'all' = 'product'): string {
  const lines = [
    ...headLines(result),
    ...countLines(result, scope === 'product' ? result.product : result.counts),
    ...(scope === 'product' ? elsewhereLines(result.elsewhere) : []),
    ...safetyLines(result),
    ...unresolvedLines(result),
    ...gapLines(result.gaps),
    ...notEnteredLines(result),
    ...lostLines(result),
  ]
  return terminalLines(lines)
}

function headLines(result: GenerateResult): string[] {
  const {name, version, revision} = result.source
  const at = [version === revision ? undefined : version, revision?.slice(0, 12)].filter(part => part !== undefined).join(' at ')
  return [`${name}${at === '' ? '' : ` ${at}`} → ${result.output ?? 'stdout'} (CycloneDX ${result.spec})`]
}

function countLines({counts: all, packages}: GenerateResult, counts: GenerateResult['counts']): string[] {
  const rows: [string, string][] = [
    ['models', formatCount(counts.model)],
    ['weights', plural(counts.weights, 'file')],
    ['data sets', formatCount(counts.dataset)],
    ['services', formatCount(counts.service)],
    ['agents', `${formatCount(counts.agent)}, ${plural(counts['mcp-server'], 'MCP server')}, ${plural(counts.tool, 'tool')}`],
    ['prompts', formatCount(counts.prompt)],
    ['packages', packageCounts(packages)],
  ]
  if (counts.bom > 0) rows.push(['BOMs found', `${formatCount(counts.bom)}, listed and not read`])
  const nothing = Object.values(all).every(count => count === 0)
  return [
    ...rows.map(([label, value]) => `  ${label.padEnd(10)} ${value}`),
    ...(nothing ? ['  Nothing was recognised. That is not a proof that there is nothing: see what was not read'] : []),
  ]
}

/** Weight files that are unsafe, or not proven safe; what was found in the first of them. */
function safetyLines({findings}: GenerateResult): string[] {
  return (['unsafe', 'unknown'] as const).flatMap(verdict => {
    const own = findings.filter(({rule}) => verdictOf(rule) === verdict)
    const worse = new Set(verdict === 'unsafe' ? [] : findings.filter(({rule}) => verdictOf(rule) === 'unsafe').map(({asset}) => asset))
    const assets = [...new Set(own.map(({asset}) => asset))].filter(asset => !worse.has(asset))
    if (assets.length === 0) return []
    const shown = assets.slice(0, unsafeShown).map(asset => {
      const finding = own.find(each => each.asset === asset)
      return `  ${asset}  ${finding?.rule ?? ''} ${finding?.message ?? ''}`
    })
    const rest = assets.length - shown.length
    const label = verdict === 'unsafe' ? 'UNSAFE to load' : 'not proven safe to load'
    return [
      `${label}: ${plural(assets.length, 'weight file')}. More with: aibom inspect`,
      ...shown,
      ...(rest > 0 ? [`  … and ${formatCount(rest)} more, all listed in the BOM`] : []),
    ]
  })
}

/** What is only in tests, examples, documentation or other people's code: in the BOM, but not what the product uses. */
function elsewhereLines({example, test, docs, vendored}: GenerateResult['elsewhere']): string[] {
  const parts = (
    [
      ['in examples', example],
      ['in tests', test],
      ['in documentation', docs],
      ['in vendored code', vendored],
    ] as const
  ).filter(([, count]) => count > 0)
  if (parts.length === 0) return []
  return [`  elsewhere  ${parts.map(([where, count]) => `${formatCount(count)} ${where}`).join(', ')} (in the BOM; count them in with --scope all)`]
}

function packageCounts({npm, pypi, conda}: GenerateResult['packages']): string {
  const always = `${formatCount(npm)} npm, ${formatCount(pypi)} PyPI`
  return conda === 0 ? always : `${always}, ${formatCount(conda)} conda`
}

function unresolvedLines({unresolved, steps}: GenerateResult): string[] {
  if (unresolved === 0) return []
  const isAsked = steps.some(({step, status}) => step === 'registries' && status !== 'skipped')
  const next = isAsked ? 'The hub did not tell' : 'Resolve with: aibom generate --online'
  return [`${plural(unresolved, 'reference')} to the hub without a pinned commit: the name alone does not say which bytes. ${next}`]
}

function gapLines(gaps: readonly Gap[]): string[] {
  if (gaps.length === 0) return []
  const shown = gaps.slice(0, gapsShown).map(gap => `  ${gap.path}${gap.line === undefined ? '' : `:${gap.line}`}  ${gap.code}: ${gap.message}`)
  const rest = gaps.length - shown.length
  return [
    `not read or not whole: ${formatCount(gaps.length)}`,
    ...shown,
    ...(rest > 0 ? [`  … and ${formatCount(rest)} more, all listed in the BOM`] : []),
  ]
}

function notEnteredLines({notEntered}: GenerateResult): string[] {
  if (notEntered.length === 0) return []
  const names = notEntered.slice(0, 4).join(', ')
  return [`folders not entered: ${names}${notEntered.length > 4 ? ` … (${formatCount(notEntered.length)})` : ''}`]
}

function lostLines({lost, spec}: GenerateResult): string[] {
  return lost.length === 0 ? [] : [`CycloneDX ${spec} has no place for ${plural(lost.length, 'fact')}: they are listed by --json; 1.7 keeps them`]
}
