import {type Provider, variableMeaning} from '../../../catalog/providers.ts'
import type {Naming} from '../../../code/module.ts'
import {registryId} from '../../../inventory/identity.ts'
import {makeService} from '../../../inventory/make.ts'
import type {Finder} from '../finder.ts'
import {contextOf} from './named-models.ts'

const credentialKey = /^(?:api_?)?(?:key|token|secret)$|^apiKey$/i
const modelKinds: readonly Provider['kind'][] = ['model-provider', 'gateway', 'self-hosted', 'speech']

/**
 * `'anthropic' => ['driver' => 'anthropic', 'key' => env('ANTHROPIC_API_KEY')]`: a record that holds the credential of
 * a provider sets its service up, whichever library reads it.
 */
export function addCredentials(finder: Finder): void {
  const known = new Set(finder.bag.assets.flatMap(({kind, id}) => (kind === 'service' ? [id] : [])))
  for (const naming of finder.module.namings)
    if (naming.via === 'key' && naming.within?.kind === 'map' && credentialKey.test(naming.name))
      addCredential(finder, naming, known)
}

function addCredential(finder: Finder, naming: Naming, known: ReadonlySet<string>): void {
  for (const value of finder.resolver.resolve(naming.value, contextOf(finder, naming))) {
    const variable = value.kind === 'dynamic' && value.source === 'environment' ? value.name : undefined
    const meaning = variable === undefined ? undefined : variableMeaning(variable)
    if (variable === undefined || meaning === undefined || meaning.role !== 'credential') continue
    const {kind, slug} = meaning.provider
    // a token of the hub may only download
    if (!modelKinds.includes(kind) || slug === 'huggingface' || known.has(registryId('service', '', slug))) continue
    // where the variable is read: a function may choose among those of several providers
    const evidence = finder.evidence(value.place, {
      rule: 'credential',
      level: 'configured',
      confidence: 0.8,
      symbol: naming.name,
    })
    finder.bag.add(makeService({provider: slug, endpoints: [], environment: [variable]}, [evidence]))
  }
}
