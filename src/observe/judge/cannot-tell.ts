import {vectorStoreOf} from '../dialects/providers.ts'
import {type Told, type ToldField, toldFields} from '../observations.ts'
import type {Case} from './case.ts'
import {type CannotTell, serviceText} from './verdict.ts'

/**
 * What telemetry of a dialect never told of the calls to a provider, where a declared thing could be compared with it.
 */
export function cannotTell({now, before, declared}: Case): CannotTell[] {
  const told = [...now.told.values()]
  const calls = told.filter(one => one.calls > 0)
  const providers = [...new Set(calls.map(({provider}) => provider))].sort()
  const missing = providers.flatMap(provider => missingOf(provider, told))
  const aliases = [...now.answers.values()].some(({requested, answered}) => requested !== answered)
  const noBefore = before === undefined && aliases && !hasSeveralAnswers(now.answers.values())
  return [
    ...(calls.length === 0 && usesModels(now) ? [noCalls(now.name)] : []),
    ...joinByDialect(missing, now.name),
    ...storesOutsideLocks({now, declared}),
    ...(noBefore
      ? [
          {
            service: now.name,
            message: `no earlier answers of ${serviceText(now.name)} are known, so a name that moved would not be seen; --state FILE keeps them`,
          },
        ]
      : []),
    ...(now.dropped > 0
      ? [
          {
            service: now.name,
            message: `${serviceText(now.name)} has more names than are kept: ${now.dropped} were left out`,
          },
        ]
      : []),
  ]
}

/** A lock lists no packages, so that a vector store which runs inside the program is not in it. */
function storesOutsideLocks({now, declared}: Pick<Case, 'now' | 'declared'>): CannotTell[] {
  const lock = declared.find(({stores}) => stores === undefined)
  const declaredProviders = new Set(declared.flatMap(({services}) => services.map(({provider}) => provider)))
  const stores = [...now.seen.values()]
    .filter(({kind, name}) => kind === 'provider' && vectorStoreOf(name) === name && !declaredProviders.has(name))
    .map(({name}) => name)
  if (lock === undefined || stores.length === 0) return []
  const message = `${lock.path} lists no packages, so whether ${stores.join(', ')} in ${serviceText(now.name)} is a library of the program or a service cannot be told`
  return [{service: now.name, message}]
}

/** Something runs that works with models: an agent, a tool. */
function usesModels({seen}: Case['now']): boolean {
  return [...seen.values()].some(({kind}) => kind === 'agent' || kind === 'tool')
}

function noCalls(service: string): CannotTell {
  const message = `telemetry of ${serviceText(service)} holds no calls of models, so models, providers, endpoints, instructions and what answered cannot be told`
  return {service, message}
}

function hasSeveralAnswers(answers: Iterable<{readonly requested: string; readonly answered: string}>): boolean {
  const byName = new Map<string, string>()
  for (const {requested, answered} of answers) {
    if (requested === '') continue
    if ((byName.get(requested) ?? answered) !== answered) return true
    byName.set(requested, answered)
  }
  return false
}

interface Missing {
  readonly dialect: string
  readonly provider: string
  readonly fields: readonly ToldField[]
}

/**
 * One call may show as spans of several instrumentations: what one of them told is told, and so are the instructions
 * and tools of an agent, whatever it calls.
 */
function missingOf(provider: string, all: readonly Told[]): Missing[] {
  const told = all.filter(one => one.provider === provider && one.calls > 0)
  const ofAgents = all.filter(one => one.calls === 0).flatMap(one => [...one.fields])
  const fields = new Set([
    ...told.flatMap(one => [...one.fields]),
    ...ofAgents.filter(field => field === 'tools' || field === 'system instructions'),
  ])
  const missing = toldFields.filter(field => !fields.has(field))
  const [main] = [...told].sort((a, b) => b.calls - a.calls)
  return main === undefined || missing.length === 0 ? [] : [{dialect: main.dialect, provider, fields: missing}]
}

/** Which tools were called may be told all the same. */
function toText(field: ToldField): string {
  return field === 'tools' ? 'list of tools' : field
}

/** One sentence for each dialect. */
function joinByDialect(missing: readonly Missing[], service: string): CannotTell[] {
  return [...new Set(missing.map(({dialect}) => dialect))].sort().map(dialect => {
    const parts = missing
      .filter(one => one.dialect === dialect)
      .map(({provider, fields}) => `${fields.map(toText).join(' and no ')}${provider === '' ? '' : ` of ${provider}`}`)
    return {
      dialect,
      service,
      message: `${dialect} telemetry of ${serviceText(service)} holds no ${parts.join('; no ')}: a change of these would not be seen`,
    }
  })
}
