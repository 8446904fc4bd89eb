import {describe, expect, it} from 'vitest'
import {loadCatalog} from '../../../../src/catalog/catalog.ts'
import {rootLanguage, rootLanguages} from '../../../../src/catalog/library.ts'
import {languageOf} from '../../../../src/code/language-of.ts'
import {isCode, readCode} from '../../../../src/code/read-code.ts'
import {Project} from '../../../../src/code/resolve/project.ts'
import {buildPrefilter, prefilterPatterns} from '../../../../src/detectors/code/prefilter.ts'
import {readModule} from '../../../../src/detectors/code/read-module.ts'
import {filesOf} from '../../../support/detect.ts'

const prefilter = buildPrefilter(loadCatalog(), 'python')
const own = new Map(
  rootLanguages.map(language => [
    language,
    buildPrefilter(loadCatalog(), language === 'javascript' ? 'python' : language),
  ]),
)

async function assetsOf(text: string, path: string): Promise<readonly string[]> {
  const module = await readCode(text, path)
  if (!('root' in module)) return []
  return readModule(module, {
    catalog: loadCatalog(),
    modules: new Project(),
    scopeOf: () => 'product',
  }).found.assets.map(({id}) => id)
}

describe('the prefilter', () => {
  it('loses nothing that parsing every file of the catalogue finds', async () => {
    const files = Object.entries(filesOf(new URL('../../../fixtures/catalog/', import.meta.url).pathname)).filter(
      ([path]) => isCode(path),
    )
    const left = files
      .map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')] as const)
      .filter(([path, text]) => own.get(rootLanguage(languageOf(path)))?.test(text) === false)
    const lost = await Promise.all(left.map(async ([path, text]) => [path, await assetsOf(text, path)] as const))
    expect(files.length).toBeGreaterThan(100)
    expect(lost.filter(([, assets]) => assets.length > 0)).toEqual([])
  })

  it.each([
    'x: str = "claude-3-opus-20240229"',
    'from openai import OpenAI',
    'const x = require("openai/azure")',
    'import x from "https://esm.sh/ai@4"',
    'MODEL = "x"',
    '{ role: "system", content: "x" }',
    'agent(instructions="x")',
    'qa_template_str = f"""x"""',
    'url = "https://api.groq.com/openai/v1"',
    'process.env.NEXT_PUBLIC_OLLAMA_URL',
    'x = "https://example.com/data/train.csv"',
    'torch.load("x.pt")',
  ])('keeps %s', text => expect(prefilter.test(text)).toBe(true))

  it.each([
    'const a = require("fs")',
    'class Main { run() {} }',
    'import os\nprint(os.getcwd())',
    'tail = main(aim)',
    'x = os.getcwd()',
  ])('leaves %s', text => expect(prefilter.test(text)).toBe(false))

  it.each(rootLanguages)('has no expression that V8 refuses to optimize: %s', language => {
    for (const {source} of prefilterPatterns(loadCatalog(), language)) expect(source.length).toBeLessThan(20 * 1024)
  })

  it('takes time in proportion to the text', () => {
    for (const text of [
      'template'.repeat(60_000),
      'https://'.repeat(60_000),
      `https://${'a'.repeat(400_000)}`,
      'instruction'.repeat(50_000),
    ]) {
      expect(prefilter.test(text)).toBeTypeOf('boolean')
    }
  })
})
