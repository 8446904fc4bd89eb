import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'
import {type Browser, chromium} from 'playwright-core'

const require = createRequire(import.meta.url)
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Debian's Chromium, as .ci/run installs it; undefined where there is none, and the tests that want one are skipped.
 */
export const browserPath: string | undefined = places.find(existsSync)

export function startBrowser(): Promise<Browser> {
  return chromium.launch({executablePath: browserPath ?? '', args: ['--no-sandbox']})
}

export interface Seen {
  /** messages of the console, and requests that would have left */
  readonly trouble: readonly string[]
  /** how much wider the page is than the window, in pixels */
  readonly overflow: number
  /** serious and critical violations that axe-core finds */
  readonly violations: readonly string[]
  readonly text: string
}

/** Opens a page of ours, a file or an address, as a reader does, and looks. */
export async function look(browser: Browser, file: string, width: number, scheme: 'light' | 'dark'): Promise<Seen> {
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme: scheme, bypassCSP: false})
  const trouble: string[] = []
  page.on('console', message => trouble.push(message.text()))
  page.on('pageerror', error => trouble.push(error.message))
  page.on('dialog', dialog => trouble.push(`dialog ${dialog.message()}`))
  const address = file.startsWith('http:') ? file : pathToFileURL(file).href
  const own = file.startsWith('http:') ? new URL(file).origin : 'file:'
  page.on('request', request => void (request.url().startsWith(own) || trouble.push(request.url())))
  await page.goto(address)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  const text = await page.evaluate('document.body.innerText')
  const found: unknown = await page.evaluate(
    `${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')}; axe.run().then(({violations}) => violations.filter(({impact}) => impact === 'serious' || impact === 'critical').map(({id, nodes}) => id + ' ' + nodes.map(({target}) => target.join(' ')).slice(0, 3).join(', ')))`,
  )
  await page.close()
  return {
    trouble,
    overflow: Number(overflow),
    violations: Array.isArray(found) ? found.map(String) : ['axe-core did not run'],
    text: String(text),
  }
}
