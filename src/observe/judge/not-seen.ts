import {declaredNotSeen} from '../../rules/declared-not-seen.ts'
import type {Declared, DeclaredName} from '../declared/declared.ts'
import {isSameModel, isVersionOf} from '../declared/model-names.ts'
import type {Seen, ServiceObservation} from '../observations.ts'
import {looseName} from './case.ts'
import type {Verdict} from './verdict.ts'

/** What a document declares and none of its services was seen to use; only of kinds that telemetry told at all. */
export function notSeenVerdicts(document: Declared, services: readonly ServiceObservation[]): Verdict[] {
  const seen = services.flatMap(service => [...service.seen.values()])
  const answers = services.flatMap(service => [...service.answers.values()])
  const ofKind = (kind: Seen['kind']): string[] => seen.flatMap(one => (one.kind === kind ? [one.name] : []))
  const models = [...ofKind('model'), ...answers.map(({answered}) => answered)]
  const tools = new Set(ofKind('tool').map(looseName))
  const agents = new Set(ofKind('agent').map(looseName))
  const providers = new Set(ofKind('provider'))
  const isModelSeen = (name: string): boolean => models.some(one => isSameModel(one, name) || isVersionOf(one, name))
  return [
    ...(models.length === 0
      ? []
      : document.models.filter(({name}) => !isModelSeen(name)).map(({name}) => toVerdict('model', name, document))),
    ...unseen('tool', document.tools, tools, document),
    ...unseen('agent', document.agents, agents, document),
    ...(providers.size === 0
      ? []
      : document.services
          .filter(service => isModelService(service) && !providers.has(service.provider))
          .map(({provider}) => toVerdict('service', provider, document))),
  ]
}

function isModelService({provider}: Declared['services'][number]): boolean {
  return provider !== 'openai-compatible'
}

function unseen(
  kind: string,
  declared: readonly DeclaredName[],
  seen: ReadonlySet<string>,
  document: Declared,
): Verdict[] {
  if (seen.size === 0) return []
  return declared
    .filter(({names}) => !names.some(name => seen.has(looseName(name))))
    .map(({names}) => toVerdict(kind, names[0] ?? '', document))
}

function toVerdict(kind: string, name: string, {path}: Declared): Verdict {
  return {rule: declaredNotSeen, service: '', kind, name, message: `the ${kind} ${name} of ${path} was not seen`}
}
