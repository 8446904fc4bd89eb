import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {containers} from '../../../../src/detectors/containers/index.ts'
import {detect, filesOf} from '../../../support/detect.ts'
import {casePlaces} from '../../../support/places.ts'

const found = (name: string): Promise<string[]> => casePlaces(containers, `test/fixtures/containers/${name}`)

describe('containers', () => {
  it.each([
    [
      'heredoc',
      [
        'gpu.Dockerfile:3 used package:pypi/torch',
        'gpu.Dockerfile:4 used model:spacy/en_core_web_sm',
        'gpu.Dockerfile:6 used model:huggingface/mistralai/Mistral-7B-v0.1',
      ],
    ],
    [
      'modelfile',
      [
        'Modelfile:2 configured model:ollama/llama3.1:8b',
        'Modelfile:3 configured weights:weights/tiny.Q4_K_M.gguf',
        'Modelfile:4 configured model:huggingface/acme/tiny-bert',
        'Modelfile:5 configured model:huggingface/acme/tiny-GGUF',
        'Modelfile:6 configured weights:lora/adapter.gguf',
        'Modelfile:8 configured prompt:Modelfile#SYSTEM',
        'Modelfile:12 configured prompt:Modelfile#TEMPLATE',
        'Modelfile:13 configured prompt:Modelfile#SYSTEM-2',
      ],
    ],
    [
      'server',
      [
        'Dockerfile:3 configured service:vllm',
        'Dockerfile:4 configured model:huggingface/Qwen/Qwen2.5-1.5B-Instruct',
        'Dockerfile:6 configured service:openai',
        'Dockerfile:7 configured model:huggingface/BAAI/bge-m3',
        'Dockerfile:11 used package:pypi/transformers',
        'Dockerfile:12 used package:pypi/sentence-transformers',
        'Dockerfile:13 used model:huggingface/Qwen/Qwen2.5-1.5B-Instruct',
        'Dockerfile:14 used model:huggingface/acme/tiny-GGUF',
        'Dockerfile:14 used weights:tiny.Q4_K_M.gguf',
        'Dockerfile:15 used service:vllm',
        'Dockerfile:16 used model:huggingface/Qwen/Qwen2.5-1.5B-Instruct',
        'Dockerfile:16 used service:vllm',
      ],
    ],
  ])('reads %s', async (name, places) => expect((await found(name)).sort()).toEqual([...places].sort()))

  it('finds nothing in look-alikes', async () => expect(await found('look-alikes')).toEqual([]))

  it('keeps every FROM of a Modelfile and the commit of a path into the cache', async () => {
    const {assets} = await detect(containers, filesOf('test/fixtures/containers/modelfile'))
    expect(assets.find(asset => asset.id === 'model:huggingface/acme/tiny-bert')?.version).toBe(
      '0123456789abcdef0123456789abcdef01234567',
    )
    expect(assets.flatMap(asset => (asset.kind === 'prompt' ? [asset.facts.role] : []))).toEqual([
      'system',
      'template',
      'system',
    ])
  })

  it.each(['Dockerfile.py', 'dockerfile.md', '.dockerignore', 'Dockerfiles/readme.txt'])('leaves %s alone', path =>
    expect(containers.required({path, byteLength: 10n, known: []})).toBe(false),
  )

  it('never throws, whatever the file holds', async () => {
    const part = fc.constantFrom(
      'FROM ',
      'RUN ',
      'CMD [',
      '"a"',
      ']',
      '\\\n',
      '\n',
      '<<EOF',
      'EOF',
      'SYSTEM """',
      '"',
      '${',
      '}',
      'x/y:z',
      ' ',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('Dockerfile', 'Modelfile'),
        fc.array(part, {maxLength: 60}),
        async (path, parts) => {
          await expect(detect(containers, {[path]: parts.join('')})).resolves.toBeDefined()
        },
      ),
    )
  })

  it.each([
    ['Dockerfile', 'RUN <<A '.concat('<<A '.repeat(20_000))],
    ['Dockerfile', 'RUN a \\\n'.repeat(50_000)],
    ['Dockerfile', 'ENV '.concat('a='.repeat(200_000))],
    ['Dockerfile', Array.from({length: 40_000}, (_, at) => `ENV A_${at}=b\nRUN c\n`).join('')],
    ['Dockerfile', `CMD [\\\n${Array.from({length: 100_000}, (_, at) => `"a${at}"`).join(',\\\n')}]`],
    ['Modelfile', 'SYSTEM """\n'.repeat(50_000)],
  ])(
    'reads a hostile %s',
    async (path, text) => {
      await expect(detect(containers, {[path]: text})).resolves.toBeDefined()
    },
    60_000,
  )
})
