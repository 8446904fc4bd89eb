import {groupBy} from '../lib/group.ts'
import {folderOf} from '../lib/path.ts'
import type {Asset, AssetOf} from './asset.ts'
import {registryId} from './identity.ts'

type Server = AssetOf<'mcp-server'>

const ofPackage = /^mcp-server:(?:npm|pypi)\//
const ofRegistry = /^mcp-server:registry\//

/**
 * MCP servers that a package holds, each by the id of the package: the entry of a registry that names it in the same
 * version, other manifests beside its own, and the code below it where that makes one server only.
 */
export function serversPublished(assets: readonly Asset[]): [string, string][] {
  const servers = assets.filter((asset): asset is Server => asset.kind === 'mcp-server').filter(isImplemented)
  const packages = servers.filter(({id}) => ofPackage.test(id))
  if (packages.length === 0) return []
  const byFolder = groupBy(packages, manifestFolder)
  const local = servers.filter(({id}) => !ofPackage.test(id) && !ofRegistry.test(id))
  const made = groupBy(local.filter(isCode), server => folderAbove(manifestFolder(server), byFolder))
  return [
    ...servers.filter(({id}) => ofRegistry.test(id)).flatMap(entry => publishedAs(entry, packages)),
    ...local.filter(isStated).flatMap(server => onlyPair([server], byFolder.get(manifestFolder(server)))),
    ...[...made].flatMap(([folder, below]) => (folder === undefined ? [] : onlyPair(below, byFolder.get(folder)))),
  ]
}

function isImplemented({facts}: Server): boolean {
  return facts.role === 'implemented'
}

/** Made by the product's code; what tests and examples make is none of the package's. */
function isCode({evidence}: Server): boolean {
  return evidence.some(({detector, scope}) => detector.startsWith('code/') && scope === 'product')
}

/** Stated by a manifest other than the package's. */
function isStated({evidence}: Server): boolean {
  return evidence.some(({detector}) => detector === 'mcp')
}

function manifestFolder({evidence: [seen]}: Server): string {
  return folderOf(seen?.path ?? '')
}

/** The nearest folder, itself or above, in which a package's manifest lies. */
function folderAbove(folder: string, byFolder: ReadonlyMap<string, unknown>): string | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    if (byFolder.has(at)) return at
    if (at === '') return undefined
  }
}

function publishedAs(entry: Server, packages: readonly Server[]): [string, string][] {
  const ids = new Set(
    entry.aliases.flatMap(name => [registryId('mcp-server', 'npm', name), registryId('mcp-server', 'pypi', name)]),
  )
  const named = packages.filter(({id, version}) => ids.has(id) && version === entry.version)
  return onlyPair([entry], named)
}

/** One server and one package, however often each was seen. */
function onlyPair(servers: readonly Server[], packages: readonly Server[] = []): [string, string][] {
  const [from, ...otherServers] = new Set(servers.map(({id}) => id))
  const [to, ...otherPackages] = new Set(packages.map(({id}) => id))
  const isClear = otherServers.length + otherPackages.length === 0
  return from !== undefined && to !== undefined && isClear ? [[from, to]] : []
}
