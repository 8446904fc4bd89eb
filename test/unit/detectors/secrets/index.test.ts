import {describe, expect, it} from 'vitest'
import {secrets} from '../../../../src/detectors/secrets/index.ts'
import {detect} from '../../../support/detect.ts'
import {checkFiles, foundBy} from '../../../support/threats.ts'

const letters = 'qXbTzKdYwRmPvHcLgNfJsGkQxBtZuWyDrMeVhCaEoIpUlSj7924683'
const of = (length: number, from = 0): string =>
  Array.from({length}, (_, at) => letters[(at * 7 + from) % letters.length]).join('')
const hex = (length: number): string =>
  Array.from({length}, (_, at) => '0d9c4b7e2f6a8153'[(at * 5 + (at >> 3)) % 16]).join('')
const openai = `sk-proj-${of(40)}T3BlbkFJ${of(40, 5)}`
const anthropic = `sk-ant-api03-${of(95)}`

const found: readonly (readonly [what: string, path: string, text: string, provider: string])[] = [
  ['OpenAI in code', 'app.py', `client = OpenAI(api_key="${openai}")\n`, 'openai'],
  ['Anthropic in YAML', 'config.yaml', `llm:\n  key: ${anthropic}\n`, 'anthropic'],
  ['the hub in an .env', '.env', `HF_TOKEN=hf_${of(34)}\n`, 'huggingface'],
  ['Groq in a script', 'run.sh', `export GROQ_API_KEY=gsk_${of(52)}\n`, 'groq'],
  ['OpenRouter in TypeScript', 'app.ts', `const key = 'sk-or-v1-${hex(64)}'\n`, 'openrouter'],
  ['a variable of a provider', '.env.production', `MISTRAL_API_KEY=${of(32)}\n`, 'mistral'],
  ['an older form', 'app.py', `OpenAI(api_key="sk-${of(48)}")\n`, 'openai'],
  ['a project without a mark', 'app.py', `OpenAI(api_key="sk-proj-${of(120)}")\n`, 'openai'],
  ['DeepSeek', 'app.py', `OpenAI(api_key="sk-${hex(32)}", base_url="https://api.deepseek.com")\n`, 'deepseek'],
  [
    'Gemini',
    'app.py',
    `import google.generativeai as genai\ngenai.configure(api_key="AIzaSy${of(33)}")\n`,
    'google-gemini',
  ],
  ['a lower name', 'config.yaml', `mistral_api_key: ${of(32)}\n`, 'mistral'],
  ['a name of JavaScript', 'a.ts', `const cohereApiKey = '${of(40)}'\n`, 'cohere'],
  ['a client', 'app.py', `c = Mistral(api_key="${of(32)}")\n`, 'mistral'],
  ['Fireworks', 'app.py', `k = "fw_${of(24)}"\n`, 'fireworks'],
  ['a notebook', 'a.ipynb', JSON.stringify({cells: [{source: [`key = "${openai}"`]}]}), 'openai'],
]
const notFound: readonly (readonly [what: string, path: string, text: string])[] = [
  ['a placeholder', '.env.example', 'OPENAI_API_KEY=sk-your-key-here-xxxxxxxxxxxxxxxx\n'],
  [
    'a key of Firebase',
    'a.ts',
    `const firebaseConfig = {apiKey: "AIzaSy${of(33)}", authDomain: "gemini.firebaseapp.com"}\n`,
  ],
  ['a class of CSS', 'a.ts', 'const c = "sk-fading-circle-spinner-with-a-long-name"\n'],
  ['a word of a sentence', 'a.md', 'Use task-OrientedDialogueSystems2024WithLongNames here.\n'],
  ['a reference', 'config.yaml', 'api_key: $' + '{OPENAI_API_KEY}\n'],
  ['a typed pattern', 'app.py', `KEY = "sk-ant-api03-${'abcdefgh'.repeat(12)}"\n`],
  ['a test value', 'app.py', 'OPENAI_API_KEY = "test-key-0123456789012345678"\n'],
  ['a digest', 'lock.txt', `sha256:${hex(64)}\n`],
  ['a name of a model', 'app.py', 'OPENAI_MODEL_NAME = "gpt-4o-mini-2024-07-18-preview-long"\n'],
  ['an option of a tokenizer', 'config.json', '{"HF_TOKENIZER_KEY": "sentence-transformers/all-MiniLM-L6-v2"}\n'],
  ['names of transformers', 'a.py', 'hf_transformers_cache_folder_of_the_models = 1\n'],
]

describe('secrets', () => {
  it.each(found)('finds a key of %s', async (_what, path, text, provider) => {
    const {assets, findings = []} = await detect(secrets, {[path]: text})
    expect(assets.map(({id}) => id)).toEqual([`service:${provider}`])
    expect(findings.map(({rule}) => rule)).toEqual(['AIB220'])
  })

  it.each(notFound)('does not take %s for a key', async (_what, path, text) => {
    expect(await detect(secrets, {[path]: text})).toMatchObject({assets: [], findings: []})
  })

  it('never says the key', async () => {
    const result = JSON.stringify([
      await detect(secrets, {'app.py': `k = "${openai}"`}),
      await checkFiles({'app.py': `k = "${openai}"`}),
    ])
    for (let at = 0; at + 8 <= openai.length; at += 8) expect(result).not.toContain(openai.slice(at, at + 8))
  })

  it('finds the same key in files of two environments, and tells two keys apart', async () => {
    const same = await checkFiles({
      '.env.development': `OPENAI_API_KEY=${openai}\n`,
      '.env.production': `OPENAI_API_KEY=${openai}\n`,
    })
    expect(foundBy('one-credential', same)).toEqual(['openai'])
    const sections = await checkFiles({
      'config.yaml': `development:\n  OPENAI_API_KEY: ${openai}\nproduction:\n  OPENAI_API_KEY: ${openai}\n`,
    })
    expect(foundBy('one-credential', sections)).toEqual(['openai'])
    const names = await checkFiles({'.env': `DEV_OPENAI_API_KEY=${openai}\nPROD_OPENAI_API_KEY=${openai}\n`})
    expect(foundBy('one-credential', names)).toEqual(['openai'])
    const vault = 'OPENAI_API_KEY=op://acme/openai/key\n'
    expect(foundBy('one-credential', await checkFiles({'.env.development': vault, '.env.production': vault}))).toEqual([
      'openai',
    ])
    expect(
      foundBy(
        'one-credential',
        await checkFiles({'.env.development': vault, '.env.production': 'OPENAI_API_KEY=op://acme/openai-2/key\n'}),
      ),
    ).toEqual([])
    const apart = await checkFiles({
      '.env.development': `OPENAI_API_KEY=${openai}\n`,
      '.env.production': `OPENAI_API_KEY=sk-proj-${of(40, 9)}T3BlbkFJ${of(40, 3)}\n`,
    })
    expect(foundBy('one-credential', apart)).toEqual([])
    expect(foundBy('secret-in-source', apart)).toEqual(['openai', 'openai'])
  })
})
