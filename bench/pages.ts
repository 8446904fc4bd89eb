import {execFileSync, spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser} from 'playwright-core'
import {startBrowser} from '../test/support/browser.ts'
import {type Editable, vendorBom} from '../test/support/vendor-bom.ts'
import {launcher} from './support/measure.ts'

const policy = `version: 1
approved:
  providers: [openai, huggingface]
`

const loading = (model: string): string =>
  `from transformers import pipeline\npipe = pipeline("text-generation", model="${model}")\n`

/** A fleet of small repositories, by name: what stands in each. */
const repositories: Readonly<Record<string, string>> = {
  'claims-triage': loading('Qwen/Qwen2.5-7B-Instruct'),
  'contract-search': `${loading('mistralai/Mistral-7B-v0.1')}from datasets import load_dataset\ndata = load_dataset("squad")\n`,
  'invoice-reader': 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o-2024-08-06", input="")\n',
  'support-assistant':
    'from anthropic import Anthropic\nAnthropic().messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[])\n',
}

/**
 * `npm run bench -- pages`: renews the pictures of pages in the documentation, as Debian's Chromium shows them: the
 * page of a vendor's BOM with trouble, and the overview of a fleet.
 */
export async function run(): Promise<boolean> {
  const cwd = mkdtempSync(join(tmpdir(), 'aibom-pages-'))
  const browser = await startBrowser()
  try {
    await take(browser, pathToFileURL(reviewPage(cwd)).href, {file: 'review', width: 900, height: 1000})
    await take(browser, pathToFileURL(fleetPage(cwd)).href, {file: 'fleet', width: 1280, height: 900})
    return true
  } finally {
    await browser.close()
    rmSync(cwd, {recursive: true, force: true})
  }
}

function aibom(cwd: string, ...words: string[]): void {
  spawnSync(process.execPath, [launcher, ...words], {cwd, stdio: 'inherit'})
}

interface Picture {
  readonly file: string
  readonly width: number
  readonly height: number
}

async function take(browser: Browser, address: string, {file, width, height}: Picture): Promise<void> {
  const page = await browser.newPage({viewport: {width, height}, colorScheme: 'light'})
  await page.goto(address)
  await page.screenshot({path: resolve(`docs/pictures/${file}.png`)})
  await page.close()
}

/** @returns the page's path */
function reviewPage(cwd: string): string {
  writeFileSync(join(cwd, 'vendor.cdx.json'), JSON.stringify(vendorBom(trouble), undefined, 2))
  aibom(cwd, 'review', 'vendor.cdx.json', '--output', 'vendor.html')
  return join(cwd, 'vendor.html')
}

function trouble(bom: Editable): void {
  const [model] = bom.components
  model.components[0].hashes[0].content = 'deadbeef'.repeat(8)
  Object.assign(model.pedigree.ancestors[0], {
    group: 'meta-llama',
    name: 'Llama-3.1-8B',
    licenses: [{license: {name: 'llama3.1'}}],
  })
  Object.assign(bom.services[0], {endpoints: ['http://203.0.113.7:8080/v1']})
  bom.components.push({
    type: 'library',
    name: 'transfomers',
    version: '4.57.1',
    purl: 'pkg:pypi/transfomers@4.57.1',
  })
}

/** @returns the path of the overview */
function fleetPage(cwd: string): string {
  for (const [name, program] of Object.entries(repositories)) {
    const folder = join(cwd, 'code', name)
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'app.py'), program)
    writeFileSync(join(folder, 'requirements.txt'), 'transformers==4.44.0\n')
    execFileSync('git', ['init', '--quiet'], {cwd: folder})
  }
  cpSync(resolve('docs/example-app'), join(cwd, 'code/example-app'), {recursive: true})
  execFileSync('git', ['init', '--quiet'], {cwd: join(cwd, 'code/example-app')})
  writeFileSync(join(cwd, 'policy.yaml'), policy)
  const database = ['--database', 'fleet.db', '--quiet']
  aibom(cwd, 'fleet', 'add', 'code', ...database)
  aibom(cwd, 'fleet', 'scan', ...database)
  aibom(cwd, 'fleet', 'serve', '--policy', 'policy.yaml', '--export', 'pages', ...database)
  return join(cwd, 'pages/index.html')
}
