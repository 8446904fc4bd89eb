import {terminalLines} from '../../lib/escape/terminal.ts'
import {listed} from '../../lib/text/listed.ts'
import type {InspectResult} from '../../pipeline/inspect/result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {formatBytes, formatCount, plural} from '../amounts.ts'

type File = InspectResult['files'][number]
type Finding = File['findings'][number]

/** More are in the `--json` result; a terminal shows these of one file. */
const findingsShown = 6
/** Beyond so many files those that are safe are counted, not listed. */
const listedFiles = 50
const gapsShown = 8
const foldersShown = 4

const words: Readonly<Record<File['verdict'], string>> = {safe: 'safe', unknown: 'not proven safe', unsafe: 'UNSAFE'}
const weights: readonly File['verdict'][] = ['unsafe', 'unknown', 'safe']

/**
 * The answers of `aibom inspect` for people: the worst first, each with what was found, why it matters and what to do.
 */
export function inspectSummary(result: InspectResult): string {
  const inOrder = weights.flatMap(verdict => result.files.filter(file => file.verdict === verdict))
  const shown = inOrder.length > listedFiles ? inOrder.filter(({verdict}) => verdict !== 'safe') : inOrder
  return terminalLines([
    ...shown.flatMap(fileLines),
    ...(shown.length < inOrder.length ? [`${plural(inOrder.length - shown.length, 'file')} safe, not listed`] : []),
    ...gapLines(result.gaps),
    ...(result.notEntered.length === 0 ? [] : [`not looked into: ${listed(result.notEntered, foldersShown)}`]),
    totalLine(result),
  ])
}

function fileLines(file: File): string[] {
  const {path, format, verdict, coverage, facts, sha256, findings} = file
  const about = [format ?? 'unknown format', formatBytes(coverage.byteLength), ...factWords(facts)].join(', ')
  const digest = sha256 === undefined ? [] : [`  sha256 ${sha256}`]
  return [`${words[verdict]}  ${path}  (${about})`, ...digest, ...coverageLines(file), ...findingLines(findings)]
}

function factWords(facts: File['facts']): string[] {
  const {parameters, tensor_count: tensors} = facts
  return [
    ...(typeof parameters === 'number' ? [plural(parameters, 'parameter')] : []),
    ...(typeof tensors === 'number' ? [plural(tensors, 'tensor')] : []),
  ]
}

function coverageLines({coverage, verdict}: File): string[] {
  const {byteLength, coveredBytes} = coverage
  if (verdict === 'safe' || byteLength === coveredBytes) return []
  return [`  accounted for: ${formatCount(coveredBytes)} of ${formatCount(byteLength)} bytes`]
}

function findingLines(findings: readonly Finding[]): string[] {
  const worstFirst = weights.flatMap(verdict => findings.filter(finding => finding.verdict === verdict))
  const shown = worstFirst.slice(0, findingsShown)
  const explained = new Set<string>()
  const lines: string[] = []
  for (const finding of shown) {
    lines.push(`  ${finding.rule} ${finding.severity}  ${placeOf(finding)}${finding.message}`)
    const rule = ruleOf(finding.rule)
    if (rule === undefined || explained.has(finding.rule)) continue
    explained.add(finding.rule)
    lines.push(`    why: ${rule.why}`, `    fix: ${rule.fix}`)
    if (rule.references.length > 0) lines.push(`    see: ${rule.references.join(', ')}`)
  }
  const rest = findings.length - shown.length
  return rest > 0
    ? [...lines, `  … and ${plural(rest, 'more finding', 'more findings')}: --json lists them all`]
    : lines
}

function placeOf({member, offset}: Finding): string {
  const place = [
    ...(member === undefined ? [] : [member]),
    ...(offset === undefined ? [] : [`byte ${formatCount(offset)}`]),
  ].join(', ')
  return place === '' ? '' : `${place}: `
}

function gapLines(gaps: InspectResult['gaps']): string[] {
  if (gaps.length === 0) return []
  const rest = gaps.length - gapsShown
  return [
    `not read: ${formatCount(gaps.length)}`,
    ...gaps.slice(0, gapsShown).map(({path, message}) => `  ${path}  ${message}`),
    ...(rest > 0 ? [`  … and ${formatCount(rest)} more: --json lists them all`] : []),
  ]
}

function totalLine({counts, files}: InspectResult): string {
  const others = counts.others === 0 ? '' : `; ${plural(counts.others, 'other file')} not part of a model`
  if (files.length === 0) return `no model file was found, so nothing was judged${others}`
  return `${formatCount(counts.unsafe)} unsafe, ${formatCount(counts.unknown)} not proven safe, ${formatCount(counts.safe)} safe${others}`
}
