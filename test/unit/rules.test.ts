import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {rules} from '../../src/rules/all.ts'
import {projectRoot} from '../support/run.ts'

describe('the catalogue of rules', () => {
  it('has every rule once, by id, in a file of its own', () => {
    const files = readdirSync(join(projectRoot, 'src/rules')).filter(file => file !== 'all.ts')
    expect(rules.map(({name}) => `${name}.ts`).sort()).toEqual(files.sort())
    const ids = rules.map(({id}) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  it('is what docs/rules.md says', () => {
    const rows = readFileSync(join(projectRoot, 'docs/rules.md'), 'utf8')
      .split('\n')
      .filter(line => line.startsWith('| [`AIB'))
    expect(rows.length).toBe(rules.length)
    for (const [index, {id, name, severity, title, why, fix}] of rules.entries()) {
      for (const text of [`[\`${id}\`](rules/${id}.md) ${name}`, severity, title, why, fix])
        expect(rows[index]).toContain(text)
    }
  })
})
