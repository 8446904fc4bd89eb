import type {PackageFacts} from '../../inventory/facts.ts'
import {registryEcosystems} from '../../lib/names/registry-name.ts'
import type {Component} from '../spec/cyclonedx.generated.ts'

type ComponentScope = NonNullable<Component['scope']>

/** dev is CycloneDX's `excluded`: "component usage for test and other non-runtime purposes". */
const scopes = {
  runtime: 'required',
  dev: 'excluded',
  optional: 'optional',
  peer: 'optional',
  extra: 'optional',
} as const satisfies Record<PackageFacts['scope'], ComponentScope>
const ecosystems = ['npm', 'pypi', 'conda', ...registryEcosystems] as const
const purlTypePattern = /^pkg:([a-z]{1,20})\//

/** What CycloneDX calls the scope of a package. */
export function toComponentScope(scope: PackageFacts['scope']): ComponentScope {
  return scopes[scope]
}

/** The scope of a package of which only CycloneDX's is stated; what is not stated is taken for needed at run time. */
export function toPackageScope(scope: unknown): PackageFacts['scope'] {
  return scope === 'excluded' ? 'dev' : scope === 'optional' ? 'optional' : 'runtime'
}

/** The ecosystem of that name; undefined for any other text. */
export function toEcosystem(text: string | undefined): PackageFacts['ecosystem'] | undefined {
  return ecosystems.find(ecosystem => ecosystem === text)
}

/** The ecosystem that a purl's type names. */
export function ecosystemOf(purl: string | undefined): PackageFacts['ecosystem'] | undefined {
  return toEcosystem(purlTypePattern.exec(purl ?? '')?.[1])
}
