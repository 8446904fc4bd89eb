import semver from 'semver'

/** What a dependency's value in a manifest or lock means. */
export interface Spec {
  /** of its registry: `npm:name@range` names another one than the key does */
  readonly name: string
  /** range or tag of a registry */
  readonly range?: string
  /** git URL, archive URL, or another registry */
  readonly source?: string
  /** path of a folder or archive, as written */
  readonly path?: string
  /** a member of the same workspace */
  readonly workspace?: boolean
  /** name of a catalogue that holds the range; '' is the default one */
  readonly catalog?: string
}

const gitPattern = /^(git[+:@]|github:|gitlab:|bitbucket:|gist:|ssh:)|^https?:\/\/[^#]*\.git(#|$)/
/** `user/repo`, which npm takes from GitHub. */
const hubPattern = /^[\w.-]+\/[\w.-]+(#.*)?$/
const pathPattern = /^(file:|link:|portal:|\.{0,2}\/|\.{1,2}$|~\/|[A-Za-z]:[\\/])/

/**
 * @param alias the key that the value stands under
 * @param spec `^1.2`, `npm:name@range`, `git+ssh://…`, `user/repo`, `file:../x`, `workspace:*`, `catalog:`,
 *   `patch:name@npm%3A1.0#…`, `jsr:@scope/name@1`
 * @see npm "package.json" documentation, dependencies; yarn "protocols"; pnpm "catalogs"
 */
export function parseSpec(alias: string, spec: string): Spec {
  const text = spec.trim()
  if (text.startsWith('npm:')) return fromAlias(alias, text.slice(4))
  if (text.startsWith('workspace:')) return {name: alias, workspace: true}
  if (text.startsWith('catalog:')) return {name: alias, catalog: text.slice(8).replace(/^default$/, '')}
  if (text.startsWith('patch:')) return fromPatch(alias, text.slice(6))
  if (text.startsWith('jsr:')) return {...fromAlias(alias, text.slice(4)), source: 'https://jsr.io'}
  if (pathPattern.test(text))
    return {name: alias, path: text.replace(/^(file|link|portal):/, '').replace(/^\/\/(?=\.)/, '')}
  if (gitPattern.test(text) || /^https?:/.test(text) || hubPattern.test(text)) return {name: alias, source: text}
  return {name: alias, range: text}
}

/** True for sources that are fetched with git. */
export function isGit(source: string): boolean {
  return gitPattern.test(source) || hubPattern.test(source)
}

/**
 * A git source as pip writes one, which is what purls want: `acme/fork#v1` → `git+https://github.com/acme/fork.git@v1`,
 * `git@host:a/b.git#<commit>&path:/sub` → `git+ssh://git@host/a/b.git@<commit>#subdirectory=sub`. A `semver:` range is
 * no revision and is left out.
 */
export function toGitUrl(source: string): string {
  const [place = '', fragment = ''] = source.split('#', 2)
  const parts = fragment.split('&')
  const revision = parts
    .map(part => part.replace(/^(?:commit|tag|head)=/, ''))
    .find(part => part !== '' && !/^(?:semver|path|workspace|cwd)[:=]/.test(part))
  const folder = parts.map(part => /^path:\/?(.+)$/.exec(part)?.[1]).find(part => part !== undefined)
  return `${repositoryUrl(place)}${revision === undefined ? '' : `@${revision}`}${folder === undefined ? '' : `#subdirectory=${folder}`}`
}

function repositoryUrl(place: string): string {
  const [, host = 'github', repository] = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(place) ?? []
  if (repository !== undefined)
    return `git+https://${host}.${host === 'bitbucket' ? 'org' : 'com'}/${repository.replace(/\.git$/, '')}.git`
  const [, user, path] = /^(?:git\+)?([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(place) ?? []
  if (user !== undefined) return `git+ssh://${user}/${path}`
  return /^(?:ssh|https?):/.test(place) ? `git+${place}` : place
}

/** `name@rest` → both; the first `@` of a scope does not count. */
export function splitAt(text: string): readonly [name: string, rest: string | undefined] {
  const at = text.indexOf('@', 1)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** The version that a range pins: `1.2.3`, `=1.2.3`, `v1.2.3`; undefined for anything else. */
export function exactVersion(range: string | undefined): string | undefined {
  const bare = range?.trim().replace(/^[=v]\s*/, '')
  return bare !== undefined && semver.valid(bare) === bare.split('+', 1)[0] ? bare : undefined
}

/** `npm:range` is a range, `npm:name@range` and `npm:name` another package. */
function fromAlias(alias: string, text: string): Spec {
  const [name, range] = splitAt(text)
  if (range !== undefined) return {name, range}
  return /^[\d^~<>=*xXvV ]/.test(text) || text === 'latest' || text === ''
    ? {name: alias, range: text}
    : {name: text, range: '*'}
}

/** `patch:name@npm%3Arange#path`: the range is the inner one. */
function fromPatch(alias: string, text: string): Spec {
  const [, inner] = splitAt(text.split('#', 1)[0] ?? '')
  if (inner === undefined) return {name: alias}
  const range = inner.replace(/^npm(:|%3A)/i, '')
  return {name: alias, range: range.replaceAll('%5E', '^').replaceAll('%7E', '~')}
}
