import {describe, expect, it} from 'vitest'
import {skills} from '../../../../src/detectors/skills/index.ts'
import {detect} from '../../../support/detect.ts'

const hash = 'a'.repeat(64)
const commit = 'c0ffee'.padEnd(40, '0')

describe('skills', () => {
  it('reads skills-lock.json: source, commit and the digest of the folder', async () => {
    const lock = {
      version: 1,
      skills: {
        deploy: {
          source: 'acme/skills',
          sourceType: 'github',
          skillPath: 'skills/deploy/SKILL.md',
          ref: commit,
          computedHash: hash,
        },
        broken: 7,
      },
    }
    const found = await detect(skills, {'skills-lock.json': JSON.stringify(lock, undefined, 2)})
    expect(found.assets).toMatchObject([
      {
        kind: 'prompt',
        id: 'prompt:skills-lock.json#deploy',
        name: 'deploy',
        version: commit,
        digests: [{alg: 'sha256', hex: hash, of: 'tree', from: 'declared'}],
        references: [{type: 'distribution', url: 'acme/skills#skills/deploy/SKILL.md'}],
        evidence: [{path: 'skills-lock.json', line: 4}],
        facts: {role: 'skill'},
      },
    ])
    expect(found.assets[0]?.facts).not.toHaveProperty('byteLength')
  })

  it('reads toolhive.lock.yaml: artifacts by their digest, repositories by their commit', async () => {
    const text = [
      'version: 1',
      'skills:',
      '  - name: review',
      '    version: 1.0.0',
      '    source: review',
      '    resolvedReference: ghcr.io/acme/review:1.0.0',
      `    digest: sha256:${hash}`,
      `    contentDigest: sha256:${'b'.repeat(64)}`,
      '  - name: testing',
      '    source: git://github.com/acme/skills.git#main/testing',
      '    resolvedReference: git://github.com/acme/skills.git',
      `    digest: ${commit}`,
      '',
    ].join('\n')
    const found = await detect(skills, {'toolhive.lock.yaml': text})
    expect(found.assets).toMatchObject([
      {name: 'review', version: '1.0.0', digests: [{hex: hash}, {hex: 'b'.repeat(64)}], evidence: [{line: 3}]},
      {
        name: 'testing',
        version: commit,
        digests: [],
        references: [{url: 'git://github.com/acme/skills.git'}],
        evidence: [{line: 9}],
      },
    ])
  })

  it.each([
    ['skills-lock.json', '{'],
    ['skills-lock.json', '[]'],
    ['skills-lock.json', '{"skills": []}'],
    ['toolhive.lock.yaml', 'version: 2\nskills: []\n'],
    ['toolhive.lock.yaml', 'a: [\n'],
  ])('says that %s with %j cannot be read', async (name, text) => {
    const found = await detect(skills, {[name]: text})
    expect(found.assets).toEqual([])
    expect(found.gaps).toMatchObject([{path: name, code: 'syntax'}])
  })

  it('leaves other lock files alone', async () => {
    expect((await detect(skills, {'package-lock.json': '{"version": 1, "skills": {"a": {}}}'})).assets).toEqual([])
  })
})
