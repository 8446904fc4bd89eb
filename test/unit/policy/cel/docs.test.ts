import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {celFunctions} from '../../../../src/policy/cel/functions.ts'
import {assetFields, changeFields, evidenceFields} from '../../../../src/policy/cel/subject.ts'
import {parsePolicy} from '../../../../src/policy/file/parse.ts'
import {projectRoot} from '../../../support/run.ts'

const page = readFileSync(join(projectRoot, 'docs/policy.md'), 'utf8')

describe('docs/policy.md', () => {
  it('lists every field that a rule can ask for', () => {
    const tables = [
      ['asset', assetFields],
      ['change', changeFields],
      ['evidence[]', evidenceFields],
    ] as const
    const rows = tables.flatMap(([name, fields]) =>
      Object.entries(fields).map(([field, [type, text]]) => `| \`${name}.${field}\` | ${type} | ${text} |`),
    )
    expect(page).toContain(rows.join('\n'))
  })

  it('lists every function', () => {
    for (const {description} of celFunctions) {
      const [signature = '', ...text] = description.split(': ')
      expect(page).toContain(`| \`${signature}\` | ${text.join(': ')} |`)
    }
  })

  it('has an example that is a policy', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    expect(parsePolicy(example, 'example').file.rules).toHaveLength(1)
  })
})
