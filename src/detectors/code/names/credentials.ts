import {type Provider, variableMeaning} from '../../../catalog/providers.ts'
import type {Naming} from '../../../code/module.ts'
import {registryId} from '../../../inventory/identity.ts'
import {makeService} from '../../../inventory/make.ts'
import type {Finder} from '../finder.ts'
import {contextOf} from './named-models.ts'
import {snakeCase} from './snake-case.ts'

const credentialKey = /^(?:api_?)?(?:key|token|secret)$|^apiKey$/i
const modelKinds: readonly Provider['kind'][] = ['model-provider', 'gateway', 'self-hosted', 'speech']

/** `config.openai_api_key`, `options.OllamaApiBase`: what a client is told of a provider. */
const toldKey = /(?:^|_)(?:api_?key|api_?base|api_?token)$/i

/**
 * `'anthropic' => ['driver' => 'anthropic', 'key' => env('ANTHROPIC_API_KEY')]`: a record that holds the credential of
 * a provider sets its service up, whichever library reads it; so does `config.openai_api_key = ENV["OPENAI_API_KEY"]`
 * beside an AI library.
 */
export function addCredentials(finder: Finder): void {
  const known = new Set(finder.bag.assets.flatMap(({kind, id}) => (kind === 'service' ? [id] : [])))
  for (const naming of finder.module.namings)
    if (isCredential(naming) || (finder.matcher.importsAi && isTold(naming))) addCredential(finder, naming, known)
}

function isCredential({via, within, name}: Naming): boolean {
  return via === 'key' && within?.kind === 'map' && credentialKey.test(name)
}

function isTold({via, owner, name}: Naming): boolean {
  return via === 'assignment' && owner !== undefined && toldKey.test(snakeCase(name))
}

/** What a block of Ruby hands out to be filled: `RubyLLM.configure do |config|`. */
const configured = /^(?:c|cfg|conf|config|configuration)$/

/** `config.openai_api_key = profile.key` says whose key it is, wherever the key comes from. */
function isConfigured({owner}: Naming, {language}: Finder['module']): boolean {
  return language === 'ruby' && owner?.kind === 'name' && configured.test(owner.name)
}

/** What a key is of by the name that it is told under; an address so named may be another server's. */
function keyMeaning({name}: Naming): ReturnType<typeof variableMeaning> {
  const meaning = variableMeaning(snakeCase(name))
  return meaning?.role === 'credential' ? meaning : undefined
}

function addCredential(finder: Finder, naming: Naming, known: ReadonlySet<string>): void {
  for (const value of finder.resolver.resolve(naming.value, contextOf(finder, naming))) {
    const variable = value.kind === 'dynamic' && value.source === 'environment' ? value.name : undefined
    const provider = providerOf(finder, naming, variable)
    if (provider === undefined || known.has(registryId('service', '', provider.slug))) continue
    // where the variable is read: a function may choose among those of several providers
    const evidence = finder.evidence(value.place, {
      rule: 'credential',
      level: 'configured',
      confidence: 0.8,
      symbol: naming.name,
    })
    const environment = variable === undefined ? [] : [variable]
    finder.bag.add(makeService({provider: provider.slug, endpoints: [], environment}, [evidence]))
  }
}

/** Whose credential a naming holds, by the variable that it is read from, else by its own name. */
function providerOf(finder: Finder, naming: Naming, variable: string | undefined): Provider | undefined {
  if (variable === undefined && !isConfigured(naming, finder.module)) return undefined
  const meaning = (variable === undefined ? undefined : variableMeaning(variable)) ?? keyMeaning(naming)
  if (meaning === undefined || (meaning.role !== 'credential' && !isTold(naming))) return undefined
  const {provider} = meaning
  // a token of the hub may only download
  return modelKinds.includes(provider.kind) && provider.slug !== 'huggingface' ? provider : undefined
}
