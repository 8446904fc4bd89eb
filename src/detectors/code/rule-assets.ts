import {type DatasetSpec, type ModelSpec, providerOf, type WeightsSpec} from '../../catalog/library.ts'
import {classifyModelName} from '../../catalog/models/model-names.ts'
import {providerBySlug} from '../../catalog/providers.ts'
import {isGenericWeights, isWeightsName} from '../../catalog/references/weights.ts'
import {eachOf} from '../../code/resolve/members.ts'
import type {Resolved} from '../../code/resolve/resolved.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Evidence, Use} from '../../inventory/evidence.ts'
import type {DatasetFacts, ModelFacts} from '../../inventory/facts.ts'
import {localId, registryId} from '../../inventory/identity.ts'
import {makeDataset, makeModel, makeService} from '../../inventory/make.ts'
import {isStore} from '../../inventory/store-registries.ts'
import {compact} from '../../lib/compact.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import {lastSegment, pathText} from './files.ts'
import type {Finder} from './finder.ts'
import type {Match} from './matches.ts'
import {dataAddress} from './names/data-address.ts'
import {folderModelId, localFolder} from './names/local-folders.ts'
import {isMixed, ownName} from './names/mixed.ts'
import {acceptName, isPlainWord, matchesAny, type Named} from './names/names.ts'
import {addressesOf, type Client, clientsOf} from './providers-of.ts'

/** Assets of the models, data sets, weights and services of one rule at one place; the keys they got. */
export function addRuleAssets(finder: Finder, match: Match): void {
  const {rule} = match.rule
  const clients = clientsAt(finder, match)
  for (const client of clients) addService(finder, match, client)
  const asked = clients.length > 0 ? clients : receiverClients(finder, match)
  for (const spec of rule.models ?? []) {
    const named = addModels(finder, match, spec, asked)
    if (rule.service?.ofModel === true && clients.length === 0)
      for (const one of named) addModelService(finder, match, one)
  }
  for (const spec of rule.datasets ?? []) addDatasets(finder, match, spec)
  for (const spec of rule.weights ?? []) addWeights(finder, match, spec)
}

/**
 * Clients of a call; a module-wide endpoint (`openai.api_base = …`) goes before the library's own where the call itself
 * names none.
 */
function clientsAt(finder: Finder, match: Match): readonly Client[] {
  const clients = clientsOf(finder.resolver, match)
  const general = finder.moduleClients.get(match.rule.library.library)
  const {service} = match.rule.rule
  const isModuleWide =
    service !== undefined &&
    service.endpoint === undefined &&
    service.provider === undefined &&
    match.site.receivers.length === 0
  return general !== undefined && isModuleWide ? general : clients
}

function receiverClients(finder: Finder, match: Match): readonly Client[] {
  const clients = match.site.receivers.flatMap(receiver => finder.clientsOfCall(receiver))
  if (clients.length > 0) return clients
  const own = providerOf(match.rule.library, match.site.module)
  return own !== undefined && (match.certain || finder.matcher.imports(match.rule.library.library))
    ? [{provider: own}]
    : []
}

function ruleName(match: Match): string {
  return match.rule.library.library
}

function keep(finder: Finder, match: Match, asset: Asset): void {
  finder.gave(match.site.made?.call ?? match.site, finder.bag.add(asset))
}

function evidenceOf(
  finder: Finder,
  match: Match,
  value: Resolved,
  spec: {level?: ModelSpec['level']; confidence?: number; use?: Use | undefined},
): Evidence[] {
  const confidence = finder.confidenceOf(match, spec.confidence)
  const symbol = match.site.path.filter(part => part !== '()' && part !== '[]').join('.')
  return finder
    .places(value.place, match.site.place)
    .map(place => finder.evidence(place, {rule: ruleName(match), level: spec.level, confidence, symbol, use: spec.use}))
}

/** Of several clients that a call may be made on, the one whose name it is by its grammar. */
function nearestProvider(text: string, providers: readonly string[]): string | undefined {
  const known = providers.length > 1 ? classifyModelName(text)?.registry : undefined
  return known !== undefined && providers.includes(known) ? known : providers[0]
}

/** A model that a value names, and whose it is. */
interface NamedHere {
  readonly value: Resolved
  readonly registry: string | undefined
}

function addModels(finder: Finder, match: Match, spec: ModelSpec, asked: readonly Client[]): NamedHere[] {
  const values = eachOf(finder.resolver, finder.select(spec.name, match.site))
  const unknown = values.flatMap(value =>
    value.kind === 'dynamic' && value.source === 'environment' ? [`env ${value.name}`] : [],
  )
  const [client] = asked
  if (client !== undefined) finder.bag.state(registryId('service', '', client.provider), 'aibom:model:dynamic', unknown)
  const providers = asked.map(({provider, protocol}) => protocol ?? provider)
  const found: NamedHere[] = []
  const mixed = isMixed(values.flatMap(value => textOf(value) ?? []))
  for (const value of values) {
    const text = spec.form === 'symbol' ? symbolName(value) : textOf(value)
    const named = text === undefined ? undefined : nameGiven(text, spec, nearestProvider(text, providers), mixed)
    if (text === undefined || named === undefined || isPlainWord(named)) {
      addModelFile(finder, match, value, spec)
      continue
    }
    if (!match.certain && named.registry === undefined && !isPlausible(named.name)) continue
    finder.take(value.place, text)
    const facts = modelFacts(finder, match, spec, named)
    const use = useAt(match, facts, asked)
    const model = makeModel(named.name, evidenceOf(finder, match, value, {...spec, use}), facts)
    found.push({value, registry: model.facts.registry})
    keep(finder, match, unknown.length === 0 ? model : {...model, properties: {'aibom:model:dynamic': unknown}})
  }
  return found
}

