import {type Told, type ToldField, toldFields} from '../observations.ts'
import type {Case} from './case.ts'
import {type CannotTell, serviceText} from './verdict.ts'

/**
 * What telemetry of a dialect never told of the calls to a provider, where a declared thing could be compared with it.
 */
export function cannotTell({now, before}: Case): CannotTell[] {
  const told = [...now.told.values()]
  const providers = [...new Set(told.map(({provider}) => provider))].sort()
  const missing = providers.flatMap(provider => missingOf(provider, told))
  const aliases = [...now.answers.values()].some(({requested, answered}) => requested !== answered)
  const noBefore = before === undefined && aliases && !hasSeveralAnswers(now.answers.values())
  return [
    ...(told.length === 0 && usesModels(now) ? [noCalls(now.name)] : []),
    ...joinByDialect(missing, now.name),
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

/** Something runs that works with models: an agent, a tool. */
function usesModels({seen}: Case['now']): boolean {
  return [...seen.values()].some(({kind}) => kind === 'agent' || kind === 'tool')
}

function noCalls(service: string): CannotTell {
  const message = `telemetry of ${serviceText(service)} holds no calls of models, so models, providers and what answered cannot be told`
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

/** One call may show as spans of several instrumentations: what one of them told is told. */
function missingOf(provider: string, all: readonly Told[]): Missing[] {
  const told = all.filter(one => one.provider === provider)
  const fields = new Set(told.flatMap(one => [...one.fields]))
  const missing = toldFields.filter(field => !fields.has(field))
  const [main] = [...told].sort((a, b) => b.calls - a.calls)
  return main === undefined || missing.length === 0 ? [] : [{dialect: main.dialect, provider, fields: missing}]
}

/** One sentence for each dialect. */
function joinByDialect(missing: readonly Missing[], service: string): CannotTell[] {
  return [...new Set(missing.map(({dialect}) => dialect))].sort().map(dialect => {
    const parts = missing
      .filter(one => one.dialect === dialect)
      .map(({provider, fields}) => `${fields.join(' and no ')}${provider === '' ? '' : ` of ${provider}`}`)
    return {
      dialect,
      service,
      message: `${dialect} telemetry of ${serviceText(service)} holds no ${parts.join('; no ')}: a change of these would not be seen`,
    }
  })
}
