import type {RuleMeta} from '../inventory/finding.ts'
import type {ReviewResult} from './review-result.generated.ts'
import {type ReviewRuleName, ruleNamed} from './rules.ts'

/** A place that statements of a review refer to by number. */
export type Evidence = ReviewResult['evidence'][number]
/** What a review says against a BOM; `items` lists what several of one kind are about. */
export type ReviewFinding = ReviewResult['findings'][number]

/** A finding before those of one kind are told together. */
export type Note = Omit<ReviewFinding, 'items' | 'times'>

/** What a finding adds to the text of its rule. */
export interface FindingDetail {
  readonly subject: string
  readonly message: string
  readonly evidence: readonly number[]
  readonly conflict?: readonly {readonly value: string; readonly source: string}[]
  /** the bytes, a registry or a signature say otherwise */
  readonly contradicts?: boolean
  readonly severity?: ReviewFinding['severity']
}

/** Evidence and findings as they are gathered. */
export interface Notebook {
  /** Something in the document. @returns the number that statements refer to */
  cite(pointer: string, value: string): number
  /** Something outside of the document. */
  citeElsewhere(evidence: Evidence): number
  find(rule: ReviewRuleName, detail: FindingDetail): void
  /** The same by a rule that other commands judge by. */
  findBy(rule: RuleMeta, detail: FindingDetail): void
  readonly evidence: readonly Evidence[]
  readonly findings: readonly Note[]
}

/** Long values are told in part: the place leads to the rest. */
const valueLength = 300

/** @param lineOf line of a JSON pointer in the document */
export function openNotebook(lineOf: (pointer: string) => number | undefined): Notebook {
  const evidence: Evidence[] = []
  const numbers = new Map<string, number>()
  const findings: Note[] = []
  const told = new Map<string, Note>()
  const citeElsewhere = (item: Evidence): number => {
    const key = `${item.source}\n${item.place}\n${item.value}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, evidence.length)
    return evidence.push(item) - 1
  }
  const findBy = (
    rule: RuleMeta,
    {subject, message, evidence: cited, conflict, contradicts = false, severity}: FindingDetail,
  ): void => {
    const key = `${rule.name}\n${subject}\n${message}`
    const twin = told.get(key)
    if (twin !== undefined) {
      twin.evidence.push(...cited.filter(number => !twin.evidence.includes(number)))
      return
    }
    const note: Note = {
      rule: rule.id,
      name: rule.name,
      severity: severity ?? rule.severity,
      subject,
      title: rule.title,
      message,
      why: rule.why,
      fix: rule.fix,
      contradicts,
      ...(conflict !== undefined && {conflict: conflict.map(each => ({...each}))}),
      evidence: [...cited],
    }
    told.set(key, note)
    findings.push(note)
  }
  return {
    evidence,
    findings,
    citeElsewhere,
    cite(pointer, value) {
      const line = lineOf(pointer)
      const shown = value.length > valueLength ? `${value.slice(0, valueLength)} …` : value
      return citeElsewhere({source: 'bom', place: pointer, ...(line !== undefined && {line}), value: shown})
    },
    findBy,
    find: (name, detail) => findBy(ruleNamed(name), detail),
  }
}