/** Libraries of these load a model themselves; others send its name to a server. */
const loaders: ReadonlySet<string> = new Set(['huggingface', 'vllm', 'sglang', 'llama-cpp', 'gpt4all'])

/** Of a model that a provider runs, the registry says that it is asked for. */
function useAt(match: Match, {registry, trustRemoteCode}: ModelFacts, asked: readonly Client[]): Use | undefined {
  if (trustRemoteCode === true) return 'remote-code'
  return isStore(registry) && isAskedFor(match, asked) ? 'asked-for' : undefined
}

/** A call that asks a server for a model, where it does not tell the server to fetch one. */
function isAskedFor({rule, site}: Match, asked: readonly Client[]): boolean {
  if (site.path.findLast(part => part !== '()') === 'pull') return false
  return rule.rule.service !== undefined || asked.some(({provider}) => !loaders.has(provider))
}

/** The model that a text names; where names of several vendors meet, each is its vendor's. */
function nameGiven(text: string, spec: ModelSpec, provider: string | undefined, mixed: boolean): Named | undefined {
  const named = acceptName(text, spec, provider)
  return mixed && named !== undefined ? (ownName(text) ?? named) : named
}

/** A file or folder where a model's name was expected. */
function addModelFile(finder: Finder, match: Match, value: Resolved, spec: ModelSpec): void {
  const {deny = []} = spec
  const text = pathText(value)
  if (text !== undefined && matchesAny(deny, text)) return
  if (text !== undefined && isWeightsName(text) && !text.includes(' ') && !finder.writes(text))
    addWeightsFile(finder, match, text, {value, isModel: true})
  else if (spec.form === 'hub' || spec.form === 'hub-owner') addModelFolder(finder, match, value, spec)
}

/** A model called like the folder that it is loaded from: no registry tells what it is. */
function addModelFolder(finder: Finder, match: Match, value: Resolved, spec: ModelSpec): void {
  const folder = localFolder(finder, value)
  if (folder === undefined) return
  finder.folders.push(folder)
  if (value.kind === 'text') finder.take(value.place, value.text)
  const facts = modelFacts(finder, match, spec, {name: folder.path})
  const {revision: _revision, ...known} = facts
  const model = makeModel(lastSegment(folder.path), evidenceOf(finder, match, value, spec), known)
  keep(finder, match, {...model, id: folderModelId(folder.path)})
}

/** A name given to a receiver that nobody knows must at least look like a model's. */
function isPlausible(name: string): boolean {
  return classifyModelName(name) !== undefined || /\d/.test(name)
}

function modelFacts(finder: Finder, match: Match, spec: ModelSpec, named: Named): ModelFacts {
  const {site} = match
  const text = (selectors: readonly string[] | undefined): string | undefined =>
    firstText(finder.select(selectors, site))
  return compact({
    registry: named.registry,
    revision: text(spec.revision) ?? named.revision,
    task: text(spec.task),
    quantization: text(spec.quantization),
    trustRemoteCode: flagOf(finder, site, spec.trustRemoteCode),
    useSafetensors: flagOf(finder, site, spec.useSafetensors),
    library: spec.registry === undefined ? undefined : ruleName(match),
  })
}

function firstText(values: readonly Resolved[]): string | undefined {
  const value = values.find(({kind}) => kind === 'text')
  return value?.kind === 'text' ? value.text : undefined
}

function addDatasets(finder: Finder, match: Match, spec: DatasetSpec): void {
  const isFile = spec.form === 'file'
  for (const value of eachOf(finder.resolver, finder.select(spec.name, match.site))) {
    const text = isFile ? dataPath(value) : textOf(value)
    const named =
      text === undefined ? undefined : acceptName(text, spec, providerOf(match.rule.library, match.site.module))
    if (text === undefined || named === undefined || (isFile && finder.writes(named.name))) continue
    finder.take(value.place, text)
    const dataset = makeDataset(
      named.name,
      evidenceOf(finder, match, value, spec),
      datasetFacts(finder, match, spec, named),
    )
    keep(finder, match, isFile ? {...dataset, name: lastSegment(named.name)} : dataset)
  }
}

/** A path, or the name of what lies at an address that is filled in. */
function dataPath(value: Resolved): string | undefined {
  return pathText(value) ?? (value.kind === 'partial' ? dataAddress(value) : undefined)
}

