import {describe, expect, it} from 'vitest'
import {repositoryOf, toHistory} from '../../../../src/pipeline/verify/packages/npm-history.ts'

interface Version {
  readonly at?: string
  readonly isAttested?: boolean
  readonly repository?: unknown
}

/** All versions of a package, as a registry tells them. */
function packument(versions: Readonly<Record<string, Version>>): Record<string, unknown> {
  const documents = Object.entries(versions).map(([version, {isAttested = false, repository}]) => [
    version,
    {version, repository, dist: isAttested ? {attestations: {provenance: {}}} : {}},
  ])
  const times = Object.entries(versions).flatMap(([version, {at}]) => (at === undefined ? [] : [[version, at]]))
  return {versions: Object.fromEntries(documents), time: Object.fromEntries(times)}
}

const [first, second, third] = ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z']
const [acme, evil] = ['github:acme/tiny', 'github:evil/tiny']

describe('a version among those before it', () => {
  it('is told with its document and its time', () => {
    const history = toHistory(packument({'1.0.0': {at: first, repository: acme}}), '1.0.0')
    expect(history).toMatchObject({
      document: {version: '1.0.0'},
      publishedAt: new Date(first),
      dropped: undefined,
      changes: [],
    })
  })

  it.each<[string, Readonly<Record<string, Version>>, string | undefined]>([
    ['one before had a provenance', {'0.9.0': {at: first, isAttested: true}, '1.0.0': {at: second}}, '0.9.0'],
    ['both have one', {'0.9.0': {at: first, isAttested: true}, '1.0.0': {at: second, isAttested: true}}, undefined],
    ['it has the first one', {'0.9.0': {at: first}, '1.0.0': {at: second, isAttested: true}}, undefined],
    ['none has one', {'0.9.0': {at: first}, '1.0.0': {at: second}}, undefined],
    ['one after it has one', {'0.9.0': {at: third, isAttested: true}, '1.0.0': {at: second}}, undefined],
    ['one of the same moment has one', {'0.9.0': {at: second, isAttested: true}, '1.0.0': {at: second}}, undefined],
    [
      'the last of several had one',
      {'0.1.0': {at: first, isAttested: true}, '0.2.0': {at: second, isAttested: true}, '1.0.0': {at: third}},
      '0.2.0',
    ],
    [
      'one before had one, and the next had none',
      {'0.1.0': {at: first, isAttested: true}, '0.2.0': {at: second}, '1.0.0': {at: third}},
      '0.1.0',
    ],
    [
      'the last one before it is listed first',
      {'0.2.0': {at: second, isAttested: true}, '0.1.0': {at: first, isAttested: true}, '1.0.0': {at: third}},
      '0.2.0',
    ],
    ['nobody tells when the other came', {'0.9.0': {isAttested: true}, '1.0.0': {at: second}}, undefined],
    ['nobody tells when it came', {'0.9.0': {at: first, isAttested: true}, '1.0.0': {}}, undefined],
    ['the time of the other is none', {'0.9.0': {at: 'long ago', isAttested: true}, '1.0.0': {at: second}}, undefined],
  ])('dropped its provenance or not: %s', (_name, versions, dropped) => {
    const history = toHistory(packument(versions), '1.0.0')
    if (dropped === undefined) expect(history.dropped).toBeUndefined()
    else expect(history.dropped).toContain(`${dropped}, published earlier, has provenance`)
    expect(history.document).toMatchObject({version: '1.0.0'})
  })

  it.each<[string, Readonly<Record<string, Version>>, readonly string[]]>([
    [
      'another repository than before',
      {'0.9.0': {at: first, repository: acme}, '1.0.0': {at: second, repository: evil}},
      [
        'why its repository changed: 0.9.0 names https://github.com/acme/tiny, this version https://github.com/evil/tiny',
      ],
    ],
    [
      'the same in other letters',
      {'0.9.0': {at: first, repository: 'github:Acme/Tiny'}, '1.0.0': {at: second, repository: acme}},
      [],
    ],
    ['none any more', {'0.9.0': {at: first, repository: acme}, '1.0.0': {at: second}}, []],
    ['its first', {'0.9.0': {at: first}, '1.0.0': {at: second, repository: acme}}, []],
    ['another one after it', {'0.9.0': {at: third, repository: evil}, '1.0.0': {at: second, repository: acme}}, []],
    [
      'another than the last that named one',
      {'0.1.0': {at: first, repository: acme}, '0.2.0': {at: second}, '1.0.0': {at: third, repository: evil}},
      [expect.stringContaining('0.1.0 names https://github.com/acme/tiny')],
    ],
  ])('names %s', (_name, versions, changes) => {
    expect(toHistory(packument(versions), '1.0.0').changes).toEqual(changes)
  })

  it('is not there where the registry does not list it', () => {
    for (const version of ['2.0.0', 'toString', '__proto__']) {
      expect(toHistory(packument({'1.0.0': {at: first}}), version)).toMatchObject({
        document: undefined,
        publishedAt: undefined,
      })
    }
    expect(toHistory({}, '1.0.0')).toEqual({
      document: undefined,
      publishedAt: undefined,
      dropped: undefined,
      changes: [],
    })
  })
})

describe('repositoryOf', () => {
  it.each<[unknown, string | undefined]>([
    ['https://github.com/acme/tiny', 'https://github.com/acme/tiny'],
    ['git+https://github.com/acme/tiny.git', 'https://github.com/acme/tiny'],
    ['git://github.com/acme/tiny.git#main', 'https://github.com/acme/tiny'],
    ['git+ssh://git@github.com/acme/tiny.git', 'https://github.com/acme/tiny'],
    ['https://www.github.com/acme/tiny/tree/main/packages/a', 'https://github.com/acme/tiny'],
    [{url: 'https://gitlab.com/acme/tiny'}, 'https://gitlab.com/acme/tiny'],
    ['gitlab:acme/tiny#v1', 'https://gitlab.com/acme/tiny'],
    ['github:acme/tiny', 'https://github.com/acme/tiny'],
    ['acme/tiny', 'https://github.com/acme/tiny'],
    ['acme/tiny/more', undefined],
    ['https://evil.example/github.com/acme/tiny', undefined],
    ['https://github.com.evil.example/acme/tiny', undefined],
    ['https://github.com/acme', undefined],
    ['bitbucket:acme/tiny', undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('of %j is %s', (repository, address) => {
    expect(repositoryOf({repository})).toBe(address)
  })
})
