import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {vendorBom} from '../support/vendor-bom.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/convert.result.schema.json'), 'utf8'))

describe('aibom convert', () => {
  it('writes another version that is valid, and lists what it has no place for', async () => {
    const cwd = temporaryFolder()
    const bom = vendorBom(each =>
      Object.assign(each.components[0], {
        tags: ['legal'],
        swhid: ['swh:1:rev:9213176726f574b556790deb65791e0c5aa438b6'],
      }),
    )
    writeFileSync(join(cwd, 'bom.json'), JSON.stringify(bom))
    const run = await aibom(['convert', 'bom.json', '--to', 'cyclonedx-1.5', '-o', 'old.json', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    expect(new Ajv({strict: false, allowUnionTypes: true}).validate(schema, result)).toBe(true)
    expect([run.exit, result]).toMatchObject([0, {valid: true, lost: ['/components/*/swhid', '/components/*/tags']}])
    expect((await aibom(['validate', 'old.json'], {cwd})).exit).toBe(0)
  })

  it('turns XML into JSON on stdout, and tells of the rest on stderr', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'bom.xml'),
      '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>a</name><version>1</version></component></components></bom>',
    )
    const run = await aibom(['convert', 'bom.xml', '--to', 'cyclonedx-1.6'], {cwd})
    expect(JSON.parse(run.stdout)).toMatchObject({
      specVersion: '1.6',
      components: [{type: 'library', name: 'a', version: '1'}],
    })
    expect([run.exit, run.stderr]).toEqual([0, expect.stringContaining('Everything was carried over')])
  })

  it('lists a key that stands twice, of which one value is lost', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'bom.json'),
      '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [], "components": []}',
    )
    const run = await aibom(['convert', 'bom.json', '--to', 'cyclonedx-1.7', '-o', 'x.json'], {cwd})
    expect(run.stdout + run.stderr).toContain('"components" stands twice')
  })

  it('exits 1 where the result is not valid', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'bom.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, serialNumber: 'none'}),
    )
    expect((await aibom(['convert', 'bom.json', '--to', 'cyclonedx-1.7', '-o', 'x.json'], {cwd})).exit).toBe(1)
  })
})
