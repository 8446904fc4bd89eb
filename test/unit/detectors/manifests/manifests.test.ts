import {describe, expect, it} from 'vitest'
import {manifests} from '../../../../src/detectors/manifests/index.ts'
import {manifestOf} from '../../../../src/detectors/manifests/names.ts'
import {detect} from '../../../support/detect.ts'

describe('manifestOf', () => {
  it.each([
    ['web/package.json', 'npm', 'manifest'],
    ['yarn.lock', 'npm', 'lock'],
    ['requirements-dev.txt', 'pypi', 'manifest'],
    ['dev-requirements.txt', 'pypi', 'manifest'],
    ['requirements/base.txt', 'pypi', 'manifest'],
    ['pylock.gpu.toml', 'pypi', 'lock'],
    ['model/conda.yaml', 'conda', 'manifest'],
    ['MLproject', 'mlflow', 'manifest'],
  ])('knows %s', (path, ecosystem, role) => {
    expect(manifestOf(path)).toEqual({ecosystem, role})
  })

  it.each(['src/requirements.md', 'notes.txt', 'my-package.json', 'docker-compose.yml', 'condaction.yaml'])(
    'is not taken in by %s',
    path => {
      expect(manifestOf(path)).toBeUndefined()
    },
  )
})

describe('the manifests detector', () => {
  it('lists the file with its digest', async () => {
    const {assets} = await detect(manifests, {'a/requirements.txt': 'openai\n'})
    expect(assets).toMatchObject([
      {
        id: 'dependency-manifest:a/requirements.txt',
        digests: [
          {
            alg: 'sha256',
            hex: 'caba31443884e2439d234b44a45d5dedf7e84093317b88b7cffa4aa32a2ef708',
            of: 'content',
            from: 'computed',
          },
        ],
      },
    ])
  })
})
