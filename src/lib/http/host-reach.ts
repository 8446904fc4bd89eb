import {BlockList, isIP} from 'node:net'

/** RFC 1122 and RFC 4291. */
const loopback = blockOf(['127.0.0.0', 8], ['::1', 128])
/** RFC 1918, RFC 3927, RFC 4193 and RFC 4291: private networks, and addresses that hold on one link. */
const privateNetworks = blockOf(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['fc00::', 7],
  ['fe80::', 10],
)
/** Endings that no public resolver knows. */
const localEndings = ['.local', '.internal', '.localhost', '.svc', '.lan', '.test']

/** Only programs of the same machine reach it. @param host a name or an address as a URL has it, without its port */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost') || isAmong(loopback, name)
}

/** Whoever connects to it connects to their own machine: also the address that stands for none in particular. */
export function isOwnHost(host: string): boolean {
  return isLoopbackHost(host) || ['0.0.0.0', '[::]', '::'].includes(host)
}

/** An address of a private network. */
export function isPrivateAddress(host: string): boolean {
  return isAmong(privateNetworks, host)
}

/** A name that only an inner network resolves. */
export function isLocalName(host: string): boolean {
  return localEndings.some(ending => host.toLowerCase().endsWith(ending))
}

function blockOf(...networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, familyOf(network))
  return list
}

function isAmong(list: BlockList, host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  return isIP(address) !== 0 && list.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
