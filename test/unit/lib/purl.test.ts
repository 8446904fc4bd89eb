import {PackageURL} from 'packageurl-js'
import {describe, expect, it} from 'vitest'
import {condaPurl, formatPurl, huggingfacePurl, npmPurl, pypiPurl, splitNpmName} from '../../../src/lib/names/purl.ts'

describe('purls, in the canonical form of the specification', () => {
  it.each([
    ['npm', npmPurl('foobar', '12.3.1'), 'pkg:npm/foobar@12.3.1'],
    ['npm scope', npmPurl('@angular/animation', '12.3.1'), 'pkg:npm/%40angular/animation@12.3.1'],
    ['old npm name', npmPurl('JSONStream', '1.0.0'), 'pkg:npm/JSONStream@1.0.0'],
    [
      'npm from git',
      npmPurl('mypackage', '12.4.5', {vcs_url: 'git://host.com/path/to/repo.git@4345abcd34343'}),
      'pkg:npm/mypackage@12.4.5?vcs_url=git:%2F%2Fhost.com%2Fpath%2Fto%2Frepo.git%404345abcd34343',
    ],
    ['build metadata', npmPurl('a', '1.0.0+build.5'), 'pkg:npm/a@1.0.0%2Bbuild.5'],
    ['pypi name', pypiPurl('Django_package', '1.11.1.dev1'), 'pkg:pypi/django-package@1.11.1.dev1'],
    ['pypi version, which knows no case', pypiPurl('a', '1.0RC1'), 'pkg:pypi/a@1.0rc1'],
    ['pypi local version', pypiPurl('torch', '2.1.2+cu118'), 'pkg:pypi/torch@2.1.2%2Bcu118'],
    ['pypi epoch', pypiPurl('a', '1!2.0.0'), 'pkg:pypi/a@1%212.0.0'],
    [
      'another index',
      pypiPurl('a', '1', {repository_url: 'https://pypi.corp.example:8443/simple'}),
      'pkg:pypi/a@1?repository_url=https:%2F%2Fpypi.corp.example:8443%2Fsimple',
    ],
    [
      'conda, keys in order',
      condaPurl('absl-py', '0.4.1', {subdir: 'linux-64', channel: 'main', build: 'py36h06a4308_0'}),
      'pkg:conda/absl-py@0.4.1?build=py36h06a4308_0&channel=main&subdir=linux-64',
    ],
    [
      'hub',
      huggingfacePurl('EleutherAI/gpt-neo-1.3B', '7'.repeat(40)),
      `pkg:huggingface/EleutherAI/gpt-neo-1.3B@${'7'.repeat(40)}`,
    ],
    [
      'oci digest',
      formatPurl({
        type: 'oci',
        name: 'debian',
        version: 'sha256:244f',
        qualifiers: {tag: 'latest', repository_url: 'ghcr.io/debian'},
      }),
      'pkg:oci/debian@sha256:244f?repository_url=ghcr.io%2Fdebian&tag=latest',
    ],
    ['signs beyond ASCII', npmPurl('prix-élevé', '1 0'), 'pkg:npm/prix-%C3%A9lev%C3%A9@1%200'],
  ])('%s', (_name, purl, expected) => {
    expect(purl).toBe(expected)
  })

  it('read back as what was written', () => {
    const {name, namespace, version, qualifiers} = PackageURL.fromString(
      npmPurl('@s/n', '1.0.0+x', {download_url: 'https://h.example/a b?c=d&e=%20#f'}),
    )
    expect({name, namespace, version, qualifiers}).toEqual({
      name: 'n',
      namespace: '@s',
      version: '1.0.0+x',
      qualifiers: {download_url: 'https://h.example/a b?c=d&e=%20#f'},
    })
  })

  it('splits a scope from a name', () => {
    expect([splitNpmName('@s/n'), splitNpmName('n')]).toEqual([{group: '@s', name: 'n'}, {name: 'n'}])
  })
})
