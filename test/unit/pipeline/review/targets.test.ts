import {describe, expect, it} from 'vitest'
import {reviewFiles} from '../../../support/delivery.ts'

const bom = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": []'

describe('the review of a target', () => {
  it.each([
    ['a key that stands twice', Buffer.from(`${bom}, "version": 2}`)],
    ['text that is no UTF-8', Buffer.from(`\ufeff${bom}}`, 'utf16le')],
  ])('calls no signature invalid where there is none: %s', async (_what, content) => {
    const {findings} = await reviewFiles([['bom.json', content]], 'bom.json')
    expect(findings.map(({name}) => name)).not.toContain('signature-invalid')
  })

  it('finds no reason to use a folder with nothing of AI', async () => {
    const {verdict, findings} = await reviewFiles([['docs/notes.txt', 'x']], 'docs')
    expect([verdict.answer, findings.map(({name}) => name)]).toEqual(['not-yet', ['little-stated']])
  })

  it('cannot read a file that is no BOM and holds no model', async () => {
    const {verdict} = await reviewFiles([['prices.csv', 'a,b\n']], 'prices.csv')
    expect(verdict).toMatchObject({answer: 'unreadable', reasons: [{text: expect.stringContaining('it is no BOM')}]})
  })
})
