import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {reviewHtml} from '../../../../src/report/review/html/page.ts'
import {browserPath, look, startBrowser} from '../../../support/browser.ts'
import {reviewOf} from '../../../support/review.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {type Editable, vendorBom} from '../../../support/vendor-bom.ts'

const hostile = '"\'><script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>\u202e\u0007\n`'

/** Every text of a document becomes a hostile one, but those that a schema or role depends on. */
function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return ['type', 'bomFormat', 'specVersion', 'alg', 'content', 'aggregate', 'flow', 'timestamp'].includes(key)
      ? value
      : `${value}${hostile}`
  if (Array.isArray(value)) return value.map(item => poison(item, key))
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]))
    : value
}

/** A vendor with trouble of every kind. */
const troubled = vendorBom(bom => {
  Object.assign(bom.components[0], {version: 'main', licenses: [{license: {id: 'MIT'}}]})
  Object.assign(bom.components[0].pedigree.ancestors[0], {licenses: [{license: {id: 'CC-BY-NC-4.0'}}]})
  Object.assign(bom.services[0], {
    endpoints: ['http://203.0.113.7/x', 'javascript:alert(3)'],
    authenticated: false,
    data: [{flow: 'outbound', classification: 'PII'}],
  })
  bom.components.push({
    type: 'application',
    'bom-ref': 'agent:a',
    name: 'planner',
    properties: [{name: 'allowed-tools', value: 'bash'}],
  })
})

function large(count: number): Editable {
  return vendorBom(bom => {
    for (let index = 0; index < count; index++) {
      const [name, version] = [`package-${index}`, '1.2.3']
      bom.components.push({
        type: 'library',
        'bom-ref': name,
        name,
        version,
        purl: `pkg:npm/${name}@${version}`,
        licenses: [{license: {id: index % 9 === 0 ? 'GPL-3.0-only' : 'MIT'}}],
      })
    }
  })
}

describe('reviewHtml', () => {
  it('lets nothing be fetched or run, and has no script', async () => {
    const page = reviewHtml(await reviewOf(vendorBom()))
    expect(page).toMatch(/http-equiv="Content-Security-Policy" content="default-src (?:'|&#39;)none/)
    expect(page).not.toMatch(/<script|<link|<img|<iframe| style=| on\w+=|url\((?!#)/i)
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true)
  })

  it('begins with the verdict, and every finding leads to its evidence', async () => {
    const result = await reviewOf(troubled)
    const page = reviewHtml(result)
    expect(page.indexOf('May we use it?')).toBeLessThan(page.indexOf('Identity and origin'))
    for (const [, target] of page.matchAll(/href="#([\w-]+)"/g)) expect(page).toContain(`id="${target}"`)
  })

  it('keeps hostile text in every field text', async () => {
    const page = reviewHtml(await reviewOf(poison(troubled) as object))
    expect(page).not.toMatch(/<script|<img|javascript:[^<"]*"[^>]*>|\u202e|\u0007/i)
    expect(page).toContain('\\u202e')
    expect([...page.matchAll(/href="(?!#|https?:)/g)]).toEqual([])
  })

  it('is the same bytes for the same review, and under a megabyte for 500 components', async () => {
    const result = await reviewOf(large(500))
    const page = reviewHtml(result)
    expect(reviewHtml(result)).toBe(page)
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
  })
})

describe.skipIf(browserPath === undefined)('the page in a browser (skipped without Chromium)', () => {
  let browser: Browser
  const folder = temporaryFolder()

  beforeAll(async () => {
    browser = await startBrowser()
    writeFileSync(
      join(folder, 'troubled.html'),
      reviewHtml(await reviewOf(troubled, {purpose: 'a product for customers'})),
    )
    writeFileSync(join(folder, 'hostile.html'), reviewHtml(await reviewOf(poison(troubled) as object)))
    writeFileSync(join(folder, 'large.html'), reviewHtml(await reviewOf(large(500))))
  }, 60_000)
  afterAll(() => browser?.close())

  it.each([
    ['troubled', 320, 'light'],
    ['troubled', 800, 'dark'],
    ['troubled', 1400, 'light'],
    ['hostile', 320, 'dark'],
    ['large', 800, 'light'],
  ] as const)(
    '%s at %d px, %s: no trouble, no request, nothing too wide, no serious violation',
    async (name, width, scheme) => {
      const {trouble, overflow, violations, text} = await look(browser, join(folder, `${name}.html`), width, scheme)
      expect({trouble, overflow, violations}).toEqual({trouble: [], overflow: 0, violations: []})
      expect(text).toContain('May we use it?')
    },
    60_000,
  )
})
