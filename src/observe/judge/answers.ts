import {groupBy} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'
import {aliasMoved} from '../../rules/alias-moved.ts'
import {otherModelAnswered} from '../../rules/other-model-answered.ts'
import {isOtherModel, isVersionOf} from '../declared/model-names.ts'
import type {Answer, ServiceObservation} from '../observations.ts'
import type {Case} from './case.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

/** Aliases that moved to another version, and models that answered for another. */
export function answerVerdicts(at: Case): Verdict[] {
  const now = aliasesOf(at.now, at)
  const before = at.before === undefined ? new Map<string, Alias>() : aliasesOf(at.before, at)
  return [...[...now].flatMap(([key, alias]) => movedVerdicts(alias, before.get(key), at)), ...fallbackVerdicts(at)]
}

interface Alias {
  readonly name: string
  /** in the order in which they first answered */
  readonly answers: readonly Answer[]
}

/**
 * Answers by the name that was asked for; where a dialect does not tell it, by the declared name of which the answer is
 * a version.
 */
function aliasesOf({answers}: ServiceObservation, {declared}: Case): Map<string, Alias> {
  const models = declared.flatMap(document => document.models)
  const named = [...answers.values()].flatMap(answer => {
    const names =
      answer.requested === ''
        ? models.filter(({name}) => isVersionOf(answer.answered, name)).map(({name}) => name)
        : [answer.requested]
    return [...new Set(names)].map(name => ({name, answer}))
  })
  const entries = [...groupBy(named, ({name, answer}) => `${answer.provider}\0${name}`)].map(
    ([key, list]): [string, Alias] => {
      const inOrder = list.map(({answer}) => answer).sort((a, b) => a.sighting.firstMs - b.sighting.firstMs)
      return [key, {name: key.slice(key.indexOf('\0') + 1), answers: inOrder}]
    },
  )
  return new Map(sortedBy(entries, ([key]) => key))
}

function movedVerdicts({name, answers}: Alias, before: Alias | undefined, {now}: Case): Verdict[] {
  const known = new Set(before?.answers.map(({answered}) => answered) ?? [answers[0]?.answered ?? ''])
  const last =
    before?.answers.toSorted((a, b) => a.sighting.lastMs - b.sighting.lastMs).at(-1)?.answered ??
    answers[0]?.answered ??
    ''
  return answers.flatMap(({answered, sighting}) => {
    if (known.has(answered) || !isVersionOf(answered, name)) return []
    known.add(answered)
    const message = `${serviceText(now.name)} asks for ${name}, which ${last} answered before, and now ${answered} answers: ${countText(sighting, 'call')}`
    return [
      {rule: aliasMoved, service: now.name, kind: 'model', name, message, sighting, before: [last], after: [answered]},
    ]
  })
}

function fallbackVerdicts({now}: Case): Verdict[] {
  return [...now.answers.values()].flatMap(({requested, answered, sighting}) => {
    const differs =
      requested !== '' &&
      requested !== answered &&
      (isOtherModel(answered, requested) || isOtherVersion(answered, requested))
    if (!differs) return []
    const message = `${serviceText(now.name)} asked for ${requested}, and ${answered} answered: ${countText(sighting, 'call')}`
    return [
      {
        rule: otherModelAnswered,
        service: now.name,
        kind: 'model',
        name: requested,
        message,
        sighting,
        before: [requested],
        after: [answered],
      },
    ]
  })
}

const dated = /^(.+)-(20\d\d-?\d\d-?\d\d)$/

/** A dated version was asked for, and another of the same model answered. */
function isOtherVersion(answered: string, requested: string): boolean {
  const [, line, date] = dated.exec(requested) ?? []
  const [, otherLine, otherDate] = dated.exec(answered) ?? []
  return line !== undefined && line === otherLine && date?.replaceAll('-', '') !== otherDate?.replaceAll('-', '')
}