function symbolName(value: Resolved): string | undefined {
  return value.kind === 'symbol' && value.path.at(-1) !== '()' ? value.path.at(-1) : undefined
}

function textOf(value: Resolved): string | undefined {
  return value.kind === 'text' ? value.text : undefined
}

function datasetFacts(finder: Finder, {site}: Match, spec: DatasetSpec, named: Named): DatasetFacts {
  const splits = finder.select(spec.split, site).flatMap(split => (split.kind === 'text' ? [split.text] : []))
  return compact({
    registry: named.registry,
    config: firstText(finder.select(spec.config, site)) ?? named.config,
    split: splits.length === 0 ? undefined : splits,
    revision: firstText(finder.select(spec.revision, site)) ?? named.revision,
    url: named.url ?? firstText(finder.select(spec.url, site)),
    trustRemoteCode: flagOf(finder, site, spec.trustRemoteCode),
  })
}

/** An argument that is `True` or `False` as it stands. */
function flagOf(finder: Finder, site: Match['site'], selectors: readonly string[] | undefined): boolean | undefined {
  const [value] = finder.select(selectors, site)
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : undefined
}

function addWeights(finder: Finder, match: Match, spec: WeightsSpec): void {
  for (const value of eachOf(finder.resolver, finder.select(spec.name, match.site))) {
    const text = pathText(value)
    if (text === undefined || !isWeightsFile(text, spec) || finder.writes(text)) continue
    // of any model's folder: which one, its own name would have to tell
    if (value.kind === 'partial' && isGenericWeights(text)) continue
    addWeightsFile(finder, match, text, {value})
  }
}

function isWeightsFile(text: string, {only, deny = []}: WeightsSpec): boolean {
  const bare = withoutQuery(text)
  const name = lastSegment(bare)
  if (/[\s*{}$]/.test(text) || matchesAny(deny, name)) return false
  return only === undefined ? isWeightsName(bare) || bare.endsWith('.bin') : matchesAny(only, name)
}

/**
 * A weight file by its name: not here as far as the code tells. One that a library takes for a model is called like the
 * model.
 */
function addWeightsFile(
  finder: Finder,
  match: Match,
  text: string,
  {value, isModel = false}: {value: Resolved; isModel?: boolean},
): void {
  const isUrl = /^https?:\/\//.test(text)
  const bare = withoutQuery(text)
  const path = isUrl ? lastSegment(bare) : bare.replace(/^(?:\.\/)+/, '')
  const name = lastSegment(path)
  const dot = name.lastIndexOf('.')
  finder.take(value.place, text)
  keep(finder, match, {
    kind: 'weights',
    id: localId('weights', path),
    name,
    aliases: isModel && dot > 3 && !isGenericWeights(name) ? [name.slice(0, dot)] : [],
    digests: [],
    evidence: evidenceOf(finder, match, value, {}),
    ...(isUrl && {references: [{type: 'distribution' as const, url: text}]}),
    facts: {format: dot === -1 ? 'unknown' : name.slice(dot + 1).toLowerCase(), present: false},
  })
}

/** The provider that a library calls for a model, by whose the model is. */
function addModelService(finder: Finder, match: Match, {value, registry}: NamedHere): void {
  const provider = registry === undefined ? undefined : providerBySlug(registry)
  const isCalled =
    provider?.kind === 'model-provider' || provider?.kind === 'gateway' || provider?.kind === 'self-hosted'
  // names of the hub are run on the spot as often as they are asked of its inference service
  if (!isCalled || provider.slug === 'huggingface') return
  const endpoints = addressesOf(finder.resolver, match)
  keep(finder, match, makeService({provider: provider.slug, endpoints}, evidenceOf(finder, match, value, {})))
}

function addService(finder: Finder, match: Match, client: Client): void {
  const {site} = match
  const place = client.place?.path === site.place.path ? client.place : site.place
  const environment = [
    ...new Set([...environmentOf(finder, match), ...(client.variable === undefined ? [] : [client.variable])]),
  ].sort()
  const evidence = finder.evidence(place, {
    rule: ruleName(match),
    level: match.rule.rule.service?.level,
    confidence: finder.confidenceOf(match),
    symbol: site.path.filter(part => part !== '()').join('.'),
  })
  keep(
    finder,
    match,
    makeService(
      {
        provider: client.provider,
        endpoints: client.endpoint === undefined ? [] : [client.endpoint],
        ...(environment.length > 0 && {environment}),
      },
      [evidence],
    ),
  )
}

/** Names of the variables that a client's arguments come from. */
function environmentOf(finder: Finder, match: Match): string[] {
  const {args, context} = match.site
  return args.flatMap(({value}) => {
    const values = finder.resolver.resolve(value, context)
    const inner = values.flatMap(one =>
      one.kind === 'map' ? one.entries.flatMap(entry => finder.resolver.resolve(entry.value, one.context)) : [one],
    )
    return inner.flatMap(one => (one.kind === 'dynamic' && one.source === 'environment' ? [one.name] : []))
  })
}
