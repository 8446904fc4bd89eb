import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {boms} from '../../../../src/detectors/boms/index.ts'
import type {DetectorContext} from '../../../../src/detectors/detector.ts'
import {detect, openMemory} from '../../../support/detect.ts'

const cyclonedx = JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: []})

describe('boms', () => {
  it.each([
    ['app.cdx.json', cyclonedx, 'CycloneDX', '1.6'],
    ['any-name.json', cyclonedx, 'CycloneDX', '1.6'],
    ['bom.xml', '<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.4">', 'CycloneDX', '1.4'],
    ['x.spdx.json', '{"spdxVersion": "SPDX-2.3"}', 'SPDX', '2.3'],
    ['x.spdx', 'SPDXVersion: SPDX-2.2\n', 'SPDX', '2.2'],
    ['x.spdx3.json', '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', 'SPDX', undefined],
  ])('lists %s with its format and version', async (path, text, format, specVersion) => {
    const {assets} = await detect(boms, {[path]: text})
    expect(assets).toMatchObject([
      {kind: 'bom', name: path, facts: specVersion === undefined ? {format} : {format, specVersion}},
    ])
  })

  it.each([
    ['sbom.json', '{"bomFormat": "Other"}'],
    ['notes.json', '{"about": "CycloneDX 1.6"}'],
    ['bom.json', ''],
  ])('does not take %s for one', async (path, text) => {
    expect(await detect(boms, {[path]: text})).toMatchObject({assets: [], gaps: []})
  })

  it('leaves out what aibom wrote itself', async () => {
    const tools = {components: [{type: 'application', name: 'aibom', version: '1'}]}
    const own = JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', metadata: {tools}}, undefined, 2)
    expect(
      await detect(boms, {'aibom.cdx.json': own, 'other.cdx.json': own.replace('"aibom"', '"other"')}),
    ).toMatchObject({
      assets: [{name: 'other.cdx.json'}],
    })
  })

  it('gives the digest of the bytes, whatever their encoding', async () => {
    const marked = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(cyclonedx),
      Buffer.alloc(3_000_000, ' '),
    ])
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(cyclonedx, 'utf16le')])
    for (const bytes of [marked, wide]) {
      const {assets} = await detect(boms, {'app.cdx.json': bytes})
      expect(assets[0]?.digests).toEqual([
        {alg: 'sha256', hex: createHash('sha256').update(bytes).digest('hex'), of: 'content', from: 'computed'},
      ])
    }
  })

  it('makes one that is too large a gap, unread', async () => {
    const file = {
      ...openMemory('huge.cdx.json', ''),
      byteLength: 1n << 40n,
      bytes: () => expect.unreachable('it was opened'),
    }
    const context: DetectorContext = {
      signal: new AbortController().signal,
      scopeOf: () => 'product',
      sibling: async () => undefined,
    }
    expect(await boms.extract(file, context)).toMatchObject({assets: [], gaps: [{path: 'huge.cdx.json'}]})
  })

  it('never throws, whatever the file holds', () =>
    fc.assert(fc.asyncProperty(fc.uint8Array(), async bytes => void (await detect(boms, {'bom.json': bytes})))))
})
