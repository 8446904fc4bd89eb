import {type Severity, severities} from '../../inventory/severity.ts'
import {asRecord, asText, indexedRecords, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {ReviewRuleName} from '../rules.ts'
import {type BomView, hashesOf, type Part} from '../view.ts'

const rulesByCode: Readonly<Record<string, ReviewRuleName>> = {
  'ref-dangling': 'reference-dangling',
  'pointer-dangling': 'reference-dangling',
  'ref-doubled': 'reference-doubled',
  'purl-invalid': 'purl-wrong',
  'purl-differs': 'purl-wrong',
  'digest-length': 'digest-length',
}
const dayMs = 86_400_000
const messageLength = 160
/** Faults of the schema that are told; `aibom validate` has all. */
const toldFaults = 3
const emptyDigests: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a',
  'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
])

/** What is wrong with the document as such: its form, references, package URLs, digests, dates. */
export function checkDocumentItself(context: ReviewContext): void {
  checkForm(context)
  checkCycles(context)
  checkDigests(context)
  checkDigestConflicts(context)
  checkDates(context)
  checkVulnerabilities(context)
}

function checkForm({problems, notes, view}: ReviewContext): void {
  const componentAt = namesByPlace(view)
  const faults = problems.filter(({code, level}) => (code === 'schema' || code === 'key-doubled') && level === 'error')
  if (faults.length > 0) {
    const told = faults.slice(0, toldFaults).map(({pointer, message}) => `${pointer || 'the document'}: ${shortened(message)}`)
    const rest = faults.length > toldFaults ? `; ${faults.length - toldFaults} more` : ''
    const evidence = faults.slice(0, toldFaults).map(({pointer, message}) => notes.cite(pointer, message))
    notes.find('bom-not-valid', {subject: '', message: told.join('; ') + rest, evidence})
  }
  for (const {code, pointer, message, level} of problems) {
    const rule = code === 'purl-form' && message.includes('names the owner') ? 'purl-wrong' : rulesByCode[code]
    if (rule === undefined || (code === 'ref-doubled' && level === 'warning')) continue
    notes.find(rule, {subject: componentAt(pointer), message, evidence: [notes.cite(pointer, message)]})
  }
}

/** The name of the component that a place is in; of a file, that of the model. */
function namesByPlace({parts}: BomView): (pointer: string) => string {
  const byPointer = new Map(parts.map(part => [part.pointer, part]))
  return pointer => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const part = byPointer.get(at)
      if (part !== undefined) return (part.role === 'weights' || part.role === 'file' ? (part.parent ?? part) : part).name
    }
    return ''
  }
}

