import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot} from '../support/run.ts'

describe('aibom version', () => {
  it('has help of its own', async () => {
    const run = await aibom(['version', '-h'])
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.stdout).toContain('aibom version')
  })

  it('gives the same as JSON, by its schema', async () => {
    const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/version.result.schema.json'), 'utf8'))
    const run = await aibom(['version', '--json'])
    expect(new Ajv().validate(schema, JSON.parse(run.stdout))).toBe(true)
  })
})
