import {type Severity, severities} from '../../../inventory/severity.ts'
import {asRecord, asText, indexedRecords, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHollow} from '../../facts/hollow.ts'
import type {BomView} from '../../view.ts'

const settled: ReadonlySet<unknown> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'])
const asideStates: ReadonlySet<unknown> = new Set(['false_positive', 'not_affected'])
/** CVE-2026-1234: a year, and four digits or more. */
const cvePattern = /^CVE-\d{4}-\d{4,19}$/

/** Vulnerabilities that are not settled, or put aside without a reason. */
export function checkVulnerabilities(context: ReviewContext): void {
  const {view, notes} = context
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
    if (/^CVE/i.test(id) && !cvePattern.test(id))
      tell('vulnerability-unproven', 'this is not a valid CVE id, so nobody can look it up')
    const open = openState(vulnerability, view)
    if (open !== undefined) tell('vulnerability-open', open, severityIn(ratings))
    else if (isUnproven(vulnerability)) tell('vulnerability-unproven', 'it is said not to apply, without a reason')
    const doubt = scoreDoubt(ratings)
    if (doubt !== undefined) tell('vulnerability-unproven', doubt)
  }
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
      each => each['status'] === 'affected' && each['version'] === version && version !== undefined,
    )
    if (isStill) return `its state is ${String(state)}, but version ${version} is listed as affected`
  }
  return undefined
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

/** The bands of CVSS 3 and 4. */
function severityByScore({score, method}: UnknownRecord): Severity | undefined {
  if (typeof score !== 'number' || !/^CVSSv(?:3|31|4)$/.test(String(method))) return undefined
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  return score >= 4 ? 'medium' : 'low'
}

/** A word that makes less of it than the score beside it. */
function scoreDoubt(ratings: unknown): string | undefined {
  for (const rating of recordsOf(ratings)) {
    const [word, byScore] = [severities.find(each => each === rating['severity']), severityByScore(rating)]
    if (word === undefined || byScore === undefined || severities.indexOf(byScore) >= severities.indexOf(word)) continue
    return `its severity is ${word}, but its score ${String(rating['score'])} means ${byScore}`
  }
  return undefined
}
