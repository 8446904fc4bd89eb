import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/validate.result.schema.json'), 'utf8'))
const good = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}'
const bad = '{"bomFormat": "CycloneDX", "specVersion": "1.6",\n "version": 1, "components": [\n{"type": "library"}]}'

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  return cwd
}

describe('aibom validate', () => {
  it('exits 0 where all are valid', async () => {
    const cwd = folderWith({
      'a.json': good,
      'b.xml': '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components/></bom>',
    })
    const run = await aibom(['validate', 'a.json', 'b.xml'], {cwd})
    expect([run.exit, run.stdout]).toEqual([
      0,
      'valid  a.json · CycloneDX 1.6 (JSON schema), JSON\nvalid  b.xml · CycloneDX 1.5 (JSON schema), XML\n  not checked: the order of elements, which only the XML schema fixes: it was checked in its JSON form\n',
    ])
  })

  it('exits 1 where one is not, and says where and what to do', async () => {
    const run = await aibom(['validate', 'a.json', 'b.json'], {cwd: folderWith({'a.json': good, 'b.json': bad})})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain(
      'b.json:3  /components/0\n    must have required property \'name\'\n    to do: Add "name"',
    )
  })

  it('gives the same as JSON, by its schema', async () => {
    const run = await aibom(['validate', 'a.json', 'b.json', '--json'], {
      cwd: folderWith({'a.json': 'no', 'b.json': bad}),
    })
    const result = JSON.parse(run.stdout)
    expect(new Ajv({strict: false, allowUnionTypes: true}).validate(schema, result)).toBe(true)
    expect(result).toMatchObject({
      outcome: 'invalid',
      documents: [
        {form: null, valid: false},
        {form: 'json', problems: [{line: 3}]},
      ],
    })
  })

  it('exits 2 for a file that does not exist', async () => {
    const run = await aibom(['validate', 'none.json'])
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('AIBOM_FILE_NOT_FOUND')])
  })

  it.each([
    ['SPDX 2.1', '{"spdxVersion": "SPDX-2.1"}', 'of SPDX, versions 2.2, 2.3 and 3 are read'],
    ['CycloneDX 2.0', '{"specFormat": "CycloneDX", "specVersion": "2.0"}', 'is CycloneDX 2.0: 1.2 to 1.7 are read'],
  ])('says that %s is not read', async (_what, text, told) => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'bom.json'), text)
    const run = await aibom(['validate', 'bom.json'], {cwd})
    expect([run.exit, run.stdout]).toEqual([1, expect.stringContaining(told)])
  })
})
