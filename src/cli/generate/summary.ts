import {terminalLine} from '../../lib/escape/terminal.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'
import {formatCount, plural} from '../amounts.ts'
import {kindName} from '../kinds.ts'
import type {Screen} from '../layout/screen.ts'
import {wrapLine} from '../layout/wrap.ts'
import {type CountScope, countRows, isEmpty} from './counts.ts'
import {gapGroups} from './gap-groups.ts'
import {mainAssets} from './main-assets.ts'
import {type Warning, warningsOf} from './warnings.ts'

/** More are in the BOM; a terminal shows these. */
const itemsShown = 4
const groupsShown = 8
const foldersShown = 4
const labelWidth = 12
const countWidth = 11

/**
 * The summary of `aibom generate` for a terminal: warnings first, then the main assets by name, what was not read, and
 * the counts last.
 */
export function generateSummary(result: GenerateResult, scope: CountScope, screen: Screen): string {
  const {paint} = screen
  const write = (text: string): string[] => wrapLine(terminalLine(text), screen.width)
  const head = (text: string, style: 'bold' | 'red' | 'yellow' = 'bold'): string[] =>
    write(text).map(line => paint(style, line))
  const sections = [
    ...warningsOf(result).map(warning => [
      ...head(warning.title, warning.isDanger ? 'red' : 'yellow'),
      ...warningLines(warning).flatMap(write),
    ]),
    assetLines(result, scope).flatMap(write),
    gapLines(result).flatMap((line, at) => (at === 0 ? head(line) : write(line))),
    [
      ...countRows(result, scope).map(([label, value]) => `  ${label.padEnd(countWidth)} ${value}`),
      ...noteLines(result),
    ].flatMap(write),
    [
      ...head(titleOf(result)),
      ...nextLines(result)
        .flatMap(write)
        .map(line => paint('dim', line)),
    ],
  ]
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

/** What was read, at which version, and where the BOM went. */
export function titleOf({source, output, spec}: GenerateResult): string {
  const {name, version, revision} = source
  const at = [version === revision ? undefined : version, revision?.slice(0, 12)]
    .filter(part => part !== undefined)
    .join(' at ')
  return `${name}${at === '' ? '' : ` ${at}`} → ${output ?? 'stdout'} (CycloneDX ${spec})`
}

function warningLines({items, advice, listedBy}: Warning): string[] {
  const rest = items.length - itemsShown
  return [
    ...items.slice(0, itemsShown).map(item => `  ${item}`),
    ...(rest > 0
      ? [`  … and ${formatCount(rest)} more, ${listedBy === undefined ? 'all in the BOM' : `all by: ${listedBy}`}`]
      : []),
    ...(advice === '' ? [] : [`  → ${advice}`]),
  ]
}

function assetLines({assets}: GenerateResult, scope: CountScope): string[] {
  const named = mainAssets(assets, asset => scope === 'all' || asset.scope === 'product')
  return named.map(({kind, names, more}) => {
    const list = [...names, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join(', ')
    return `${kindName(kind, 2).padEnd(labelWidth)}  ${list}`
  })
}

function gapLines({gaps}: GenerateResult): string[] {
  if (gaps.length === 0) return []
  const groups = gapGroups(gaps)
  const rest = groups.length - groupsShown
  return [
    `not read or not resolved: ${formatCount(gaps.length)}`,
    ...groups
      .slice(0, groupsShown)
      .flatMap(({code, count, message, places}) => [
        `  ${code}${count === 1 ? '' : ` (${formatCount(count)})`}${places === '' ? '' : `: ${places}`}`,
        `    ${count === 1 ? message : `for example, ${message}`}`,
      ]),
    ...(rest > 0 ? [`  … and ${plural(rest, 'more kind', 'more kinds')}, all in the BOM`] : []),
  ]
}

function noteLines(result: GenerateResult): string[] {
  const {notEntered, lost, spec} = result
  const folders = notEntered.slice(0, foldersShown).join(', ')
  return [
    ...(isEmpty(result)
      ? ['  Nothing was recognized. That does not prove that there is nothing: see what was not read']
      : []),
    ...(notEntered.length === 0
      ? []
      : [
          `  skipped: ${folders}${notEntered.length > foldersShown ? ` … (${formatCount(notEntered.length)} folders)` : ''}`,
        ]),
    ...(lost.length === 0
      ? []
      : [`  CycloneDX ${spec} cannot hold ${plural(lost.length, 'fact')}: --json lists them, and 1.7 keeps them`]),
  ]
}

function nextLines(result: GenerateResult): string[] {
  const {output, judged} = result
  if (output === null || isEmpty(result)) return []
  return [
    `See all of them:       aibom list ${output}`,
    'Why one of them is in: aibom explain NAME',
    ...(Object.values(judged).some(count => count > 0)
      ? [`See the findings:      aibom check ${output} --no-baseline`]
      : []),
  ]
}
