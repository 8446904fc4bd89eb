import {describe, expect, it} from 'vitest'
import {mayBeAsked, mayHavePassword} from '../../../../src/registries/oci/token-server.ts'

describe('mayHavePassword', () => {
  it.each([
    ['https://registry-1.docker.io', 'https://auth.docker.io/token'],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['https://gitlab.example.com:5050', 'https://gitlab.example.com/jwt/auth'],
    ['https://ghcr.io', 'https://ghcr.io/token'],
    ['https://registry.example.com', 'https://login.registry.example.com/token'],
    ['https://nvcr.io', 'https://authn.nvidia.com/token'],
    ['https://192.0.2.7:5000', 'https://192.0.2.7:5001/token'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/token'],
    ['http://localhost:5000', 'http://localhost:5000/token'],
  ])('is true of a server of the same operator: %s and %s', (registry, server) => {
    expect(mayHavePassword(new URL(server), new URL(registry))).toBe(true)
  })

  it.each([
    ['https://registry.example.com', 'https://registry.example.com.evil.example/token'],
    ['https://registry.example.com', 'https://evil.example/token'],
    ['https://registry.example.com', 'http://registry.example.com/token'],
    ['https://ghcr.io', 'https://evil.io/token'],
    ['https://ghcr.io', 'https://io/token'],
    ['https://registry.example.com', 'https://authn.nvidia.com/token'],
    ['https://192.0.2.7', 'https://192.0.2.8/token'],
    ['https://192.0.2.7', 'https://2.7/token'],
    ['https://[2001:db8::1]', 'https://[2001:db8::2]/token'],
    ['https://registry.example.com', 'http://127.0.0.1/token'],
    ['https://registry.example.com', 'https://localhost/token'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5001/token'],
    ['http://127.0.0.1:5000', 'https://127.0.0.1:5000/token'],
    ['http://127.0.0.1:5000', 'http://localhost:5000/token'],
    ['http://127.0.0.1:5000', 'https://evil.example/token'],
  ])('is false of any other: %s and %s', (registry, server) => {
    expect(mayHavePassword(new URL(server), new URL(registry))).toBe(false)
  })
})

describe('mayBeAsked', () => {
  it.each([
    ['http://evil.example/token', false],
    ['ftp://evil.example/token', false],
    ['https://user:password@registry.example.com/token', false],
    ['https://169.254.169.254/token', false],
    ['https://[::ffff:169.254.169.254]/token', false],
    ['https://localhost/token', false],
    ['https://tokens.example/token', true],
    ['https://registry.example.com/token', true],
  ])('%s: %s', (server, expected) => {
    expect(mayBeAsked(new URL(server), new URL('https://registry.example.com'))).toBe(expected)
  })
})
