import {describe, expect, it} from 'vitest'
import {parseTrustedRoot, seededRegistryKeys, seededRoot} from '../../../src/trust/logs/trusted-root.ts'
import {Sigstore} from '../../support/sigstore.ts'
import {withValue} from '../../support/verdict.ts'

const {trustedRoot} = new Sigstore()
const text = JSON.stringify(trustedRoot)

describe('a trusted root', () => {
  it('is read whole, and named as the user named it', () => {
    const {root, name} = parseTrustedRoot(text, 'root.json')
    expect(name).toBe('trusted root root.json')
    expect(
      [root.tlogs, root.ctlogs, root.certificateAuthorities, root.timestampAuthorities].map(list => list.length),
    ).toEqual([1, 1, 1, 1])
  })

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['another media type', JSON.stringify({...trustedRoot, mediaType: 'application/json'})],
    ['no media type', JSON.stringify(withValue(trustedRoot, ['mediaType'], undefined))],
    ['a name twice', text.replace('{"mediaType"', '{"tlogs":[],"mediaType"')],
    [
      'a log key without a beginning',
      JSON.stringify(withValue(trustedRoot, ['tlogs', 0, 'publicKey', 'validFor'], {end: '2030-01-01T00:00:00Z'})),
    ],
    [
      'a certificate log key without a beginning',
      JSON.stringify(withValue(trustedRoot, ['ctlogs', 0, 'publicKey', 'validFor'], undefined)),
    ],
    ...(
      [
        ['tlogs', 0, 'publicKey', 'validFor', 'start'],
        ['ctlogs', 0, 'publicKey', 'validFor', 'end'],
        ['certificateAuthorities', 0, 'validFor', 'end'],
        ['timestampAuthorities', 0, 'validFor', 'start'],
      ] as const
    ).map((path): [string, string] => [
      `a time that is none: ${path.join('.')}`,
      JSON.stringify(withValue(trustedRoot, path, '2030-13-01T00:00:00Z')),
    ]),
    ['logs that are not a list', JSON.stringify(withValue(trustedRoot, ['tlogs'], {}))],
    [
      'a log key that is not base64',
      JSON.stringify(withValue(trustedRoot, ['tlogs', 0, 'publicKey', 'rawBytes'], 'A A')),
    ],
    [
      'a certificate with bytes behind it',
      JSON.stringify(
        withValue(
          trustedRoot,
          ['certificateAuthorities', 0, 'certChain', 'certificates', 0, 'rawBytes'],
          `${Buffer.concat([new Sigstore().authority.der, Buffer.from([0])]).toString('base64')}`,
        ),
      ),
    ],
    [
      'a timestamp authority that is broken',
      JSON.stringify(
        withValue(trustedRoot, ['timestampAuthorities', 0, 'certChain', 'certificates', 0, 'rawBytes'], 'AAAA'),
      ),
    ],
  ])('is refused with %s', (_name, content) => {
    expect(() => parseTrustedRoot(content, 'root.json')).toThrow(
      expect.objectContaining({code: 'AIBOM_TRUSTED_ROOT_INVALID', message: expect.stringContaining('root.json')}),
    )
  })

  it('is shipped, with the keys of npm', () => {
    const {root, name} = seededRoot()
    expect(name).toMatch(
      /^Sigstore public-good root as shipped \(its TUF root is good until \d{4}-\d\d-\d\d, not refreshed\)$/,
    )
    expect(root.certificateAuthorities.length).toBeGreaterThan(0)
    expect(new Set(seededRegistryKeys().map(({usage}) => usage))).toEqual(
      new Set(['npm:signatures', 'npm:attestations']),
    )
  })
})