/** The list of all licenses helps nobody. */
function shortened(message: string): string {
  return message.length > messageLength ? `${message.slice(0, messageLength)} …` : message
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

/** What was made from this, and has the same package URL, or the same name and no other version. */
function itselfAbove(part: Part): Part | undefined {
  let child = part.role === 'model' ? part.parent : undefined
  while (child !== undefined && !isSameThing(part, child)) child = child.parent
  return child
}

function isSameThing(a: Part, b: Part): boolean {
  const [left, right] = [asText(a.node['purl']), asText(b.node['purl'])]
  if (left !== undefined && right !== undefined) return left === right
  const [older, newer] = [asText(a.node['version']), asText(b.node['version'])]
  return a.name !== '' && a.name.toLowerCase() === b.name.toLowerCase() && (older === undefined || newer === undefined || older === newer)
}

function isMade(part: Part | undefined, subject: Part | undefined): boolean {
  return part !== undefined && (part.role === 'model' || part.role === 'dataset' || part === subject)
}

function checkDigests({view, notes}: ReviewContext): void {
  for (const {node, pointer, name} of view.parts) {
    const hashes = recordsOf(node['hashes'])
    for (const [index, {alg, content}] of hashes.entries()) {
      const hex = (asText(content) ?? '').toLowerCase()
      if (!isFiller(hex)) continue
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

/** One file with two digests of one algorithm, and one digest for two files that cannot be the same. */
function checkDigestConflicts({view, notes}: ReviewContext): void {
  const byDigest = new Map<string, Part>()
  for (const part of view.parts) {
    const byAlgorithm = new Map<string, string>()
    for (const {alg, content, at} of hashesOf(part.node)) {
      const hex = content.toLowerCase()
      const other = byAlgorithm.get(alg)
      byAlgorithm.set(alg, hex)
      if (other !== undefined && other !== hex) tellTwoDigests(part, alg, [other, hex], {notes, at})
      const twin = byDigest.get(`${alg} ${hex}`)
      if (twin === undefined) byDigest.set(`${alg} ${hex}`, part)
      else if (isOtherKind(part.name, twin.name) && !isFiller(hex)) {
        const message = `${part.name} and ${twin.name} are stated with one ${alg}: ${hex}`
        const evidence = [notes.cite(`${twin.pointer}/hashes`, hex), notes.cite(part.pointer + at, `${part.name}: ${hex}`)]
        notes.find('digest-conflict', {subject: part.name, message, evidence})
      }
    }
  }
}

function tellTwoDigests(
  {name, pointer}: Part,
  alg: string,
  digests: readonly string[],
  {notes, at}: Pick<ReviewContext, 'notes'> & {at: string},
): void {
  const conflict = digests.map((value, index) => ({value, source: `the BOM, ${index === 0 ? 'first' : 'second'} ${alg}`}))
  notes.find('digest-conflict', {
    subject: name,
    message: `${name} has two digests of ${alg}`,
    conflict,
    evidence: [notes.cite(pointer + at, digests.join(', '))],
  })
}

/** Files of two formats; a copy under another name may well have the same bytes. */
function isOtherKind(a: string, b: string): boolean {
  const ending = (name: string): string | undefined => /\.([A-Za-z]\w{0,11})$/.exec(name)?.[1]?.toLowerCase()
  return ending(a) !== undefined && ending(b) !== undefined && ending(a) !== ending(b)
}

function isFiller(hex: string): boolean {
  return /^0{32,}$/.test(hex) || emptyDigests.has(hex)
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
    const dates = datesOf(part)
    for (const {date, what, at} of dates) tellFuture(date, `${what} of ${part.name}`, part.pointer + at, part.name)
    const late = part.isOrigin ? undefined : dates.find(({date}) => Date.parse(date) > madeMs + dayMs)
    if (late === undefined) continue
    const message = `the BOM is of ${made?.slice(0, 10) ?? ''}, the ${late.what.replace(/^the /, '')} of ${part.name} of ${late.date.slice(0, 10)}`
    const evidence = [notes.cite('/metadata/timestamp', made ?? ''), notes.cite(part.pointer + late.at, late.date)]
    notes.find('bom-outdated', {subject: part.name, message, evidence})
  }
}

interface PlacedDate {
  readonly date: string
  readonly what: string
  readonly at: string
}

const datePropertyPattern =
  /(?:^|[:._-])(?:released?|created|updated|modified|published|built|trained)?[-_ ]?(?:at|on|date|time|timestamp)$|Date$|(?:release|creat|updat|modifi|publish|train)\w{0,8}(?:At|Date|Time)$/

/** When it was released, committed or changed, as far as is stated. */
function datesOf({node}: Part): PlacedDate[] {
  const released = asText(asRecord(node['releaseNotes'])?.['timestamp'])
  const commits = indexedRecords(asRecord(node['pedigree'])?.['commits']).flatMap(([index, commit]) =>
    ['author', 'committer'].flatMap(who => toDate(asRecord(commit[who])?.['timestamp'], 'the commit', `/pedigree/commits/${index}/${who}/timestamp`)),
  )
  const properties = indexedRecords(node['properties']).flatMap(([index, {name, value}]) =>
    datePropertyPattern.test(String(name)) ? toDate(value, `the date “${String(name)}”`, `/properties/${index}/value`) : [],
  )
  return [...(released === undefined ? [] : [{date: released, what: 'the release', at: '/releaseNotes/timestamp'}]), ...commits, ...properties]
}

/** ISO dates alone: other figures mean other things. */
function toDate(value: unknown, what: string, at: string): PlacedDate[] {
  const date = asText(value)
  return date !== undefined && /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(date) ? [{date, what, at}] : []
}

const settled: ReadonlySet<unknown> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'])

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
function severityIn(ratings: unknown): Severity {
  const rated = new Set(recordsOf(ratings).map(({severity}) => severity))
  return severities.find(severity => rated.has(severity)) ?? 'high'
}
