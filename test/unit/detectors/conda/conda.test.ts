import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {conda} from '../../../../src/detectors/conda/index.ts'
import {parseMatchSpec} from '../../../../src/detectors/conda/match-spec.ts'
import {detect} from '../../../support/detect.ts'

describe('parseMatchSpec', () => {
  it.each([
    ['numpy', {name: 'numpy'}],
    ['scikit-learn=0.19.1', {name: 'scikit-learn', constraint: '=0.19.1'}],
    ['python==3.8.2', {name: 'python', constraint: '==3.8.2', version: '3.8.2'}],
    ['blas=1.0=mkl', {name: 'blas', constraint: '=1.0=mkl', version: '1.0', build: 'mkl'}],
    ['pytorch::pytorch>=2,<3', {channel: 'pytorch', name: 'pytorch', constraint: '>=2,<3'}],
    ['conda-forge/linux-64::faiss=1.7.*', {channel: 'conda-forge/linux-64', name: 'faiss', constraint: '=1.7.*'}],
    ['Cython  # to build', {name: 'cython'}],
  ])('reads %s', (text, spec) => {
    expect(parseMatchSpec(text)).toEqual(spec)
  })

  it.each(['', '-', './folder/x', 'https://host/file.tar.bz2', '<<: *x'])('finds no requirement in %j', text => {
    expect(parseMatchSpec(text)).toBeUndefined()
  })

  it('never throws, whatever the text', () => fc.assert(fc.property(fc.string(), text => void parseMatchSpec(text))))
})

describe('the conda detector', () => {
  it('lists what conda installs, a version only where it is exact, the pip list not', async () => {
    const found = await detect(conda, {
      'env/environment.yml':
        'name: x\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - pytorch::faiss-gpu=1.8.0=py311_0\n  - numpy>=1.26\n  - pip:\n      - openai==1.2.3\n',
    })
    expect(found.assets.map(asset => [asset.id, asset.version, asset.purl, asset.evidence[0]?.line])).toEqual([
      [
        'package:conda/faiss-gpu?channel=pytorch',
        '1.8.0',
        'pkg:conda/faiss-gpu@1.8.0?build=py311_0&channel=pytorch',
        5,
      ],
      ['package:conda/numpy', undefined, 'pkg:conda/numpy', 6],
    ])
  })

  it.each([
    ['a compose file', 'docker-compose.yml', 'services: {}\n'],
    ['an environment of another kind', 'environment.yml', 'dependencies: 5\n'],
    ['broken YAML', 'conda.yaml', 'dependencies: [\n'],
  ])('finds nothing in %s', async (_what, path, text) => {
    expect((await detect(conda, {[path]: text})).assets).toEqual([])
  })
})
