import {describe, expect, it} from 'vitest'
import type {Finding} from '../../../../src/inventory/finding.ts'
import {judgeThreats} from '../../../../src/policy/threats/judge.ts'
import type {ThreatRule} from '../../../../src/policy/threats/threat-rule.ts'
import {pickleRunsCode} from '../../../../src/rules/pickle-runs-code.ts'
import {wholeDisk} from '../../../../src/rules/whole-disk.ts'
import {richInventory} from '../../../support/rich-inventory.ts'

const context = {inventory: richInventory(), own: true, today: '2026-11-28'}
const carried = (rule: Finding['rule']): Finding => ({
  rule,
  asset: 'subject',
  message: 'm',
  evidence: [],
  fingerprint: 'f',
})

describe('judgeThreats', () => {
  it('takes what was found where the bytes were at hand, and names rules that it does not know', () => {
    const inventory = {...context.inventory, findings: [carried(pickleRunsCode.id), carried('AIB99999')]}
    const judged = judgeThreats({...context, inventory}, [])
    expect(judged.findings.map(({meta}) => meta.name)).toEqual(['pickle-runs-code'])
    expect(judged.unknownRules).toEqual(['AIB99999'])
  })

  it('keeps apart what was not judged, and rules that had nothing to judge by', () => {
    const rule = (answer: Partial<ReturnType<ThreatRule['judge']>>): ThreatRule => ({
      meta: wholeDisk,
      judge: () => ({findings: [], ...answer}),
    })
    const open = {rule: wholeDisk.id, asset: 'a', reason: 'not-evaluated', message: 'm'} as const
    const judged = judgeThreats(context, [rule({undecided: [open]}), rule({off: 'no list'})])
    expect(judged.undecided).toMatchObject([open])
    expect(judged.off).toEqual([{meta: wholeDisk, reason: 'no list'}])
  })

  it('gives the same answer to the same inventory', () => {
    expect(judgeThreats(context)).toEqual(judgeThreats(context))
  })
})
