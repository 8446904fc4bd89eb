import {describe, expect, it} from 'vitest'
import {securityPolicyOf} from '../../../src/inventory/security-policy.ts'

describe('how to report a vulnerability', () => {
  it.each([
    [['README.md', '.github/SECURITY.md', 'security.txt'], {securityPolicy: '.github/SECURITY.md'}],
    [['.well-known/security.txt'], {securityPolicy: '.well-known/security.txt'}],
    [['src/SECURITY.md', 'SECURITY.txt'], {}],
  ])('is told by the file that is meant for it: %j', (paths, expected) => {
    expect(securityPolicyOf(path => paths.includes(path))).toEqual(expected)
  })
})
