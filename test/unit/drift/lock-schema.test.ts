import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {expect, it} from 'vitest'
import {parse} from 'yaml'
import {factNames} from '../../../src/drift/entry.ts'
import {formatLock} from '../../../src/drift/lock-file.ts'
import {projectInventory} from '../../../src/drift/project.ts'
import {richInventory} from '../../support/rich-inventory.ts'
import {projectRoot} from '../../support/run.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/aibom-lock.schema.json'), 'utf8'))

it('describes every lock that is written, and every fact in it', () => {
  const validate = new Ajv().compile(schema)
  const lock = parse(formatLock(projectInventory(richInventory(), 'digest', true).entries))
  expect(validate(lock), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({lockVersion: 2, assets: {}})).toBe(false)
  const own = ['id', 'name', 'alias', 'accepted']
  expect(Object.keys(schema.properties.assets.additionalProperties.properties)).toEqual([...own, ...factNames])
})
