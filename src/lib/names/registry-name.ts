import {formatPurl, type PurlQualifiers} from './purl.ts'

/** Registries whose names have the parts of a purl, each called by its purl type. */
export const registryEcosystems = ['golang', 'maven', 'nuget', 'cargo', 'gem', 'composer', 'swift'] as const

/** A package of such a registry. */
export interface RegistryName {
  readonly ecosystem: (typeof registryEcosystems)[number]
  /** as the registry writes it: `github.com/owner/module`, `group:artifact`, `vendor/name` */
  readonly name: string
}

/** The group and the bare name of a package: `group:artifact`, and what stands before the last slash of a path. */
export function splitRegistryName({ecosystem, name}: RegistryName): {readonly group?: string; readonly name: string} {
  const at = name.lastIndexOf(ecosystem === 'maven' ? ':' : '/')
  return at <= 0 ? {name} : {group: name.slice(0, at), name: name.slice(at + 1)}
}

/**
 * `pkg:golang/github.com/owner/module@v1.2.3`, `pkg:maven/group/artifact@1.0`; a version is given only when it is
 * exact.
 * @see purl-spec, types of golang and composer: names in lower case
 */
export function registryPurl(named: RegistryName, version?: string, qualifiers?: PurlQualifiers): string {
  const {ecosystem} = named
  const isLower = ecosystem === 'golang' || ecosystem === 'composer'
  const {group, name} = splitRegistryName(isLower ? {ecosystem, name: named.name.toLowerCase()} : named)
  return formatPurl({type: ecosystem, namespace: group, name, version, qualifiers})
}
