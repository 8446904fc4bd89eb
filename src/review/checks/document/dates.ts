import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import {dayMs} from '../../../lib/time/day.ts'
import {isBefore, toInstant} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'
import type {Notebook} from '../../notes.ts'
import {type BomView, type Part, propertiesLike} from '../../view.ts'

/** Dates in the future, and a BOM that is older than what it describes. */
export function checkDates(context: ReviewContext): void {
  const {view, notes, nowMs} = context
  const made = asText(view.metadata['timestamp'])
  const tellFuture = (date: string, what: string, pointer: string, subject: string): void => {
    if (!isBefore(nowMs, date, dayMs)) return
    const today = notes.citeElsewhere({
      source: 'clock',
      place: 'time of this review',
      value: new Date(nowMs).toISOString().slice(0, 10),
    })
    notes.find('date-future', {subject, message: `${what} is ${date}`, evidence: [notes.cite(pointer, date), today]})
  }
  tellImpossible(view, notes)
  for (const {date, what, at} of datesBeside(view.document)) tellFuture(date, what, at, '')
  if (made !== undefined) tellFuture(made, 'the date of the BOM', '/metadata/timestamp', '')
  for (const part of view.parts) {
    tellEnded(part, context)
    const dates = datesOf(part)
    for (const {date, what, at} of dates) tellFuture(date, `${what} of ${part.name}`, part.pointer + at, part.name)
    const late = part.isOrigin
      ? undefined
      : dates.find(({date, at}) => (at !== '/version' || part.role === 'dataset') && isBefore(made, date, dayMs))
    if (late === undefined) continue
    const message = `the BOM is dated ${made?.slice(0, 10) ?? ''}, but the ${late.what.replace(/^the /, '')} of ${part.name} is dated ${late.date.slice(0, 10)}`
    const evidence = [notes.cite('/metadata/timestamp', made ?? ''), notes.cite(part.pointer + late.at, late.date)]
    notes.find('bom-outdated', {subject: part.name, message, evidence})
  }
}

/** CycloneDX is of 2017, and models whose cards are told apart by release are not much older. */
const oldestBom = '2017-01-01'
const oldestModel = '2010-01-01'

/** Dates before there was anything to date, and a model that was released before what it was made from. */
function tellImpossible(view: BomView, notes: Notebook): void {
  const made = asText(view.metadata['timestamp'])
  if (made !== undefined && isBefore(made, oldestBom)) {
    const message = `the date of the BOM is ${made}, before the format existed`
    notes.find('date-impossible', {subject: '', message, evidence: [notes.cite('/metadata/timestamp', made)]})
  }
  for (const [index, {id, published, updated}] of indexedRecords(view.document['vulnerabilities'])) {
    const [first, last] = [asText(published), asText(updated)]
    if (first === undefined || last === undefined || !isBefore(last, first, dayMs)) continue
    notes.find('date-impossible', {
      subject: '',
      message: `${String(id)} was updated on ${last.slice(0, 10)}, and published on ${first.slice(0, 10)}`,
      evidence: [notes.cite(`/vulnerabilities/${index}`, `${last}, ${first}`)],
    })
  }
  for (const part of view.parts) {
    if (part.role === 'model') tellImpossibleRelease(part, notes)
    tellBuiltLate(part, notes)
    tellChangedEarly(part, notes)
  }
}

/** What was released before it was built. */
function tellBuiltLate(part: Part, notes: Notebook): void {
  const [released, [built]] = [releaseOf(part), propertiesLike(part.node, /(?:^|:)builtTime$/)]
  if (released === undefined || built === undefined || !isBefore(released, built, dayMs)) return
  notes.find('date-impossible', {
    subject: part.name,
    message: `${part.name} was released on ${released.slice(0, 10)}, and built on ${built.slice(0, 10)}`,
    evidence: [notes.cite(`${part.pointer}/releaseNotes/timestamp`, released), notes.cite(part.pointer, built)],
  })
}

/** What was last changed before it was created. */
function tellChangedEarly({node, name, pointer}: Part, notes: Notebook): void {
  const [created] = propertiesLike(node, /(?:^|[:._-])created(?:[-_]?at)?$/i)
  const [changed] = propertiesLike(
    node,
    /(?:^|[:._-])(?:last[-_]?modified|last[-_]?updated|updated[-_]?at|modified[-_]?at)$/i,
  )
  if (created === undefined || changed === undefined || !isBefore(changed, created, slackOf(changed, created))) return
  notes.find('date-impossible', {
    subject: name,
    message: `${name} was last changed on ${changed.slice(0, 10)}, and created on ${created.slice(0, 10)}`,
    evidence: [notes.cite(`${pointer}/properties`, `${changed}, ${created}`)],
  })
}

