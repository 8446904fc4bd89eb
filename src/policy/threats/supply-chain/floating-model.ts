import type {AssetOf} from '../../../inventory/asset.ts'
import type {Evidence} from '../../../inventory/evidence.ts'
import {fullName} from '../../../inventory/identity.ts'
import {floatingModel as meta} from '../../../rules/floating-model.ts'
import {judgeEach, usesOf} from '../found.ts'
import {isFloatingFetch} from '../stores.ts'
import type {ThreatContext, ThreatRule} from '../threat-rule.ts'

/** Of models that the product fetches; those that a provider runs are for the rule `hosted-alias`. */
export const floatingModel: ThreatRule = {
  meta,
  judge: context => {
    const clients = clientPaths(context)
    return judgeEach(meta, context, ['model'], model => {
      if (!isFloatingFetch(model)) return undefined
      const places = usesOf(model).filter(place => isFetched(place, model, clients))
      const message = `model ${fullName(model)} is fetched from ${model.facts.registry} ${howNamed(model)}`
      return places.length === 0 ? undefined : {message, places}
    })
  },
}

/** Libraries that ask a server for a model, by its name, and fetch nothing. */
const askers: ReadonlySet<string> = new Set([
  ...['code/openai', 'code/openai-agents', 'code/litellm', 'code/together', 'code/fireworks', 'code/openrouter'],
  ...['code/groq', 'code/mistral', 'code/aisuite', 'code/ai-sdk'],
  // clients of the Java world; what runs in the process comes with its package
  'code/jvm-models',
])

/** Clients of the hub's inference service, which runs the model there. */
const inferenceClient = /(?:^|\.)(?:(?:Async)?InferenceClient|HfInference(?:Endpoint)?|InferenceApi)(?:\.|$)/

/** Changes of a database: what a name is stored as, which nothing loads there. */
const migrationPath =
  /(?:^|\/)(?:migrations|alembic\/versions)\/(?:[\w-]{1,80}\/)?[\w-]{1,200}\.(?:py|[cm]?[jt]s|rb|php)$/

/** What speaks of a model by its name alone: whoever is asked for it stands beside it. */
const byName: ReadonlySet<string> = new Set(['code/name', 'code/position'])
/** Services that answer with what they store, and are asked for no model. */
const answersNone =
  /^(?:huggingface|qdrant|chroma|pinecone|weaviate|milvus|zilliz|elasticsearch|opensearch|pgvector|redis|lancedb|turbopuffer|upstash-vector|azure-ai-search|tavily|exa|serper|brave-search|lang(?:smith|fuse)|mem0)$/

/** Files in which a service is set up that answers for models. */
function clientPaths({inventory}: ThreatContext): ReadonlySet<string> {
  const services = inventory.assets.filter(asset => asset.kind === 'service' && !answersNone.test(asset.name))
  const seen = services.flatMap(({evidence}) => evidence)
  return new Set(seen.flatMap(({path, detector}) => (detector.startsWith('code/') ? [path] : [])))
}

/** Whether a model is loaded at a place, rather than asked for, or read from a folder that is called like it. */
function isFetched(
  {detector, path, symbol = '', use}: Evidence,
  {facts}: AssetOf<'model'>,
  clients: ReadonlySet<string>,
): boolean {
  if (use === 'asked-for' || use === 'folder' || askers.has(detector)) return false
  if (inferenceClient.test(symbol) || migrationPath.test(path)) return false
  return !byName.has(detector) || !(clients.has(path) || facts.registry === 'ollama')
}

function howNamed({version, facts: {revision}}: AssetOf<'model'>): string {
  if (revision === undefined) return 'without a revision'
  return revision === version ? 'without a revision in one place at least' : `at ${revision}, which moves`
}
