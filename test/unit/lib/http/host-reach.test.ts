import {describe, expect, it} from 'vitest'
import {isLocalName, isLoopbackHost, isOwnHost, isPrivateAddress} from '../../../../src/lib/http/host-reach.ts'

describe('a host', () => {
  it.each(['localhost', 'LOCALHOST', 'api.localhost', '127.0.0.1', '127.8.9.10', '[::1]', '::1', '[::ffff:7f00:1]'])(
    'is this machine: %s',
    host => {
      expect(isLoopbackHost(host)).toBe(true)
      expect(isOwnHost(host)).toBe(true)
    },
  )

  it.each(['0.0.0.0', '[::]'])('is every address of this machine: %s', host => {
    expect(isLoopbackHost(host)).toBe(false)
    expect(isOwnHost(host)).toBe(true)
  })

  it.each(['localhost.acme.ai', '127.0.0.1.acme.ai', '127.acme.ai', '10.0.0.1', '[::2]', '[2001:db8::1]', ''])(
    'is not this machine: %s',
    host => {
      expect(isLoopbackHost(host)).toBe(false)
      expect(isOwnHost(host)).toBe(false)
    },
  )

  it.each([
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '[::ffff:a00:1]',
    '169.254.169.254',
    '[fd00::1]',
    '[fe80::1]',
  ])('is of a private network: %s', host => {
    expect(isPrivateAddress(host)).toBe(true)
  })

  it.each(['172.15.0.1', '172.32.0.1', '192.169.0.1', '11.0.0.1', '10.acme.ai', '[fec0::1]', 'fd00.acme.ai', ''])(
    'is of no private network: %s',
    host => {
      expect(isPrivateAddress(host)).toBe(false)
    },
  )

  it('has a name that only an inner network resolves', () => {
    expect(['db.svc', 'x.cluster.local', 'host.docker.internal', 'nas.LAN'].every(isLocalName)).toBe(true)
    expect(['internal', 'local.acme.ai', 'acme.internals'].some(isLocalName)).toBe(false)
  })
})
