import {AibomError} from '../../lib/errors.ts'
import {pathSegment, serverAddress} from '../../lib/http/address.ts'
import type {Network} from '../../lib/http/network.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {envText} from '../../lib/text/env-text.ts'
import {withoutTrailing} from '../../lib/text/text.ts'
import {isHubId} from '../huggingface/reference.ts'
import {readHubSettings} from '../huggingface/settings.ts'
import {badAnswer, listEntries, noSuchOwner, type Owned} from './pages.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Lister = (owner: string, network: Network, env: Environment) => Promise<Owned[]>

const listers: ReadonlyMap<string, Lister> = new Map([
  ['github', listGitHub],
  ['gitlab', listGitLab],
  ['hf-org', listHub],
])

const ownerPattern = /^[\w.-]{1,200}(?:\/[\w.-]{1,200}){0,20}$/

/** Who owns what is meant by `github:ORG`, `gitlab:GROUP/SUBGROUP`, `hf-org:ORG`; undefined for any other text. */
export function parseOwner(text: string): {readonly host: string; readonly owner: string} | undefined {
  const colon = text.indexOf(':')
  const [host, owner] = [text.slice(0, colon).toLowerCase(), text.slice(colon + 1)]
  if (colon === -1 || !listers.has(host)) return undefined
  if (!ownerPattern.test(owner) || (owner.includes('/') && host !== 'gitlab')) {
    throw new AibomError('AIBOM_SOURCE_INVALID', `${text} names no owner`, {
      hint: 'Write github:ORG, gitlab:GROUP or gitlab:GROUP/SUBGROUP, hf-org:ORG',
    })
  }
  return {host, owner}
}

/**
 * Everything that an owner has, by address. Addresses are made of the names that the host tells, on the host that was
 * asked: addresses on other hosts are not followed.
 * @throws {AibomError} those of {@link listEntries}; `AIBOM_LISTING_NOT_FOUND`
 */
export async function listOwner(
  {host, owner}: {readonly host: string; readonly owner: string},
  network: Network,
  env: Environment,
): Promise<Owned[]> {
  const lister = listers.get(host)
  if (lister === undefined) throw new Error(`${host} is not a host that is listed`)
  const owned = await lister(owner, network, env)
  return sortedBy(new Map(owned.map(each => [each.address, each])).values(), ({address}) => address)
}

/** @see GitHub REST API, "List organization repositories", "List repositories for a user" */
async function listGitHub(owner: string, network: Network, env: Environment): Promise<Owned[]> {
  const api = endpoint(env, 'GITHUB_API_URL', 'https://api.github.com')
  const web = api.hostname === 'api.github.com' ? 'https://github.com' : api.origin
  const variables = 'GITHUB_TOKEN'
  const what = `the repositories of ${owner} on ${new URL(web).host}`
  const request = {
    what,
    variables,
    token: envText(env, variables) ?? envText(env, 'GH_TOKEN'),
    accept: 'application/vnd.github+json',
  }
  const at = (kind: string): URL =>
    new URL(`${withoutTrailing(api.href, '/')}/${kind}/${pathSegment(owner)}/repos?per_page=100`)
  const entries =
    (await listEntries(network, {...request, first: at('orgs')})) ??
    (await listEntries(network, {...request, first: at('users')}))
  if (entries === undefined) throw noSuchOwner(what, variables)
  return entries.map(entry => toRepository(entry, 'full_name', web, what))
}

/** @see GitLab REST API, "List all projects in a group", "List a user's projects" */
async function listGitLab(owner: string, network: Network, env: Environment): Promise<Owned[]> {
  const host = envText(env, 'GITLAB_HOST') ?? 'https://gitlab.com'
  const {origin} = endpoint({GITLAB_HOST: host.includes('://') ? host : `https://${host}`}, 'GITLAB_HOST', host)
  const variables = 'GITLAB_TOKEN'
  const what = `the projects of ${owner} on ${new URL(origin).host}`
  const request = {what, variables, token: envText(env, variables), accept: 'application/json'}
  const at = (kind: string, more: string): URL =>
    new URL(`${origin}/api/v4/${kind}/${encodeURIComponent(owner)}/projects?per_page=100${more}`)
  const ofGroup = {...request, first: at('groups', '&include_subgroups=true&with_shared=false')}
  const entries =
    (await listEntries(network, ofGroup)) ?? (await listEntries(network, {...request, first: at('users', '')}))
  if (entries === undefined) throw noSuchOwner(what, variables)
  return entries.map(entry => toRepository(entry, 'path_with_namespace', origin, what))
}

/** Models and data sets; spaces are repositories of code that git reads: https://huggingface.co/spaces/… */
async function listHub(owner: string, network: Network, env: Environment): Promise<Owned[]> {
  const {endpoint: hub, token} = readHubSettings(env)
  const owned: Owned[] = []
  for (const [kind, prefix] of [
    ['models', 'hf:'],
    ['datasets', 'hf-dataset:'],
  ] as const) {
    const what = `the ${kind} of ${owner} on ${new URL(hub).host}`
    const first = new URL(`${hub}/api/${kind}?author=${encodeURIComponent(owner)}&limit=1000`)
    const entries =
      (await listEntries(network, {first, what, token, variables: 'HF_TOKEN', accept: 'application/json'})) ?? []
    for (const entry of entries) {
      const id = asText(asRecord(entry)?.['id']) ?? ''
      if (!isHubId(id)) throw badAnswer(what, 'with an entry that has no id of the hub')
      owned.push({address: `${prefix}${id}`, form: 'registry', name: id})
    }
  }
  // the hub answers an owner that it does not know with an empty list
  if (owned.length === 0) throw noSuchOwner(`what ${owner} has on ${new URL(hub).host}`, 'HF_TOKEN')
  return owned
}

function toRepository(entry: unknown, field: string, web: string, what: string): Owned {
  const name = asText(asRecord(entry)?.[field]) ?? ''
  if (!ownerPattern.test(name) || !name.includes('/') || /(?:^|\/)\.{1,2}(?:\/|$)/.test(name))
    throw badAnswer(what, 'with an entry that has no name')
  return {address: `${web}/${name}.git`, form: 'git', name}
}

/** @throws {AibomError} `AIBOM_USAGE` for anything but an http(s) address without a user, a password or parameters */
function endpoint(env: Environment, variable: string, otherwise: string): URL {
  const url = serverAddress(envText(env, variable) ?? otherwise)
  if (url !== undefined) return url
  throw new AibomError('AIBOM_USAGE', `${variable} is not a plain http(s) address`, {
    hint: `Unset it, or for example: ${variable}=${otherwise}`,
  })
}
