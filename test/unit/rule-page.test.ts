import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {rules} from '../../src/rules/all.ts'
import {ruleExamples} from '../support/rule-examples.ts'
import {rulePages} from '../support/rule-page.ts'
import {projectRoot} from '../support/run.ts'
import {checkFiles} from '../support/threats.ts'

const folder = join(projectRoot, 'docs/rules')

describe('the pages of rules', () => {
  it('are made from the rules and their examples', async () => {
    const pages = rulePages()
    for (const [name, page] of pages) await expect(page).toMatchFileSnapshot(join(folder, name))
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
  })

  it('has examples of rules that there are', () => {
    const names = new Set(rules.map(({name}) => name))
    expect(Object.keys(ruleExamples).filter(name => !names.has(name))).toEqual([])
  })

  it.each(Object.entries(ruleExamples))(
    '%s speaks of its first example, and not of its second',
    async (rule, {path, finds, leaves}) => {
      const names = async (text: string): Promise<string[]> =>
        (await checkFiles({[path]: `${text}\n`})).findings.map(({name}) => name)
      expect(await names(finds)).toContain(rule)
      expect(await names(leaves)).not.toContain(rule)
    },
  )
})
