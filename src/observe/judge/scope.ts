import {serviceNotDescribed} from '../../rules/service-not-described.ts'
import type {Declared} from '../declared/declared.ts'
import type {Observations, ServiceObservation} from '../observations.ts'
import {looseName} from './case.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

/** Which documents describe a service, and what follows from their versions. */
export interface Scope {
  /** none where the service is not described at all */
  readonly declared: readonly Declared[]
  readonly verdicts: readonly Verdict[]
  /** a note for people */
  readonly note?: string
}

/**
 * Joins `service.name` and `service.version` with the subjects of documents. Where no subject has the name of any
 * service, the documents describe all of them: a folder is often called otherwise than what runs from it.
 */
export function scopeOf(
  service: ServiceObservation,
  documents: readonly Declared[],
  observations: Observations,
): Scope {
  const named = documents.filter(document => isNamed(document, service.name))
  if (named.length > 0) return {declared: named, verdicts: versionVerdicts(service, named)}
  const others = documents.filter(
    document => document.subject !== undefined && [...observations.keys()].some(name => isNamed(document, name)),
  )
  const rest = documents.filter(document => !others.includes(document))
  if (rest.length > 0)
    return {
      declared: rest,
      verdicts: [],
      note: `${pathsOf(rest)} names no service: it is held against ${serviceText(service.name)}`,
    }
  const message = `${serviceText(service.name)} runs, and no document describes it: ${countText(service.sighting)}`
  return {
    declared: [],
    verdicts: [
      {
        rule: serviceNotDescribed,
        service: service.name,
        kind: 'service',
        name: service.name,
        message,
        sighting: service.sighting,
      },
    ],
  }
}

function pathsOf(documents: readonly Declared[]): string {
  return documents.map(({path}) => path).join(', ')
}

function isNamed({subject = ''}: Declared, service: string): boolean {
  const last = subject.slice(subject.lastIndexOf('/') + 1)
  return service !== '' && (looseName(last) === looseName(service) || looseName(subject) === looseName(service))
}

/** Versions that run and that no document of that name describes; nothing where one states no version. */
function versionVerdicts({name, versions}: ServiceObservation, documents: readonly Declared[]): Verdict[] {
  const described = documents.map(({version}) => version)
  if (described.includes(undefined)) return []
  return [...versions].flatMap(([version, sighting]) => {
    if (described.some(one => one === version || `v${one}` === version || one === `v${version}`)) return []
    const known = described.join(', ')
    const message = `${name} runs in version ${version}, and the documents describe ${known}: ${countText(sighting)}`
    return [
      {
        rule: serviceNotDescribed,
        service: name,
        kind: 'service',
        name: `${name}@${version}`,
        message,
        sighting,
        before: described.map(String),
        after: [version],
      },
    ]
  })
}
