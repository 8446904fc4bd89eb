import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {ReviewRuleName} from '../rules.ts'
import type {Part} from '../view.ts'

const rulesByCode: Readonly<Record<string, ReviewRuleName>> = {
  'ref-dangling': 'reference-dangling',
  'pointer-dangling': 'reference-dangling',
  'ref-doubled': 'reference-doubled',
  'purl-invalid': 'purl-wrong',
  'purl-differs': 'purl-wrong',
  'digest-length': 'digest-length',
}
const dayMs = 86_400_000
/** Faults of the schema that are told; `aibom validate` has all. */
const toldFaults = 3
const emptyDigests: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

/** What is wrong with the document as such: its form, references, package URLs, digests, dates. */
export function checkDocumentItself(context: ReviewContext): void {
  checkForm(context)
  checkCycles(context)
  checkDigests(context)
  checkDates(context)
  checkVulnerabilities(context)
}

function checkForm({problems, notes}: ReviewContext): void {
  const faults = problems.filter(({code, level}) => (code === 'schema' || code === 'key-doubled') && level === 'error')
  if (faults.length > 0) {
    const told = faults.slice(0, toldFaults).map(({pointer, message}) => `${pointer || 'the document'}: ${message}`)
    const rest = faults.length > toldFaults ? `; ${faults.length - toldFaults} more` : ''
    const evidence = faults.slice(0, toldFaults).map(({pointer, message}) => notes.cite(pointer, message))
    notes.find('bom-not-valid', {subject: '', message: told.join('; ') + rest, evidence})
  }
  for (const {code, pointer, message, level} of problems) {
    const rule = rulesByCode[code]
    if (rule === undefined || (code === 'ref-doubled' && level === 'warning')) continue
    notes.find(rule, {subject: '', message, evidence: [notes.cite(pointer, message)]})
  }
}

/** Packages depend on each other in circles; models and data sets cannot. */
function checkCycles({problems, notes, view}: ReviewContext): void {
  for (const {code, pointer, message} of problems) {
    if (code !== 'ref-cycle') continue
    const refs = message.slice(message.indexOf(':') + 2).split(' → ')
    if (!refs.some(ref => isMade(view.byRef.get(ref), view.subject))) continue
    notes.find('reference-cycle', {subject: view.byRef.get(refs[0] ?? '')?.name ?? '', message, evidence: [notes.cite(pointer, message)]})
  }
  for (const part of view.parts) {
    const child = part.isOrigin ? itselfAbove(part) : undefined
    if (child === undefined) continue
    const message = `${child.name} is listed as an origin of itself`
    notes.find('reference-cycle', {subject: child.name, message, evidence: [notes.cite(part.pointer, part.name)]})
  }
}

/** What was made from this, and has the same package URL. */
function itselfAbove(part: Part): Part | undefined {
  const purl = asText(part.node['purl'])
  let child = purl === undefined ? undefined : part.parent
  while (child !== undefined && child.node['purl'] !== purl) child = child.parent
  return child
}

function isMade(part: Part | undefined, subject: Part | undefined): boolean {
  return part !== undefined && (part.role === 'model' || part.role === 'dataset' || part === subject)
}

function checkDigests({view, notes}: ReviewContext): void {
  for (const {node, pointer, name} of view.parts) {
    const hashes = recordsOf(node['hashes'])
    for (const [index, {alg, content}] of hashes.entries()) {
      const hex = (asText(content) ?? '').toLowerCase()
      if (!/^0{32,}$/.test(hex) && !emptyDigests.has(hex)) continue
      const message = `the ${String(alg)} of ${name} is ${/^0/.test(hex) ? 'nothing but zeros' : 'that of an empty file'}`
      notes.find('digest-hollow', {subject: name, message, evidence: [notes.cite(`${pointer}/hashes/${index}`, hex)]})
    }
    const algorithms = hashes.flatMap(({alg}) => asText(alg) ?? [])
    if (algorithms.length > 0 && algorithms.every(alg => alg === 'MD5' || alg === 'SHA-1')) {
      const message = `${name} has ${algorithms.join(' and ')} and no other digest`
      notes.find('digest-weak', {subject: name, message, evidence: [notes.cite(`${pointer}/hashes`, algorithms.join(', '))]})
    }
  }
}

function checkDates({view, notes, nowMs}: ReviewContext): void {
  const made = asText(view.metadata['timestamp'])
  const madeMs = made === undefined ? Number.NaN : Date.parse(made)
  const tellFuture = (date: string, what: string, pointer: string, subject: string): void => {
    if (Date.parse(date) <= nowMs + dayMs || Number.isNaN(Date.parse(date))) return
    const today = notes.citeElsewhere({source: 'clock', place: 'time of this review', value: new Date(nowMs).toISOString().slice(0, 10)})
    notes.find('date-future', {subject, message: `${what} is ${date}`, evidence: [notes.cite(pointer, date), today]})
  }
  if (made !== undefined) tellFuture(made, 'the date of the BOM', '/metadata/timestamp', '')
  for (const part of view.parts) {
    const date = releaseOf(part)
    if (date === undefined) continue
    const at = `${part.pointer}/releaseNotes/timestamp`
    tellFuture(date, `the release of ${part.name}`, at, part.name)
    if (part.isOrigin || !(Date.parse(date) > madeMs + dayMs)) continue
    const message = `the BOM is of ${made?.slice(0, 10) ?? ''}, ${part.name} was released on ${date.slice(0, 10)}`
    notes.find('bom-outdated', {subject: part.name, message, evidence: [notes.cite('/metadata/timestamp', made ?? ''), notes.cite(at, date)]})
  }
}

function releaseOf({node}: Part): string | undefined {
  return asText(asRecord(node['releaseNotes'])?.['timestamp'])
}

const settled: ReadonlySet<unknown> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'])
const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

function checkVulnerabilities({view, notes}: ReviewContext): void {
  for (const [index, {analysis, ratings, affects, id}] of recordsOf(view.document['vulnerabilities']).entries()) {
    const state = asRecord(analysis)?.['state']
    if (settled.has(state)) continue
    const names = recordsOf(affects).flatMap(({ref}) => view.byRef.get(asText(ref) ?? '')?.name ?? [])
    const where = names.length > 0 ? ` in ${names.join(', ')}` : ''
    const message = `${asText(id) ?? 'a vulnerability without an id'}${where}: ${asText(state) ?? 'no analysis'}`
    const evidence = [notes.cite(`/vulnerabilities/${index}`, message)]
    notes.find('vulnerability-open', {subject: names[0] ?? '', message, severity: severityIn(ratings), evidence})
  }
}

/** The worst that is stated; high where nothing is. */
function severityIn(ratings: unknown): (typeof severities)[number] {
  const rated = new Set(recordsOf(ratings).map(({severity}) => severity))
  return severities.find(severity => rated.has(severity)) ?? 'high'
}
