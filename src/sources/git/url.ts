/** A repository's address as git takes it, and the revision asked for. */
export interface GitAddress {
  readonly url: string
  /** branch, tag or commit; the remote's HEAD where absent */
  readonly revision?: string
  /** on this machine's disk: no network is touched */
  readonly isLocal: boolean
}

const schemePattern = /^(?:git\+)?(https?|ssh|git|file):\/\//i
/** `user@host:path`, the short form of ssh; a slash before the colon makes it a path. */
const shortFormPattern = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^:\s][^\s]*$/
const localHostPattern = /^file:\/\/(?:localhost)?\//i
/** No wildcard, range, colon or leading dash: it becomes a refspec. */
const revisionPattern = /^[A-Za-z0-9_](?:[\w.+/-]*[\w+-])?$/

/**
 * Reads `https://…`, `ssh://…`, `git://…`, `file:///…`, each also behind `git+`, and `user@host:path`; with
 * `#revision`, or `@revision` behind `.git`.
 * @returns undefined for anything else, such as remote helpers (`ext::…`), options and revisions that are more than a
 *   name
 */
export function parseGitAddress(text: string): GitAddress | undefined {
  if (text.startsWith('-') || /[\0-\x20\x7f]/.test(text) || text.includes('::')) return undefined
  const [address, revision] = splitRevision(text)
  if (revision !== undefined && (!revisionPattern.test(revision) || revision.includes('..'))) return undefined
  const scheme = schemePattern.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined && !shortFormPattern.test(address)) return undefined
  const isLocal = scheme === 'file'
  const url = address.replace(/^git\+/i, '')
  if (isLocal && !localHostPattern.test(url)) return undefined
  return {url, isLocal, ...(revision !== undefined && {revision})}
}

function splitRevision(text: string): [address: string, revision: string | undefined] {
  const hash = text.indexOf('#')
  if (hash !== -1) return [text.slice(0, hash), text.slice(hash + 1)]
  const at = text.lastIndexOf('.git@')
  return at === -1 ? [text, undefined] : [text.slice(0, at + '.git'.length), text.slice(at + '.git@'.length)]
}

/** The URL without user, password, query and fragment; the short form of ssh without its user. */
export function withoutCredentials(url: string): string {
  const [plain = ''] = url.split(/[?#]/)
  return plain.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/^[^/:]*@/, '')
}

/** The host of a remote, with its port where one is stated. */
export function hostOfGit({url}: GitAddress): string {
  const [, host = ''] = /^(?:[a-z]+:\/\/)?([^/:]+(?::\d+(?=\/|$))?)/i.exec(withoutCredentials(url)) ?? []
  return host.toLowerCase()
}

/**
 * `owner/name` of a repository on a host; of one on a disk the last segment alone, since its path is the machine's
 * matter. Undefined where nothing is left.
 */
export function repositoryName(url: string): string | undefined {
  const plain = withoutCredentials(url)
  const onHost = /^(?:https?|ssh|git):\/\/[^/]+\/(.*)$/i.exec(plain)?.[1] ?? shortFormPath(plain)
  const segments = (onHost ?? plain)
    .split(/[/\\:]/)
    .filter(segment => segment !== '' && segment !== '_git' && !segment.startsWith('~'))
  const kept = onHost === undefined ? segments.slice(-1) : segments
  const name = kept.join('/').replace(/\.git$/i, '')
  return name === '' || name === '.' || name === '..' ? undefined : name
}

/** A path from the host's root is the machine's matter too. */
function shortFormPath(plain: string): string | undefined {
  if (!shortFormPattern.test(plain) || /^[A-Za-z]:\\/.test(plain)) return undefined
  const path = plain.slice(plain.indexOf(':') + 1)
  return path.startsWith('/') ? undefined : path
}
