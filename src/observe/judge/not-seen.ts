import {declaredNotSeen} from '../../rules/declared-not-seen.ts'
import type {Declared, DeclaredName} from '../declared/declared.ts'
import {isSameModel, isVersionOf} from '../declared/model-names.ts'
import type {Observations, Seen, ServiceObservation} from '../observations.ts'
import {looseName} from './case.ts'
import {type CannotTell, serviceText, type Verdict} from './verdict.ts'

/** What a document declares and none of its services was seen to use; only of kinds that telemetry told at all. */
export function notSeenVerdicts(
  document: Declared,
  services: readonly ServiceObservation[],
  before: Observations,
): {readonly verdicts: Verdict[]; readonly cannotTell: CannotTell[]} {
  const seen = services.flatMap(service => [...service.seen.values()])
  const answers = services.flatMap(service => [...service.answers.values()])
  const ofKind = (kind: Seen['kind']): string[] => seen.flatMap(one => (one.kind === kind ? [one.name] : []))
  const models = [...ofKind('model'), ...answers.map(({answered}) => answered)]
  const tools = new Set(ofKind('tool').map(looseName))
  const agents = new Set(ofKind('agent').map(looseName))
  const providers = new Set(ofKind('provider'))
  const told = [...models, ...earlierModels(before)].map(isEmbedding)
  const isModelSeen = (name: string): boolean => models.some(one => isSameModel(one, name) || isVersionOf(one, name))
  const unseenModels = models.length === 0 ? [] : document.models.filter(({name}) => !isModelSeen(name))
  const isOpen = ({name}: {readonly name: string}): boolean => !told.includes(isEmbedding(name))
  const verdicts = [
    ...unseenModels.filter(one => !isOpen(one)).map(({name}) => toVerdict('model', name, document)),
    ...unseen('tool', document.tools, tools, document),
    ...unseen(
      'agent',
      document.agents.filter(agent => agent.id !== '' && !isTeamSeen(agent, document, agents)),
      agents,
      document,
    ),
    ...(providers.size === 0
      ? []
      : document.services
          .filter(service => isModelService(service) && !providers.has(service.provider))
          .map(({provider}) => toVerdict('service', provider, document))),
  ]
  return {verdicts, cannotTell: notTold(unseenModels.filter(isOpen), services, document)}
}

/** Instrumentations of chats alone write nothing of embeddings, and some of frameworks nothing else. */
function notTold(
  models: readonly {readonly name: string}[],
  services: readonly ServiceObservation[],
  {path}: Declared,
): CannotTell[] {
  if (models.length === 0) return []
  const names = models.map(({name}) => name).join(', ')
  const of = services.map(({name}) => serviceText(name)).join(', ')
  const what = models.some(({name}) => isEmbedding(name)) ? 'no embeddings' : 'embeddings alone'
  return [{message: `telemetry of ${of} tells of ${what}: whether ${names} of ${path} is used cannot be told`}]
}

function isEmbedding(name: string): boolean {
  return /embed|(?:^|[/_-])(?:bge|e5|gte|minilm|mpnet|voyage)(?:[/_-]|$)/i.test(name)
}

function earlierModels(before: Observations): string[] {
  return [...before.values()].flatMap(({seen}) =>
    [...seen.values()].flatMap(({kind, name}) => (kind === 'model' ? [name] : [])),
  )
}

/** A team without a model of its own shows in the agents that it leads. */
function isTeamSeen({leads = []}: DeclaredName, {agents}: Declared, seen: ReadonlySet<string>): boolean {
  return agents.some(({id, names}) => leads.includes(id) && names.some(name => seen.has(looseName(name))))
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
