import {decodePercent} from '../text/percent.ts'
import {isDigestShaped, isKeyLike, isUuid} from './key-like.ts'
import {kindOfName} from './names.ts'
import {isOpen} from './open-value.ts'
import {mark, redactTokens} from './tokens.ts'

const urlPattern = /^[a-z][a-z0-9+.-]*:\/\//i
const innerUrlPattern = /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'`<>\\|^]+/gi
/** A URL that was taken for a path has one slash left. */
const lostSlashPattern = /(?<![A-Za-z0-9+.-])(?:https?|wss?|ftp|ssh|git|oci):\/(?!\/)[^\s"'`<>\\|^]+/gi
/** User and password before the host; with an `@` in it, the last one counts. The user `git` alone is everybody's. */
const credentialsPattern = /^([a-z][a-z0-9+.-]*:\/\/)(?!git@)[^/#]*@/i
/** What a segment of a path says of the next: that it names bytes, a revision or a thing, or that it is a key. */
const digestSegment =
  /^(?:commits?|tree|blobs?|raw|resolve|archive|tarball|zipball|tar\.gz|zip|snapshots?|revisions?|refs?|objects|lfs|sha\d*|md5|runs?|experiments?)$/i
const identitySegment =
  /^(?:commits?|tree|blobs?|raw|resolve|archive|tarball|zipball|tar\.gz|zip|snapshots?|revisions?|refs?|objects|lfs|sha\d*|md5|downloads?|projects?|subscriptions|tenants?|organi[sz]ations?|orgs|workspaces?|runs?|experiments?|models?|datasets?|jobs|versions?|manifests|files?|documents?|packages|artifacts?|assistants|agents?|endpoints?|deployments?|ids?)$/i
const storeSegment = /^(?:blobs?|objects|sha\d+|md5|mlruns|downloads?)$/i
const secretSegment = /^(?:api-?keys?|keys?|tokens?|secrets?|t)$/i
/** `/ab/cd/<rest>`, as stores that name files by their digest lay them out. */
const fanOut = /^[0-9a-f]{2}$/i
const fileSegment = /\.(?:[a-z][a-z0-9]{0,11}|7z)$/i
const secretQuery =
  /^(?:code|sig|x-amz-(?:credential|signature|security-token)|x-goog-(?:credential|signature)|googleaccessid|awsaccesskeyid|ticket)$/i
/**
 * Hosts of these services begin with the id of a cluster, a function or an endpoint, which is its address and opens
 * nothing.
 */
const idHosts =
  /\.(?:cloud\.es\.io|found\.io|qdrant\.io|huggingface\.cloud|hf\.space|amazonaws\.com(?:\.cn)?|on\.aws|cloudfront\.net|amplifyapp\.com|azurewebsites\.net|azurecontainerapps\.io|azure\.(?:com|net)|windows\.net|run\.app|googleapis\.com|googleusercontent\.com|vercel\.app|netlify\.app|pages\.dev|workers\.dev|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|runpod\.net|gradio\.live|modal\.(?:run|host)|supabase\.co|pinecone\.io|weaviate\.(?:cloud|network)|upstash\.io|neon\.tech|databricks\.(?:com|net)|snowflakecomputing\.com|onion)(?::\d{1,5})?$/i
/** Shorter labels are names, or ids of services. */
const shortestLabel = 20
const chatBot = /^bot\d{6,12}:/

/** Shorter segments are words. */
const shortestSegment = 8
/** Shortest key in a place that nothing else is likely to be in. */
const shortestHere = 14

/**
 * A URL without user, password, secret values of its query and key-like segments; text that is no URL only loses its
 * tokens.
 */
export function redactUrl(text: string): string {
  if (!urlPattern.test(text)) return redactTokens(text)
  const [beforeFragment = '', fragment] = splitOnce(text, '#')
  const [beforeQuery = '', query] = splitOnce(beforeFragment, '?')
  const head = redactPath(beforeQuery.replace(credentialsPattern, `$1${mark}@`))
  const shownQuery = query === undefined ? '' : `?${redactPairs(query)}`
  const shownFragment = fragment === undefined ? '' : `#${fragment.includes('=') ? redactPairs(fragment) : fragment}`
  return redactTokens(`${head}${shownQuery}${shownFragment}`)
}

/** Every URL in a text. */
export function redactUrls(text: string): string {
  if (!text.includes(':/')) return text
  return text
    .replace(innerUrlPattern, redactUrl)
    .replace(lostSlashPattern, url => redactUrl(url.replace('/', '//')).replace('//', '/'))
}

function redactPath(head: string): string {
  const segments = head.split('/')
  // scheme, nothing, host: `https://host/…`
  return segments
    .map((segment, index) =>
      index < 2 ? segment : index === 2 ? redactHost(segment) : redactSegment(segment, segments, index),
    )
    .join('/')
}

/** A key in place of a label; services whose labels are ids of what they serve are known. */
function redactHost(host: string): string {
  if (host.length < shortestLabel || idHosts.test(host)) return host
  return host
    .split('.')
    .map(label => (label.length >= shortestLabel && !isUuid(label) && isKeyLike(label) ? mark : label))
    .join('.')
}

function redactSegment(segment: string, segments: readonly string[], index: number): string {
  if (isWord(segment)) return segment
  if (segment.includes('=')) return redactPairs(segment)
  const [name = '', at] = splitOnce(segment, '@')
  if (at !== undefined) return `${redactSegment(name, segments, index)}@${at}`
  if (chatBot.test(segment) || isBehindSecret(segment, segments, index)) return mark
  return isKeyLike(segment, shortestHere) && !isOpen(segment) && !isNamed(segment, segments, index) ? mark : segment
}

function isWord(segment: string): boolean {
  return segment.length < shortestSegment || (segment.length < shortestHere && !/\d/.test(segment))
}

/** `/token/<key>`, and `/t/<key>` of Anaconda, whose keys may be of any shape. */
function isBehindSecret(segment: string, segments: readonly string[], index: number): boolean {
  const before = segments[index - 1] ?? ''
  if (index < 4 || !secretSegment.test(before)) return false
  return /\d/.test(segment) || (before === 't' && /(?:^|\.)anaconda\.(?:org|com)$/i.test(segments[2] ?? ''))
}

/** A digest in the layout of a store, a commit behind `/commit/`, an id behind `/projects/`, a file. */
function isNamed(segment: string, segments: readonly string[], index: number): boolean {
  if (fileSegment.test(segment)) return true
  const before = segments.slice(3, index)
  if (fanOut.test(segments[index - 1] ?? '') && fanOut.test(segments[index - 2] ?? '')) return true
  if (!isDigestShaped(segment) && !isUuid(segment)) return false
  // GitHub Packages: /download/<name>/<version>/<digest>
  if (before[0] === 'download') return true
  const nearest = before.at(-1) ?? ''
  return (isUuid(segment) ? identitySegment : digestSegment).test(nearest) || storeSegment.test(before.at(-2) ?? '')
}

function redactPairs(query: string): string {
  return query
    .split(/([&;])/)
    .map(pair => {
      if (pair.length < 3) return pair
      const [name = '', value] = splitOnce(pair, '=')
      if (value === undefined) return isKeyLike(name, shortestHere) ? mark : pair
      return value !== '' && isSecretPair(name, value) ? `${name}=${mark}` : pair
    })
    .join('')
}

function isSecretPair(name: string, value: string): boolean {
  if (isOpen(value)) return false
  const plain = decodePercent(value)
  const bare = name.replace(/\[\w*\]$/, '')
  const kind = kindOfName(bare)
  if (kind === 'secret' || kind === 'maybe' || secretQuery.test(bare)) return true
  return (
    kind !== 'identity' &&
    (isKeyLike(plain, shortestHere) || redactTokens(plain) !== plain || redactUrlsOnly(plain) !== plain)
  )
}

/** A URL inside a URL: only its credentials are looked at, one level deep. */
function redactUrlsOnly(text: string): string {
  return credentialsPattern.test(text) ? mark : text
}

function splitOnce(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)]
}
