import {PackageURL} from 'packageurl-js'

const commitPattern = /^[0-9a-f]{40}$/
const hubSegmentPattern = /^[A-Za-z0-9][\w.-]*$/

/**
 * `pkg:npm/%40scope/name@version`; a version is given only when it is exact. Written as the type `generic`, since the library lower-cases npm names,
 * and old names of mixed case (`JSONStream`) are other packages than their lower-case namesakes.
 * @param qualifiers where it comes from when that is not the default registry: `repository_url`, `vcs_url`, `download_url`
 */
export function npmPurl(name: string, version?: string, qualifiers?: Readonly<Record<string, string>>): string {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1
  const namespace = slash === -1 ? undefined : name.slice(0, slash)
  return new PackageURL('generic', namespace, name.slice(slash + 1), version, qualifiers, undefined).toString().replace('pkg:generic/', 'pkg:npm/')
}

/**
 * `pkg:pypi/name@version`, the name normalised as PEP 503 says.
 * @param qualifiers where it comes from when that is not PyPI: `repository_url`, `vcs_url`, `download_url`
 */
export function pypiPurl(name: string, version?: string, qualifiers?: Readonly<Record<string, string>>): string {
  return new PackageURL('pypi', undefined, normalisePypiName(name), version, qualifiers, undefined).toString()
}

/** PEP 503: runs of `-`, `_`, `.` become one `-`, lower case. */
export function normalisePypiName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

/**
 * purl of a hub model. The specification requires a namespace and a lower-case commit as version: other revisions are left out, a name without owner has none.
 * @see purl-spec types/huggingface-definition.json
 */
export function huggingfacePurl(id: string, commit?: string): string | undefined {
  const [namespace, name, ...rest] = id.split('/')
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined
  if (!hubSegmentPattern.test(namespace) || !hubSegmentPattern.test(name)) return undefined
  const version = commit !== undefined && commitPattern.test(commit) ? commit : undefined
  return new PackageURL('huggingface', namespace, name, version, undefined, undefined).toString()
}

/**
 * `pkg:conda/name@version?build=…&channel=…`
 * @see purl-spec types/conda-definition.json
 */
export function condaPurl(
  name: string,
  version: string | undefined,
  qualifiers: {readonly channel?: string | undefined; readonly build?: string | undefined},
): string {
  const {channel, build} = qualifiers
  const given = {...(build !== undefined && {build}), ...(channel !== undefined && {channel})}
  return new PackageURL('conda', undefined, name, version, Object.keys(given).length === 0 ? undefined : given, undefined).toString()
}
