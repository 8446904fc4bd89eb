import type {RuleMeta} from '../inventory/finding.ts'
import {toJsonText} from '../lib/escape/json.ts'

/** What a tool can say; its text is the same in every run. */
export interface SarifRule {
  readonly id: string
  readonly title: string
  /** of a rule of the catalogue: why it matters and what to do */
  readonly meta?: RuleMeta | undefined
}

/** One thing said, of a file where it is of one. */
export interface SarifResult {
  readonly ruleId: string
  readonly level: 'error' | 'warning' | 'note'
  readonly message: string
  /** relative, by `/` */
  readonly path?: string | undefined
  readonly line?: number | undefined
  /** bytes from the start of the file */
  readonly offset?: number | undefined
  /** equal for the same finding in the next run */
  readonly fingerprint: string
}

/** A file that results are of. */
export interface SarifFile {
  readonly path: string
  readonly byteLength: number
  readonly sha256?: string | undefined
}

/** All that one run has to say, before it is a SARIF document. */
export interface SarifRun {
  readonly toolVersion: string
  readonly rules: readonly SarifRule[]
  readonly results: readonly SarifResult[]
  readonly files?: readonly SarifFile[]
}

/**
 * What GitHub takes of one run: it shows that many results, the worst first, and refuses files with more than it reads.
 * @see
 *   https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#sarif-results-exceed-one-or-more-limits
 */
const resultLimit = 5000
/** Of each rule that many tags are shown. */
const tagLimit = 10
const schemaUri = 'https://json.schemastore.org/sarif-2.1.0.json'
const helpUri = 'https://cwe.mitre.org/data/definitions/'
/** As code hosts read it: 9 and more is critical, 7 high, 4 medium. */
const severityNumbers: Readonly<Record<RuleMeta['severity'], string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '3.0',
  info: '0.0',
}
const weaknessPattern = /^CWE-(\d+)$/

/** A SARIF 2.1.0 log of one run, which code hosts show beside the code. */
export function toSarif({toolVersion, rules, results: all, files = []}: SarifRun): string {
  const results = worstFirst(all).slice(0, resultLimit)
  const weaknesses = [...new Set(rules.flatMap(({meta}) => weaknessesOf(meta)))].sort((a, b) => Number(a) - Number(b))
  const driver = {name: 'aibom', semanticVersion: toolVersion, rules: rules.map(rule => toRule(rule, weaknesses))}
  const indexByPath = new Map(files.map(({path}, index) => [path, index]))
  const run = {
    tool: {driver},
    ...(weaknesses.length > 0 && {taxonomies: [taxonomyOf(weaknesses)]}),
    ...(all.length > results.length && {invocations: [cutNotice(all.length)]}),
    columnKind: 'utf16CodeUnits',
    ...(files.length > 0 && {artifacts: files.map(toArtifact)}),
    results: results.map(result => toResult(result, rules, indexByPath)),
  }
  return toJsonText({$schema: schemaUri, version: '2.1.0', runs: [run]})
}

const levels = ['error', 'warning', 'note'] as const

/** In their order, where there are no more than are shown. */
function worstFirst(results: readonly SarifResult[]): readonly SarifResult[] {
  return results.length <= resultLimit
    ? results
    : levels.flatMap(level => results.filter(result => result.level === level))
}

function cutNotice(count: number): object {
  const text = `${count} results, of which the ${resultLimit} worst are listed: code hosts show no more. --json has all of them.`
  return {executionSuccessful: true, toolExecutionNotifications: [{level: 'warning', message: {text}}]}
}

function toRule({id, title, meta}: SarifRule, weaknesses: readonly string[]): object {
  if (meta === undefined) return {id, shortDescription: {text: title}}
  const links = meta.references
    .map(reference => (reference.startsWith('https://') ? `<${reference}>` : reference))
    .join(', ')
  const text = `${meta.why} ${meta.fix}${links === '' ? '' : ` See ${meta.references.join(', ')}.`}`
  return {
    id,
    name: meta.name,
    shortDescription: {text: title},
    fullDescription: {text: meta.why},
    help: {text, markdown: `${meta.why}\n\n**What to do:** ${meta.fix}${links === '' ? '' : `\n\nSee ${links}.`}`},
    properties: {
      'security-severity': severityNumbers[meta.severity],
      tags: ['security', ...meta.references.filter(reference => !reference.startsWith('https:'))].slice(0, tagLimit),
    },
    relationships: weaknessesOf(meta).map(weakness => ({
      target: {id: weakness, index: weaknesses.indexOf(weakness), toolComponent: {name: 'CWE', index: 0}},
      kinds: ['superset'],
    })),
  }
}

function weaknessesOf(meta: RuleMeta | undefined): string[] {
  return (meta?.references ?? []).flatMap(reference => weaknessPattern.exec(reference)?.[1] ?? [])
}

function taxonomyOf(weaknesses: readonly string[]): object {
  return {
    name: 'CWE',
    organization: 'MITRE',
    shortDescription: {text: 'Common Weakness Enumeration'},
    taxa: weaknesses.map(id => ({id, helpUri: `${helpUri}${id}.html`})),
  }
}

function toArtifact({path, byteLength, sha256}: SarifFile): object {
  return {location: {uri: toUri(path)}, length: byteLength, ...(sha256 !== undefined && {hashes: {'sha-256': sha256}})}
}

function toResult(
  {ruleId, level, message, path, line, offset, fingerprint}: SarifResult,
  rules: readonly SarifRule[],
  files: ReadonlyMap<string, number>,
): object {
  const region =
    line !== undefined ? {region: {startLine: line}} : offset !== undefined ? {region: {byteOffset: offset}} : {}
  const index = path === undefined ? undefined : files.get(path)
  const place = {artifactLocation: {uri: toUri(path ?? ''), ...(index !== undefined && {index})}, ...region}
  return {
    ruleId,
    ruleIndex: rules.findIndex(({id}) => id === ruleId),
    level,
    message: {text: message},
    ...(path !== undefined && {locations: [{physicalLocation: place}]}),
    partialFingerprints: {'aibom/v1': fingerprint},
  }
}

function toUri(path: string): string {
  return path.toWellFormed().split(/[\\/]/).map(encodeURIComponent).join('/')
}
