import {describe, expect, it} from 'vitest'
import {mcp} from '../../../../src/detectors/mcp/index.ts'
import {detect} from '../../../support/detect.ts'
import {utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

const manifest = {
  manifest_version: '0.3',
  name: 'files',
  version: '1.2.0',
  author: {name: 'Acme'},
  server: {
    type: 'node',
    entry_point: 'index.js',
    mcp_config: {command: 'node', args: ['index.js'], env: {FILES_TOKEN: ''}},
  },
}

function bundle(text: string, deflate = true): Uint8Array {
  return zip([
    {name: 'index.js', content: utf8('x'), deflate: false},
    {name: 'manifest.json', content: utf8(text), deflate},
  ])
}

describe('mcp: bundles', () => {
  it.each(['files.mcpb', 'tools/files.dxt'])('reads the server that %s holds from its manifest', async path => {
    const found = await detect(mcp, {[path]: bundle(JSON.stringify(manifest))})
    expect(found.assets).toMatchObject([
      {
        kind: 'mcp-server',
        id: `mcp-server:${path}`,
        name: 'files',
        version: '1.2.0',
        author: 'Acme',
        evidence: [{path}],
        facts: {role: 'implemented', transport: 'stdio', environment: ['FILES_TOKEN']},
      },
    ])
  })

  it.each([
    ['no zip', utf8('hello')],
    ['an empty file', utf8('')],
    ['no manifest', zip([{name: 'index.js', content: utf8('x')}])],
    ['another manifest', bundle('{"name": "app", "icons": []}')],
    ['a manifest that is no JSON', bundle('{')],
    [
      'two manifests',
      zip(['manifest.json', 'manifest.json'].map(name => ({name, content: utf8(JSON.stringify(manifest))}))),
    ],
    ['a manifest that unpacks to more than its limit', bundle(' '.repeat(5 * 1024 * 1024))],
  ])('says that a bundle with %s cannot be read', async (_what, content) => {
    const found = await detect(mcp, {'a.mcpb': content})
    expect(found.assets).toEqual([])
    expect(found.gaps).toMatchObject([{path: 'a.mcpb', stage: 'extract', code: 'syntax'}])
  })
})
