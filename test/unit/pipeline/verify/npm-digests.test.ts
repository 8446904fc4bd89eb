import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import type {Digest} from '../../../../src/inventory/evidence.ts'
import type {LockedFile} from '../../../../src/pipeline/verify/packages/locked-package.ts'
import {checkArchives, toRegistryArchive} from '../../../../src/pipeline/verify/packages/npm-digests.ts'
import {integrityOf} from '../../../support/signing-registry.ts'

type Algorithm = Digest['alg']

const digest = (alg: Algorithm, text = 'right'): Digest => ({
  alg,
  hex: createHash(alg).update(text).digest('hex'),
  of: 'content',
  from: 'declared',
})
const dist = {
  integrity: integrityOf('right'),
  shasum: createHash('sha1').update('right').digest('hex').toUpperCase(),
  tarball: 'https://npm.example/npm/@acme/tiny/-/elsewhere.tgz',
}

/** Codes of what is wrong with entries of `@acme/tiny@1.0.0`. */
function codes(files: readonly LockedFile[], base = 'https://npm.example/npm', said: object = dist): string[] {
  const locked = {
    ecosystem: 'npm',
    name: '@acme/tiny',
    version: '1.0.0',
    purl: 'pkg:npm/%40acme/tiny@1.0.0',
    origin: undefined,
    files,
  } as const
  const trail = {checked: [] as string[], notCovered: [], trust: []}
  const failures = checkArchives(locked, toRegistryArchive({...said}, base), trail)
  expect(trail.checked).toEqual(failures.length === 0 ? ['locked digest'] : [])
  return failures.map(({outcome, code}) => `${outcome} ${code}`)
}

describe('the digests of an entry', () => {
  it.each<[string, readonly Digest[], readonly string[]]>([
    ['the strongest is right', [digest('sha512')], []],
    ['all are right', [digest('sha512'), digest('sha1')], []],
    ['the strongest is wrong', [digest('sha512', 'evil')], ['invalid digest-mismatch']],
    ['a weaker one is wrong', [digest('sha512'), digest('sha1', 'evil')], ['invalid digest-mismatch']],
    [
      'there are two of the strongest, one wrong',
      [digest('sha512'), digest('sha512', 'evil')],
      ['invalid digest-mismatch'],
    ],
    ['the registry has none of the strongest', [digest('sha384'), digest('sha1')], ['unverifiable digest-missing']],
    ['there is SHA-1 alone', [digest('sha1')], ['unverifiable digest-weak']],
    ['there is a wrong SHA-1 alone', [digest('sha1', 'evil')], ['invalid digest-mismatch']],
    ['there is MD5 alone', [digest('md5')], ['unverifiable digest-missing']],
    ['there is none', [], ['unverifiable digest-missing']],
  ])('are judged where %s', (_name, digests, expected) => {
    expect(codes([{digests}])).toEqual(expected)
  })

  it('must be right in every entry, of which there is one at least', () => {
    expect(codes([])).toEqual(['unverifiable digest-missing'])
    expect(codes([{digests: [digest('sha512')]}, {digests: [digest('sha512', 'evil')]}])).toEqual([
      'invalid digest-mismatch',
    ])
  })
})

describe('the address of an entry', () => {
  const at = (url: string, base?: string, said?: object): string[] =>
    codes([{url, digests: [digest('sha512')]}], base, said)
  const bare = {integrity: dist.integrity}

  it.each<[string, string]>([
    ['the registry’s usual one', 'https://npm.example/npm/@acme/tiny/-/tiny-1.0.0.tgz'],
    ['the same with an encoded slash', 'https://npm.example/npm/%40acme%2ftiny/-/tiny-1.0.0.tgz'],
    ['the one that the registry names', 'https://npm.example/npm/@acme/tiny/-/elsewhere.tgz'],
    ['that of the default registry', 'https://registry.npmjs.org/@acme/tiny/-/tiny-1.0.0.tgz'],
    ['that of the default registry’s other host', 'https://registry.yarnpkg.com/@acme/tiny/-/tiny-1.0.0.tgz'],
  ])('may be %s', (_name, url) => {
    expect(at(url)).toEqual([])
  })

  it('stands below the path of the registry, whatever the registry names', () => {
    expect(at('https://npm.example/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm', bare)).toEqual([])
    expect(at('https://npm.example/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm/', bare)).toEqual([])
    expect(at('https://npm.example/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example', bare)).toEqual([])
    expect(at('https://npm.example/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm', bare)).toEqual([
      'unverifiable origin-unknown',
    ])
    expect(at('https://npm.example/npmx/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm', bare)).toEqual([
      'unverifiable origin-unknown',
    ])
    expect(at('https://npm.example/npm/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm', bare)).toEqual([
      'invalid origin-mismatch',
    ])
    expect(at('https://registry.npmjs.org/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'https://npm.example/npm', bare)).toEqual([
      'invalid origin-mismatch',
    ])
  })

  it.each<[string, string, string]>([
    ['another version', 'https://npm.example/npm/@acme/tiny/-/tiny-1.0.1.tgz', 'invalid origin-mismatch'],
    ['another package', 'https://npm.example/npm/@acme/tine/-/tiny-1.0.0.tgz', 'invalid origin-mismatch'],
    [
      'a place that climbs',
      'https://npm.example/npm/@acme/tiny/-/../../../x/-/tiny-1.0.0.tgz',
      'invalid origin-mismatch',
    ],
    [
      'an address that only goes through the registry’s',
      'https://npm.example/evil/npm/@acme/tiny/-/tiny-1.0.0.tgz',
      'unverifiable origin-unknown',
    ],
    ['another host', 'https://evil.example/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'unverifiable origin-unknown'],
    ['another port', 'https://npm.example:8443/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'unverifiable origin-unknown'],
    ['another scheme', 'http://npm.example/npm/@acme/tiny/-/tiny-1.0.0.tgz', 'unverifiable origin-unknown'],
    [
      'the default registry without a secure line',
      'http://registry.npmjs.org/@acme/tiny/-/tiny-1.0.0.tgz',
      'unverifiable origin-unknown',
    ],
    ['no address', 'tiny-1.0.0.tgz', 'unverifiable origin-unknown'],
  ])('is not that of %s', (_name, url, code) => {
    expect(at(url)).toEqual([code])
  })

  it('is not that of a registry whose own address is none', () => {
    expect(
      at('https://npm.example/npm/@acme/tiny/-/tiny-1.0.0.tgz', undefined, {...bare, tarball: 'tiny.tgz'}),
    ).toEqual([])
  })
})
