import {worstFirst} from '../../inventory/severity.ts'
import {addTo} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {Declared} from '../declared/declared.ts'
import type {Observations, ServiceObservation} from '../observations.ts'
import {answerVerdicts} from './answers.ts'
import {behaviorVerdicts} from './behavior.ts'
import {cannotTell} from './cannot-tell.ts'
import {type Case, looseName} from './case.ts'
import {definitionVerdicts} from './definitions.ts'
import {notSeenVerdicts} from './not-seen.ts'
import {promptVerdicts} from './prompts.ts'
import {scopeOf} from './scope.ts'
import {toldToolVerdicts} from './told-tools.ts'
import {undeclaredVerdicts} from './undeclared.ts'
import type {CannotTell, Verdict} from './verdict.ts'

/** What a run comes to; `cannotTell` is what the telemetry is too poor to decide. */
export interface Judged {
  /** the worst first */
  readonly verdicts: readonly Verdict[]
  readonly cannotTell: readonly CannotTell[]
  readonly notes: readonly string[]
}

/**
 * Holds what was observed against what is declared and what earlier runs kept.
 * @param before of the state; empty for a first run
 */
export function judge(now: Observations, before: Observations, documents: readonly Declared[]): Judged {
  const agents = new Set(
    [...now.values()].flatMap(({seen}) =>
      [...seen.values()].flatMap(({kind, name}) => (kind === 'agent' ? [looseName(name)] : [])),
    ),
  )
  const verdicts: Verdict[] = []
  const open: CannotTell[] = []
  const notes = new Set<string>()
  const servicesOf = new Map<Declared, ServiceObservation[]>()
  for (const service of sortedBy(now.values(), ({name}) => name)) {
    const scope = scopeOf(service, documents, now)
    verdicts.push(...scope.verdicts)
    if (scope.note !== undefined) notes.add(scope.note)
    for (const document of scope.declared) addTo(servicesOf, document, service)
    const at: Case = {now: service, before: before.get(service.name), declared: scope.declared, agents}
    const tools = toldToolVerdicts(at)
    verdicts.push(...answerVerdicts(at), ...definitionVerdicts(at, tools.differing), ...behaviorVerdicts(at))
    verdicts.push(...tools.verdicts)
    open.push(...tools.cannotTell)
    open.push(...cannotTell(at))
    if (scope.declared.length === 0) continue
    const prompts = promptVerdicts(at)
    verdicts.push(...undeclaredVerdicts(at), ...prompts.verdicts)
    open.push(...prompts.cannotTell)
  }
  for (const [document, services] of servicesOf) {
    const notSeen = notSeenVerdicts(document, services, before)
    verdicts.push(...notSeen.verdicts)
    open.push(...notSeen.cannotTell)
  }
  return {verdicts: inOrder(verdicts), cannotTell: open, notes: [...notes]}
}

function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  const sorted = sortedBy(verdicts, ({rule, service, name, message}) => `${rule.id}\n${service}\n${name}\n${message}`)
  return worstFirst(sorted, ({rule}) => rule.severity)
}
