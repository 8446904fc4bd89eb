import {sortEvidence} from '../../inventory/combine.ts'
import type {Evidence, Level, Scope, Technique, Use} from '../../inventory/evidence.ts'
import {compact} from '../../lib/compact.ts'
import type {ComponentEvidence, ComponentIdentityEvidence} from '../spec/cyclonedx.generated.ts'
import {decodeText, encodeText, formatRecord, parseRecord} from './record.ts'

type Method = NonNullable<ComponentIdentityEvidence['methods']>[number]
/** A place where a component was seen, as CycloneDX has it. */
export type Occurrence = NonNullable<ComponentEvidence['occurrences']>[number]

const cyclonedxTechniques = {
  syntax: 'source-code-analysis',
  manifest: 'manifest-analysis',
  binary: 'binary-analysis',
  'file-name': 'filename',
  registry: 'other',
} as const satisfies Record<Technique, Method['technique']>
const techniques: ReadonlyMap<string, Technique> = new Map(
  (Object.keys(cyclonedxTechniques) as Technique[]).flatMap(technique => [
    [technique, technique],
    [cyclonedxTechniques[technique], technique],
  ]),
)
const levels: ReadonlySet<string> = new Set<Level>(['used', 'configured', 'mentioned'])
const uses: ReadonlySet<string> = new Set<Use>(['asked-for', 'folder', 'remote-code'])
const scopes: ReadonlySet<string> = new Set<Scope>(['product', 'test', 'example', 'docs', 'vendored'])
/** Left out of what is written: the evidence of a package in a lock file, which most of a BOM is. */
const usual = {technique: 'manifest', level: 'used', scope: 'product', confidence: 1} as const
const placePattern = /^(.*?)(?::(\d{1,10}))?$/s

/** What is known of a component's identity, and how: the best confidence of each technique. */
export function toIdentity(field: 'name' | 'purl', evidence: readonly Evidence[]): ComponentIdentityEvidence {
  const confidences = new Map<Technique, number>()
  for (const {technique, confidence} of evidence)
    confidences.set(technique, Math.max(confidence, confidences.get(technique) ?? 0))
  const methods = [...confidences].map(([technique, confidence]) => ({
    technique: cyclonedxTechniques[technique],
    confidence,
  }))
  methods.sort((a, b) => b.confidence - a.confidence || (a.technique < b.technique ? -1 : 1))
  return {field, confidence: methods[0]?.confidence ?? 0, methods}
}

/**
 * Sorted; what CycloneDX has no field for is in `additionalContext`.
 *
 * @param usual of a package: what its place says of all packages, and its own name as their symbol, is not said again
 */
export function toOccurrences(
  evidence: readonly Evidence[],
  usual?: {readonly contexts: ReadonlyMap<string, string>; readonly name: string},
): Occurrence[] {
  return sortEvidence(evidence).map(({path: location, line, symbol, ...item}) => {
    const context = contextOf(item)
    const isUsual = line !== undefined && symbol !== undefined && usual?.contexts.get(location) === context
    return isUsual
      ? compact({location, line, symbol: symbol === usual.name ? undefined : symbol})
      : compact({location, line, symbol, additionalContext: context})
  })
}

/**
 * Evidence as the lines of one property, for services (CycloneDX gives them no evidence) and for 1.5 (whose occurrences
 * have no line).
 */
export function toEvidenceText(evidence: readonly Evidence[]): string | undefined {
  return evidence.length === 0 ? undefined : sortEvidence(evidence).map(toEvidenceLine).join('\n')
}

/** `path:line; detector=… technique=…`; a place of its own that a person and a simple reader see at once. */
export function toEvidenceLine(item: Evidence): string {
  return toPlacedLine(item.path, item.line, contextOf(item, item.symbol))
}

/** The same of a context that is written already. */
export function toPlacedLine(path: string, line: number | undefined, context: string): string {
  const encoded = encodeText(path).replace(/:(?=\d+$)/, '%3A')
  return `${encoded}${line === undefined ? '' : `:${line}`}; ${context}`
}

/** @returns undefined for lines that are none of ours */
export function parseEvidenceLine(line: string): Evidence | undefined {
  const end = line.indexOf('; ')
  const [, path, lineNumber] = placePattern.exec(end === -1 ? line : line.slice(0, end)) ?? []
  if (path === undefined || end === -1) return undefined
  return parseContext(line.slice(end + 2), {
    path: decodeText(path),
    line: lineNumber === undefined ? undefined : Number(lineNumber),
  })
}

/** What is said of a piece of evidence beside its place, in words. */
export function contextOf(item: Omit<Evidence, 'path' | 'line' | 'symbol'>, symbol?: string): string {
  const {detector, technique, level, scope, confidence, cell, use} = item
  return formatRecord(
    [
      ['detector', detector],
      ['technique', technique === usual.technique ? undefined : technique],
      ['level', level === usual.level ? undefined : level],
      ['scope', scope === usual.scope ? undefined : scope],
      ['confidence', confidence === usual.confidence ? undefined : confidence],
      ['cell', cell],
      ['use', use],
      ['symbol', symbol],
    ],
    ' ',
  )
}

/** The inverse of what {@link toOccurrences} and {@link toEvidenceLine} write; undefined for any other text. */
export function parseContext(
  context: string,
  place: {readonly path: string; readonly line?: number | undefined; readonly symbol?: string | undefined},
): Evidence | undefined {
  const record = parseRecord(context, ' ')
  const detector = record?.get('detector')?.[0]
  const level = record?.get('level')?.[0] ?? usual.level
  const scope = record?.get('scope')?.[0] ?? usual.scope
  const technique = toTechnique(record?.get('technique')?.[0] ?? usual.technique)
  const confidence = Number(record?.get('confidence')?.[0] ?? usual.confidence)
  if (
    detector === undefined ||
    technique === undefined ||
    !isLevel(level) ||
    !isScope(scope) ||
    Number.isNaN(confidence)
  )
    return undefined
  const symbol = place.symbol ?? record?.get('symbol')?.[0]
  const cell = record?.get('cell')?.[0]
  const use = record?.get('use')?.[0]
  return compact({
    detector,
    technique,
    path: place.path,
    line: place.line,
    symbol,
    cell: cell === undefined ? undefined : Number(cell),
    use: isUse(use) ? use : undefined,
    level,
    scope,
    confidence,
  })
}

/** Our word for CycloneDX's technique, or for our own. */
export function toTechnique(text: string | undefined): Technique | undefined {
  return text === undefined ? undefined : techniques.get(text)
}

function isLevel(text: string | undefined): text is Level {
  return text !== undefined && levels.has(text)
}

function isUse(text: string | undefined): text is Use {
  return text !== undefined && uses.has(text)
}

function isScope(text: string | undefined): text is Scope {
  return text !== undefined && scopes.has(text)
}
