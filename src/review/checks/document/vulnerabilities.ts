import {type Severity, severities} from '../../../inventory/severity.ts'
import {isInVers} from '../../../lib/names/vers.ts'
import {asRecord, asText, indexedRecords, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {baseScore} from '../../facts/cvss.ts'
import {isHollow} from '../../facts/hollow.ts'
import type {BomView} from '../../view.ts'

const settled: ReadonlySet<unknown> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'])
const asideStates: ReadonlySet<unknown> = new Set(['false_positive', 'not_affected'])
/** CVE-2026-1234: a year, and four digits or more. */
const cvePattern = /^CVE-\d{4}-\d{4,19}$/

/** Vulnerabilities that are not settled, or put aside without a reason. */
export function checkVulnerabilities(context: ReviewContext): void {
  const {view, notes, nowMs} = context
  tellTwoStates(context)
  for (const [index, vulnerability] of indexedRecords(view.document['vulnerabilities'])) {
    const {ratings, affects} = vulnerability
    const pointer = `/vulnerabilities/${index}`
    const names = recordsOf(affects).flatMap(({ref}) => view.byRef.get(asText(ref) ?? '')?.name ?? [])
    const where = names.length > 0 ? ` in ${names.join(', ')}` : ''
    const id = asText(vulnerability['id']) ?? 'a vulnerability without an id'
    const tell = (rule: 'vulnerability-open' | 'vulnerability-unproven', what: string, severity?: Severity): void => {
      const message = `${id}${where}: ${what}`
      notes.find(rule, {
        subject: names[0] ?? '',
        message,
        ...(severity !== undefined && {severity}),
        evidence: [notes.cite(pointer, message)],
      })
    }
    const fault = idFault(id, nowMs)
    if (fault !== undefined) tell('vulnerability-unproven', fault)
    const open = openState(vulnerability, view)
    if (open !== undefined) tell('vulnerability-open', open, severityIn(ratings))
    else if (isUnproven(vulnerability)) tell('vulnerability-unproven', 'it is said not to apply, without a reason')
    const doubt = scoreDoubt(ratings)
    if (doubt !== undefined) tell('vulnerability-unproven', doubt)
  }
}

/** Why nobody can look it up. */
function idFault(id: string, nowMs: number): string | undefined {
  if (!/^CVE/i.test(id)) return undefined
  if (!cvePattern.test(id)) return 'this is not a valid CVE id, so nobody can look it up'
  return Number(id.slice(4, 8)) > new Date(nowMs).getUTCFullYear()
    ? 'this CVE id is of a year that has not begun'
    : undefined
}

/** One vulnerability of one component is put aside in two ways, which cannot both be so. */
function tellTwoStates({view, notes}: ReviewContext): void {
  const before = new Map<string, StatedState>()
  for (const stated of indexedRecords(view.document['vulnerabilities']).flatMap(statesOf)) {
    const first = before.get(stated.key)
    if (first === undefined) before.set(stated.key, stated)
    if (first === undefined || first.state === stated.state) continue
    const name = view.byRef.get(stated.ref)?.name ?? stated.ref
    notes.find('vulnerability-unproven', {
      subject: name,
      message: `${stated.id} in ${name} is called both ${first.state} and ${stated.state}`,
      conflict: [first, stated].map(side => ({value: side.state, source: `the BOM, ${side.pointer}`})),
      evidence: [notes.cite(first.pointer, first.state), notes.cite(stated.pointer, stated.state)],
    })
  }
}

interface StatedState {
  readonly key: string
  readonly id: string
  readonly ref: string
  readonly state: string
  readonly pointer: string
}

/** Entries for versions of their own may differ, so they are left out. */
function statesOf([index, {id, affects, analysis}]: [number, UnknownRecord]): StatedState[] {
  const [name, state] = [asText(id), asText(asRecord(analysis)?.['state'])]
  if (name === undefined || state === undefined) return []
  const pointer = `/vulnerabilities/${index}/analysis/state`
  return recordsOf(affects)
    .filter(({versions}) => versions === undefined)
    .map(({ref}) => ({key: `${name}\n${String(ref)}`, id: name, ref: String(ref), state, pointer}))
}

/** Why it is open; undefined where it is settled. */
function openState({analysis, affects}: UnknownRecord, view: BomView): string | undefined {
  const state = asRecord(analysis)?.['state']
  if (!settled.has(state)) return asText(state) ?? 'no analysis'
  for (const {ref, versions} of recordsOf(affects)) {
    const version = asText(view.byRef.get(asText(ref) ?? '')?.node['version'])
    const isStill = recordsOf(versions).some(
      each => each['status'] === 'affected' && version !== undefined && isOf(version, each),
    )
    if (isStill) return `its state is ${String(state)}, but version ${version} is listed as affected`
  }
  return undefined
}

function isOf(version: string, {version: one, range}: UnknownRecord): boolean {
  return one === version || isInVers(version, asText(range) ?? '') === true
}

function isUnproven({analysis}: UnknownRecord): boolean {
  const {state, justification, detail} = asRecord(analysis) ?? {}
  const reason = asText(justification) ?? asText(detail)
  return asideStates.has(state) && (reason === undefined || isHollow(reason))
}

/** The worst that is stated, by word or by score; high where nothing is. */
function severityIn(ratings: unknown): Severity {
  const rated = new Set(recordsOf(ratings).flatMap(rating => [rating['severity'], severityByScore(rating)]))
  return severities.find(severity => rated.has(severity)) ?? 'high'
}

/** The bands of CVSS 3 and 4; of a vector alone, the score that it gives. */
function severityByScore({score, method, vector}: UnknownRecord): Severity | undefined {
  const known = typeof score === 'number' ? score : baseScore(asText(vector) ?? '')
  if (known === undefined || !/^CVSSv(?:3|31|4)$/.test(String(method ?? 'CVSSv31'))) return undefined
  if (known >= 9) return 'critical'
  if (known >= 7) return 'high'
  return known >= 4 ? 'medium' : 'low'
}

/** Scores are given with one decimal. */
const rounding = 0.11

/** A score that is none or not that of its vector, and a word that makes less of it than the score. */
function scoreDoubt(ratings: unknown): string | undefined {
  for (const rating of recordsOf(ratings)) {
    const {score, method, vector} = rating
    if (typeof score === 'number' && /^CVSS/.test(String(method)) && (score < 0 || score > 10))
      return `its score is ${score}, and ${String(method)} goes from 0 to 10`
    const given = baseScore(asText(vector) ?? '')
    if (typeof score === 'number' && given !== undefined && score < given - rounding)
      return `its score is ${score}, but its vector gives ${given}`
    const [word, byScore] = [severities.find(each => each === rating['severity']), severityByScore(rating)]
    if (word === undefined || byScore === undefined || severities.indexOf(byScore) >= severities.indexOf(word)) continue
    const shown = typeof score === 'number' ? `its score ${score}` : `its vector gives ${String(given)}, which`
    return `its severity is ${word}, but ${shown} means ${byScore}`
  }
  return undefined
}
