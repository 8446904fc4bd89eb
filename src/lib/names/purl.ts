import {isCommit} from './commit.ts'

const hubSegmentPattern = /^[A-Za-z0-9][\w.-]*$/
/** What a purl may hold as it is: letters, digits, `.-_~` and the colon, which is never encoded. */
const encodedPattern = /[^A-Za-z0-9.\-_~:]/gu

/** Where a package comes from when that is not its default registry; one of them as a rule. */
export type PurlQualifiers = {
  readonly repository_url?: string
  readonly download_url?: string
  /** `git+https://host/repository.git@commit`, as pip writes it */
  readonly vcs_url?: string
  readonly channel?: string
  readonly build?: string
  readonly subdir?: string
}

/** Types of package URL that we write. @see package-url/purl-spec, types */
export type PurlType =
  | ('npm' | 'pypi' | 'conda' | 'huggingface' | 'mlflow' | 'oci' | 'github')
  | ('golang' | 'maven' | 'nuget' | 'cargo' | 'gem' | 'composer' | 'swift')

/** The parts of a package URL, not yet encoded; undefined and absent are the same. */
export interface PurlParts {
  readonly type: PurlType
  /** its segments are divided by slashes */
  readonly namespace?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  readonly qualifiers?: Readonly<Record<string, string | undefined>> | undefined
}

/**
 * Writes a purl in its canonical form: qualifiers sorted by key, empty ones left out.
 * @see ECMA-427, "Character encoding" and "Rules for each PURL component"
 */
export function formatPurl({type, namespace, name, version, qualifiers}: PurlParts): string {
  const place = namespace === undefined ? '' : `${namespace.split('/').map(encode).join('/')}/`
  const pin = version === undefined || version === '' ? '' : `@${encode(version)}`
  const given = Object.entries(qualifiers ?? {}).filter(([, value]) => value !== undefined && value !== '')
  const query = given.map(([key, value]) => `${key}=${encode(String(value))}`).sort()
  return `pkg:${type}/${place}${encode(name)}${pin}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

function encode(text: string): string {
  return text.toWellFormed().replace(encodedPattern, sign => {
    const bytes = [...Buffer.from(sign)]
    return bytes.map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  })
}

/**
 * `pkg:npm/%40scope/name@version`; a version is given only when it is exact. Case is kept: old names of mixed case
 * (`JSONStream`) are not their
 * lower-case namesakes.
 * @param qualifiers where it comes from when that is not the default registry
 */
export function npmPurl(name: string, version?: string, qualifiers?: PurlQualifiers): string {
  const {group, name: bare} = splitNpmName(name)
  return formatPurl({type: 'npm', namespace: group, name: bare, version, qualifiers})
}

/** `@scope/name` → `@scope` and `name`. */
export function splitNpmName(name: string): {readonly group?: string; readonly name: string} {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1
  return slash === -1 ? {name} : {group: name.slice(0, slash), name: name.slice(slash + 1)}
}

/**
 * `pkg:pypi/name@version`, the name normalised as PEP 503 says, the version in lower case since PEP 440 tells no cases
 * apart.
 * @param qualifiers where it comes from when that is not PyPI
 */
export function pypiPurl(name: string, version?: string, qualifiers?: PurlQualifiers): string {
  return formatPurl({type: 'pypi', name: normalisePypiName(name), version: version?.toLowerCase(), qualifiers})
}

/** PEP 503: runs of `-`, `_`, `.` become one `-`, lower case. */
export function normalisePypiName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

/**
 * purl of a hub model. The specification requires a namespace and a lower-case commit as version: other revisions are
 * left out, a name without owner has none.
 * @see purl-spec types/huggingface-definition.json
 */
export function huggingfacePurl(id: string, commit?: string): string | undefined {
  const [namespace, name, ...rest] = id.split('/')
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined
  if (!hubSegmentPattern.test(namespace) || !hubSegmentPattern.test(name)) return undefined
  return formatPurl({
    type: 'huggingface',
    namespace,
    name,
    version: isCommit(commit) ? commit : undefined,
  })
}

/**
 * `pkg:conda/name@version?build=…&channel=…`
 * @see purl-spec types/conda-definition.json
 */
export function condaPurl(name: string, version: string | undefined, qualifiers: PurlQualifiers): string {
  return formatPurl({type: 'conda', name, version, qualifiers})
}
