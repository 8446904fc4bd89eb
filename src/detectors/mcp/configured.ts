import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {McpServerFacts, ReachFacts} from '../../inventory/facts.ts'
import {keyOf, registryId} from '../../inventory/identity.ts'
import {makePackage} from '../../inventory/make.ts'
import {isCommit} from '../../lib/names/commit.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import {redactArguments, redactCommand} from '../../lib/redact/arguments.ts'
import {redactText} from '../../lib/redact/text.ts'
import {redactUrl, redactUrls} from '../../lib/redact/url.ts'
import {parseEntry, type ServerEntry} from './entry.ts'
import {type Launch, type PackageSpec, parseLaunch} from './launch.ts'
import type {ConfiguredEntry} from './locate.ts'

/** A configured server, and what it starts: packages, images and how they hang together. */
export interface ConfiguredServer {
  readonly server: AssetOf<'mcp-server'>
  readonly assets: readonly Asset[]
  readonly relationships: readonly Relationship[]
}

const exactVersionPattern = /^v?\d+\.\d[\w.-]*(?:\+[\w.-]+)*$/
const digestPattern = /@sha256:[0-9a-f]{64}$/
const localPathPattern =
  /^(?:\/|~|\.{1,2}(?:[\\/]|$)|[A-Za-z]:[\\/]|\$\{?(?:workspaceFolder|workspaceRoot|userHome|HOME|PWD|pwd)\b)/

/**
 * One configured server as an asset, with the package it is started from.
 * @param evidence of the place where the server is named
 */
export function toServer(configured: ConfiguredEntry, evidence: Evidence): ConfiguredServer {
  const entry = parseEntry(configured.entry)
  const launch = parseLaunch(entry.command ?? '', entry.args)
  const places = [evidence]
  const origin = originOf(launch)
  const url = entry.url ?? launch.remote
  const server: AssetOf<'mcp-server'> = {
    kind: 'mcp-server',
    id: identityOf(configured.name, launch, url),
    name: configured.name,
    ...(origin.version !== undefined && {version: origin.version}),
    // the name is among them, since one server may be configured under several
    aliases: aliasesOf(configured.name, launch, url),
    digests: [],
    evidence: places,
    facts: toFacts(entry, launch, url, origin),
    ...propertiesOf(entry),
  }
  if (launch.package === undefined) return {server, assets: [server], relationships: []}
  const pack = makePackage({...launch.package, version: origin.version}, places)
  return {server, assets: [server, pack], relationships: [{from: keyOf(server), to: keyOf(pack), kind: 'depends-on'}]}
}

function propertiesOf({disabled, settings, scopes}: ServerEntry): Pick<Asset, 'properties'> {
  const properties = {
    ...(disabled && {'aibom:mcp:enabled': ['false']}),
    ...(settings.length > 0 && {'aibom:mcp:setting': settings.map(text => redactUrls(redactText(text)))}),
    ...(scopes.length > 0 && {'aibom:mcp:scope': scopes}),
  }
  return Object.keys(properties).length === 0 ? {} : {properties}
}

/** What an entry of a client's settings tells of the server that it starts. */
export function factsOf(settings: UnknownRecord): McpServerFacts {
  const entry = parseEntry(settings)
  const launch = parseLaunch(entry.command ?? '', entry.args)
  return toFacts(entry, launch, entry.url ?? launch.remote, originOf(launch))
}

/** The same package or URL under another name is the same server. */
function identityOf(name: string, launch: Launch, url: string | undefined): string {
  if (url !== undefined) return registryId('mcp-server', '', redactUrl(url).replace(/(?<!\/)\/+$/, ''))
  if (launch.package !== undefined) return registryId('mcp-server', launch.package.ecosystem, launch.package.name)
  if (launch.image !== undefined) return registryId('mcp-server', 'oci', imageName(launch.image))
  if (launch.repository !== undefined)
    return registryId('mcp-server', 'git', redactUrl(launch.repository.url).replace(/^\w+:\/\//, ''))
  return registryId('mcp-server', '', name)
}

function aliasesOf(name: string, launch: Launch, url: string | undefined): string[] {
  const image = launch.image === undefined ? undefined : imageName(launch.image)
  const repository = launch.repository === undefined ? undefined : redactUrl(launch.repository.url)
  const all = [name, launch.package?.name, image, repository, url === undefined ? undefined : redactUrl(url)]
  return [...new Set(all.filter(alias => alias !== undefined))].sort()
}

function toFacts(entry: ServerEntry, launch: Launch, url: string | undefined, origin: Origin): McpServerFacts {
  const environment = [...new Set([...entry.environment, ...launch.environment])].sort()
  const reach = reachOf(entry, launch, url)
  return {
    role: 'configured',
    transport: entry.transport,
    ...(entry.command !== undefined && {command: redactCommand(entry.command)}),
    ...(entry.args.length > 0 && {args: redactArguments(entry.args)}),
    ...(url !== undefined && {url: redactUrl(url)}),
    ...(origin.origin !== undefined && {origin: origin.origin, pinned: origin.pinned}),
    ...(environment.length > 0 && {environment}),
    ...(Object.keys(reach).length > 0 && {reach}),
  }
}

interface Origin {
  readonly origin?: string
  readonly pinned: boolean
  readonly version?: string
}

function originOf({package: spec, image, repository}: Launch): Origin {
  if (repository !== undefined) {
    const {url, ref} = repository
    const origin = `git+${redactUrl(url)}${ref === undefined ? '' : `@${ref}`}`
    return {origin, pinned: isCommit(ref), ...(ref !== undefined && {version: ref})}
  }
  if (spec !== undefined) {
    const version = exactVersion(spec)
    const purl = makePackage({...spec, version}, []).purl
    return {
      pinned: version !== undefined,
      ...(purl !== undefined && {origin: purl}),
      ...(version !== undefined && {version}),
    }
  }
  if (image === undefined) return {pinned: false}
  const tag = tagOf(image)
  const isVersion = tag !== undefined && exactVersionPattern.test(tag)
  // `1.4` moves with every patch
  const isFull = isVersion && /^v?\d+\.\d+\.\d/.test(tag)
  return {origin: image, pinned: digestPattern.test(image) || isFull, ...(isVersion && {version: tag})}
}

function tagOf(image: string): string | undefined {
  const [name = ''] = image.split('@', 1)
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? name.slice(colon + 1) : undefined
}

function exactVersion(spec: PackageSpec): string | undefined {
  return spec.declared !== undefined && exactVersionPattern.test(spec.declared) && !spec.declared.includes('x')
    ? spec.declared
    : undefined
}

function imageName(image: string): string {
  const [name = ''] = image.split('@', 1)
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name
}

/**
 * Folders that a file server is given, mounts, the host of a remote server, and the program that runs on the user's
 * machine.
 */
function reachOf(entry: ServerEntry, launch: Launch, url: string | undefined): ReachFacts {
  const folders = /filesystem/.test(launch.package?.name ?? '')
    ? launch.serverArgs.filter(word => localPathPattern.test(word))
    : []
  const mounts = launch.mounts.map(mount => ({
    host: hostOf(mount),
    readOnly: mount
      .slice(mount.lastIndexOf(':') + 1)
      .split(',')
      .includes('ro'),
  }))
  const reads = [...folders, ...mounts.map(mount => mount.host)]
  const writes = [...folders, ...mounts.filter(mount => !mount.readOnly).map(mount => mount.host)]
  const host = url === undefined ? undefined : /^\w+:\/\/(?:[^/?#]*@)?([^/?#]+)/.exec(url)?.[1]
  return {
    ...(entry.command !== undefined && {executes: [redactCommand(entry.command)]}),
    ...(reads.length > 0 && {reads: unique(reads)}),
    ...(writes.length > 0 && {writes: unique(writes)}),
    ...(host !== undefined && {network: [host]}),
    ...(entry.autoApproves.length > 0 && {autoApproves: entry.autoApproves}),
  }
}

/** The part before the container's path; a Windows drive has a colon of its own. */
function hostOf(mount: string): string {
  const colon = mount.indexOf(':', /^[A-Za-z]:[\\/]/.test(mount) ? 2 : 0)
  return colon === -1 ? mount : mount.slice(0, colon)
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)].sort()
}
