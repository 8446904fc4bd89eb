import {describe, expect, it} from 'vitest'
import {reviewHtml} from '../../../../src/report/review/html/page.ts'
import {reviewOf} from '../../../support/review.ts'
import {vendorBom} from '../../../support/vendor-bom.ts'

const count = 3000
const last = `shard-${count}.safetensors`

/** The page of a model with so many files, the last of which is not what the BOM says. */
async function pageOfMany(): Promise<string> {
  const files = Array.from({length: count}, (_, index) => ({
    type: 'file',
    'bom-ref': `file-${index + 1}`,
    name: `shard-${index + 1}.safetensors`,
    hashes: [{alg: 'SHA-256', content: (index + 1).toString(16).padStart(8, '1').repeat(8)}],
  }))
  const bom = vendorBom(each => Object.assign(each.components[0], {components: files}))
  const wrong = {subject: last, status: 'contradicted', message: 'another digest'} as const
  return reviewHtml(await reviewOf(bom, {files: [wrong]}))
}

describe('the page of a review with more than it has room for', () => {
  it('shows the first rows, those with something against them before others, and says how many more there are', async () => {
    const page = await pageOfMany()
    expect(page.match(/<th scope="row"><code>shard-\d+\.safetensors<\/code>/g)).toHaveLength(1000)
    expect(page).toContain(`<code>${last}</code>`)
    expect(page).toContain('2,000 more are not on this page. The review in JSON (--format json) has all of them.')
  })

  it('leads to evidence by the numbers that the review in JSON has', async () => {
    const page = await pageOfMany()
    const links = new Set([...page.matchAll(/href="#(e\d+)"/g)].map(([, id]) => id))
    const items = [...page.matchAll(/<li id="(e(\d+))" value="(\d+)"/g)].map(([, id, number, value]) => {
      expect(value).toBe(number)
      return id
    })
    expect(new Set(items)).toEqual(links)
    expect(items.length).toBeLessThan(1100)
  })
})
