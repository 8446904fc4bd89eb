import {sha256Hex} from '../../lib/digest.ts'
import {groupBy} from '../../lib/group.ts'
import type {ReviewFinding} from '../notes.ts'
import type {Answer} from '../profiles/judge.ts'
import type {ProfileAnswers, Question, ReviewResult} from '../review-result.generated.ts'
import {questionOn} from './table.ts'

/** A letter of more questions is not answered; each names so many cases. */
const questionLimit = 100
const casesShown = 5

/**
 * What only the vendor can answer: first what the findings lead to, then what frameworks ask of a vendor alone and the
 * BOM does not state. Each once.
 */
export function questionsOf({findings, profiles = []}: Pick<ReviewResult, 'findings' | 'profiles'>): Question[] {
  return [...ofFindings(findings), ...ofRequirements(profiles)].slice(0, questionLimit)
}

function ofFindings(findings: readonly ReviewFinding[]): Question[] {
  const asked = findings.flatMap((finding, index) => {
    const row = questionOn(finding.name)
    return row === undefined ? [] : [{finding, index, row}]
  })
  return [...groupBy(asked, ({row}) => row.key).values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const cases = group.flatMap(({finding}) => finding.items ?? [finding])
    const times = group.reduce((sum, {finding}) => sum + (finding.times ?? 1), 0)
    return {
      reference: referenceOf(`finding ${first.row.key}`),
      text: first.row.text,
      about: unique(cases.map(({subject}) => subject)).slice(0, casesShown),
      found: shownOf(
        cases.map(({message}) => message),
        times,
      ),
      because: unique(group.map(({finding}) => `${finding.title} (${finding.rule})`)),
      finding: first.index,
    }
  })
}

/** Requirements of several frameworks that one field answers are one question. */
function ofRequirements(profiles: readonly ProfileAnswers[]): Question[] {
  const open = profiles.flatMap(({frameworks, requirements}) =>
    requirements
      .filter(isForVendor)
      .map(requirement => ({requirement, framework: frameworks[requirement.framework]?.name ?? ''})),
  )
  return [...groupBy(open, ({requirement}) => keyOf(requirement)).entries()].flatMap(([key, group]) => {
    const [first] = group
    if (first === undefined) return []
    return {
      reference: referenceOf(key),
      text: `Please state: ${first.requirement.text}.`,
      about: [],
      found: unique(group.map(({requirement}) => requirement.reason)).filter(reason => reason !== 'not stated'),
      because: unique(group.map(({requirement, framework}) => `${requirement.text} (${requirement.id}, ${framework})`)),
    }
  })
}

/** The vendor alone can say it, as far as is known who can. */
function isForVendor({from, lacks}: Answer): boolean {
  return lacks === true && (from === 'vendor' || from === undefined)
}

/** What a requirement has in common with those of other frameworks that ask the same. */
function keyOf({id, text, paths}: Answer): string {
  return paths.length === 0 ? `requirement ${id}\n${text}` : `fields ${[...paths].sort().join('\n')}`
}

/** The question that a requirement leads to: its reference. */
export function referenceOfRequirement(requirement: Answer): string | undefined {
  return isForVendor(requirement) ? referenceOf(keyOf(requirement)) : undefined
}

function referenceOf(key: string): string {
  return `q-${sha256Hex(key).slice(0, 8)}`
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter(text => text !== '')
}

function shownOf(messages: readonly string[], times: number): string[] {
  const shown = unique(messages).slice(0, casesShown)
  return times > casesShown && times > shown.length ? [...shown, `and ${times - shown.length} more`] : shown
}