/** Two days may be those of two zones; two points of time are not. */
function slackOf(...dates: readonly string[]): number {
  return dates.every(date => toInstant(date) !== undefined) ? 0 : dayMs
}

/** Properties that say how long something is meant to be used. */
const endPattern = /^(?:spdx:validUntilTime|cdx:lifecycle:milestone:endOf(?:Life|Support))$/

function tellEnded(part: Part, {notes, nowMs}: ReviewContext): void {
  const [ended] = propertiesLike(part.node, endPattern).filter(date => isBefore(date, nowMs))
  if (ended === undefined) return
  notes.find('use-ended', {
    subject: part.name,
    message: `${part.name} was to be used until ${ended.slice(0, 10)}`,
    evidence: [notes.cite(part.pointer, ended)],
  })
}

function tellImpossibleRelease(part: Part, notes: Notebook): void {
  const released = releaseOf(part)
  if (released === undefined) return
  const evidence = [notes.cite(`${part.pointer}/releaseNotes/timestamp`, released)]
  if (isBefore(released, oldestModel))
    notes.find('date-impossible', {
      subject: part.name,
      message: `the release of ${part.name} is dated ${released.slice(0, 10)}`,
      evidence,
    })
  const child = part.isOrigin && part.parent !== undefined ? releaseOf(part.parent) : undefined
  if (child === undefined || !isBefore(child, released, dayMs)) return
  const message = `${part.parent?.name ?? ''} was released on ${child.slice(0, 10)}, before its base ${part.name} on ${released.slice(0, 10)}`
  notes.find('date-impossible', {subject: part.name, message, evidence})
}

function releaseOf({node}: Part): string | undefined {
  return asText(asRecord(node['releaseNotes'])?.['timestamp'])
}

/** Dates of what is said beside the components: notes, vulnerabilities, citations, evidence of claims. */
function datesBeside(document: UnknownRecord): PlacedDate[] {
  const evidence = asRecord(document['declarations'])?.['evidence']
  const lists: readonly (readonly [at: string, list: unknown, fields: readonly string[]])[] = [
    ['/annotations', document['annotations'], ['timestamp']],
    ['/citations', document['citations'], ['timestamp']],
    ['/declarations/evidence', evidence, ['created']],
    ['/vulnerabilities', document['vulnerabilities'], ['created', 'published', 'updated', 'rejected']],
  ]
  return lists.flatMap(([at, list, fields]) =>
    indexedRecords(list).flatMap(([index, item]) =>
      fields.flatMap(field =>
        toDate(item[field], `the date “${field}” of ${at.slice(1)} ${index + 1}`, `${at}/${index}/${field}`),
      ),
    ),
  )
}

interface PlacedDate {
  readonly date: string
  readonly what: string
  readonly at: string
}

const datePropertyPattern =
  /(?:^|[:._-])(?:released?|created|updated|modified|published|built|trained)?[-_ ]?(?:at|on|date|time|timestamp)$|Date$|(?:release|buil|creat|updat|modifi|publish|train)\w{0,8}(?:At|Date|Time)$|(?:^|[:._-])last[-_]?(?:modified|updated|changed)$/i

/** When it was released, committed or changed, as far as is stated. */
function datesOf(part: Part): PlacedDate[] {
  const {node} = part
  const released = releaseOf(part)
  const commits = indexedRecords(asRecord(node['pedigree'])?.['commits']).flatMap(([index, commit]) =>
    ['author', 'committer'].flatMap(who =>
      toDate(asRecord(commit[who])?.['timestamp'], 'the commit', `/pedigree/commits/${index}/${who}/timestamp`),
    ),
  )
  const properties = indexedRecords(node['properties']).flatMap(([index, {name, value}]) =>
    datePropertyPattern.test(String(name))
      ? toDate(value, `the date “${String(name)}”`, `/properties/${index}/value`)
      : [],
  )
  const [, year, month] = /^(20\d{2})[.-](0[1-9]|1[0-2])(?:[.-]|$)/.exec(asText(node['version']) ?? '') ?? []
  const byVersion =
    year === undefined || month === undefined
      ? []
      : [{date: `${year}-${month}-01`, what: 'the version', at: '/version'}]
  return [
    ...byVersion,
    ...(released === undefined ? [] : [{date: released, what: 'the release', at: '/releaseNotes/timestamp'}]),
    ...commits,
    ...properties,
  ]
}

/** ISO dates alone: other figures mean other things. */
function toDate(value: unknown, what: string, at: string): PlacedDate[] {
  const date = asText(value)
  return date !== undefined && /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(date) ? [{date, what, at}] : []
}
