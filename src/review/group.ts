import {groupBy} from '../lib/group.ts'
import {listed} from '../lib/text/listed.ts'
import type {Note, ReviewFinding} from './notes.ts'

/** So many of one kind are told one by one; all are counted. */
const itemLimit = 50
/** Names in the sentence that stands for all. */
const namesShown = 4

/**
 * Findings of one rule and severity as one, with each of its cases: ten models without a license are one point to
 * settle.
 */
export function grouped(notes: readonly Note[]): ReviewFinding[] {
  return [
    ...groupBy(notes, ({rule, severity, contradicts}) => `${rule}\n${severity}\n${contradicts}`).values(),
  ].flatMap(toFinding)
}

function toFinding(group: readonly Note[]): ReviewFinding[] {
  const [first, ...rest] = group
  if (first === undefined || rest.length === 0) return [...group]
  const {conflict, ...common} = first
  const items = group.slice(0, itemLimit).map(({subject, message, evidence, conflict: sides}) => {
    return {subject, message, evidence, ...(sides !== undefined && {conflict: sides})}
  })
  return [
    {
      ...common,
      message: summaryOf(first, rest),
      evidence: [...new Set(items.flatMap(({evidence}) => evidence))],
      items,
      times: group.length,
    },
  ]
}

function summaryOf(first: Note, rest: readonly Note[]): string {
  const names = [...new Set(rest.map(({subject}) => subject))].filter(name => name !== '' && name !== first.subject)
  if (names.length === 0) return `${first.message}; and ${rest.length} more`
  return `${first.message}; and the same of ${listed(names, namesShown)}`
}
