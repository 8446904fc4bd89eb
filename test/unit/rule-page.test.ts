import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {rules} from '../../src/rules/all.ts'
import {ruleExamples} from '../support/rule-examples.ts'
import {rulePage} from '../support/rule-page.ts'
import {projectRoot} from '../support/run.ts'
import {checkFiles} from '../support/threats.ts'

describe('the page of rules', () => {
  it('is made from the rules and their examples', async () => {
    await expect(rulePage()).toMatchFileSnapshot(join(projectRoot, 'docs/rules-by-example.md'))
  })

  it('has examples of rules that there are', () => {
    const names = new Set(rules.map(({name}) => name))
    expect(Object.keys(ruleExamples).filter(name => !names.has(name))).toEqual([])
  })

  it.each(Object.entries(ruleExamples))('%s speaks of its first example, and not of its second', async (rule, {path, finds, leaves}) => {
    const names = async (text: string): Promise<string[]> => (await checkFiles({[path]: `${text}\n`})).findings.map(({name}) => name)
    expect(await names(finds)).toContain(rule)
    expect(await names(leaves)).not.toContain(rule)
  })
})
