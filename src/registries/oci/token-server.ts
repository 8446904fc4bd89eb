import {isLoopback} from '../../lib/http/address.ts'

/** Registries whose operator gives tokens under another domain. */
const otherDomains: ReadonlyMap<string, string> = new Map([['nvcr.io', 'authn.nvidia.com']])

/**
 * Whether a registry's password may go to the server that it names for tokens. Only to one of the same operator, as far
 * as a name can show that:
 * the registry's own host (GitLab's registry is another port of it), its parent, its child, or a sibling below a shared
 * domain, as `auth.docker.io` is of
 * `registry-1.docker.io`. On the loopback address each port is another program, so there only the registry's own origin
 * will do.
 */
export function mayHavePassword(server: URL, registry: URL): boolean {
  if (isLoopback(server) || isLoopback(registry)) return server.origin === registry.origin
  if (server.protocol !== 'https:') return false
  if (server.hostname === registry.hostname || otherDomains.get(registry.hostname) === server.hostname) return true
  if (isAddress(server) || isAddress(registry)) return false
  const domains = [registry.hostname, parentOf(registry.hostname)].filter(isDomain)
  return domains.includes(server.hostname) || domains.includes(parentOf(server.hostname))
}

/** Whether it may be asked for a token at all: without a password this is no more than a visit. */
export function mayBeAsked(server: URL, registry: URL): boolean {
  if (server.username !== '' || server.password !== '') return false
  if (mayHavePassword(server, registry)) return true
  return server.protocol === 'https:' && !isLoopback(server) && !isAddress(server)
}

/** A URL's host is an IPv6 address in brackets, or an IPv4 address in its dotted form, whatever was written. */
function isAddress({hostname}: URL): boolean {
  return hostname.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname)
}

function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1)
}

/** `example.org`, but not `org`. */
function isDomain(host: string): boolean {
  return host.includes('.')
}
