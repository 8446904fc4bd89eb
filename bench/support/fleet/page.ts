import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {openStore} from '../../../src/store/open-store.ts'
import {look, startBrowser} from '../../../test/support/browser.ts'
import {bar, median} from '../measure.ts'
import {fleetCommand} from './made-repositories.ts'
import {assetsEach, fill} from './questions.ts'

const assets = 100_000
const rounds = 5
/** What a reader opens: lists, searches, the last page of a list, one asset, one repository. */
const pages = [
  '',
  'assets',
  'assets?q=kind:model',
  'assets?q=name-4711',
  'assets?q=kind:package+license:unknown',
  'assets?page=1000',
  'asset?identity=package:name-4710',
  'repositories',
  'repository?address=/source-7',
  'providers',
  'licenses',
  'changes',
]

/** Every page of a fleet of 100,000 assets can be used within a second in Chromium, and nothing is wrong with it. */
export async function openPages(folder: string): Promise<boolean> {
  const database = join(folder, 'page.db')
  {
    await using store = await openStore({form: 'file', absolutePath: database}, 'write')
    await fill(store, assets / assetsEach, (source, at) => source * assetsEach + at)
  }
  const [program = '', ...words] = fleetCommand(database)('serve', '--port', '0')
  const server = spawn(program, words, {stdio: ['ignore', 'ignore', 'pipe']})
  let said = ''
  while (!/the fleet is at \S+/.test(said)) said += String((await once(server.stderr, 'data'))[0])
  const [, url = ''] = /the fleet is at (\S+)/.exec(said) ?? []
  const browser = await startBrowser()
  let met = true
  try {
    for (const path of pages) {
      const times: number[] = []
      const page = await browser.newPage({viewport: {width: 1280, height: 900}})
      for (let round = 0; round < rounds; round++) {
        const start = performance.now()
        await page.goto(`${url}${path}`, {waitUntil: 'load'})
        await page.evaluate('new Promise(requestAnimationFrame)')
        times.push(performance.now() - start)
      }
      await page.close()
      met = bar(`/${path}`, median(times), 1000, 'ms') && met
      const {trouble, violations} = await look(browser, `${url}${path}`, 1280, 'light')
      met =
        bar(
          `  messages and faults of access: ${[...trouble, ...violations].join(' · ')}`,
          trouble.length + violations.length,
          0,
          '',
        ) && met
    }
  } finally {
    await browser.close()
    server.kill('SIGINT')
  }
  return met
}
