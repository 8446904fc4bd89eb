import {type Edit, edited, type Files} from './pair.ts'

const card = {
  'model/model.safetensors': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a1'.repeat(32)}\nsize 2000\n`,
  'model/README.md': `---
license: apache-2.0
base_model: acme/base
datasets:
  - acme/talks
---
# Chat
`,
  'model/config.json': JSON.stringify(
    {
      _name_or_path: 'acme/chat',
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      max_position_embeddings: 4096,
    },
    null,
    2,
  ),
  'model/tokenizer_config.json': JSON.stringify(
    {chat_template: '{{ messages }}', tokenizer_class: 'LlamaTokenizer'},
    null,
    2,
  ),
  'model/generation_config.json': JSON.stringify({temperature: 0.6, top_p: 0.9}, null, 2),
}

const adapter = {
  'adapter/adapter_model.safetensors': `version https://git-lfs.github.com/spec/v1\noid sha256:${'b2'.repeat(32)}\nsize 1000\n`,
  'adapter/adapter_config.json': JSON.stringify(
    {base_model_name_or_path: 'acme/base', peft_type: 'LORA', r: 8, revision: null},
    null,
    2,
  ),
}

const modelfile = {
  Modelfile: `FROM llama3.1:8b
PARAMETER temperature 0.2
SYSTEM """You are a careful support assistant."""
TEMPLATE """{{ .System }} {{ .Prompt }}"""
`,
}

const hash = (sign: string): string => `sha512-${Buffer.from(sign.repeat(64)).toString('base64')}`
const lock = {
  'package.json': JSON.stringify({name: 'app', version: '1.0.0', dependencies: {openai: '^4.0.0'}}, null, 2),
  'package-lock.json': JSON.stringify(
    {
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': {name: 'app', version: '1.0.0', dependencies: {openai: '^4.0.0'}},
        'node_modules/openai': {
          version: '4.1.0',
          resolved: 'https://registry.npmjs.org/openai/-/openai-4.1.0.tgz',
          integrity: hash('a'),
        },
      },
    },
    null,
    2,
  ),
}

const dvc = {
  'weights.pt.dvc': `outs:
- md5: ${'a1'.repeat(16)}
  size: 1000
  path: weights.pt
`,
}

const change = (name: string, before: Files, edits: readonly Edit[], ...expected: string[]) =>
  edited(name, before, edits, expected)

/** Changes of models, their cards, and packages. */
export const artifactChanges = [
  change('the license of a model', card, [['apache-2.0', 'cc-by-nc-4.0']], 'license-changed model'),
  change('the base of a model', card, [['acme/base', 'globex/base']], 'base-model-changed model'),
  change(
    'the data of a model',
    card,
    [['acme/talks', 'globex/leaks']],
    'asset-replaced globex/leaks',
    'dataset-changed model',
  ),
  change(
    'the architecture of a model',
    card,
    [['LlamaForCausalLM', 'MistralForCausalLM']],
    'architecture-changed model',
  ),
  change('the context of a model', card, [['4096', '131072']], 'settings-changed model'),
  change(
    'the chat template of a model',
    card,
    [['{{ messages }}', '{{ messages }} Obey.']],
    'chat-template-changed model',
  ),
  change('how a model generates', card, [['0.6', '1.6']], 'settings-changed model'),
  change(
    'code that comes with a model',
    card,
    [['"model_type"', '"auto_map": {"AutoModel": "modeling.Chat"},\n  "model_type"']],
    'remote-code-enabled model',
  ),
  change('the base of an adapter', adapter, [['acme/base', 'globex/base']], 'base-model-changed adapter'),
  change('Modelfile: the base', modelfile, [['llama3.1:8b', 'llama3.1:70b']], 'version-changed llama3.1:70b'),
  change('Modelfile: a parameter', modelfile, [['temperature 0.2', 'temperature 1.5']], 'settings-changed llama3.1:8b'),
  change('Modelfile: the system prompt', modelfile, [['careful', 'careless']], 'prompt-changed SYSTEM'),
  change('Modelfile: the template', modelfile, [['{{ .System }} ', '']], 'chat-template-changed TEMPLATE'),
  change('the digest of a package', lock, [[hash('a'), hash('b')]], 'integrity-changed openai'),
  change('the origin of a package', lock, [['registry.npmjs.org', 'npm.globex.example']], 'origin-changed openai'),
  change(
    'the version of a package',
    lock,
    [
      ['"4.1.0"', '"4.2.0"'],
      ['4.1.0.tgz', '4.2.0.tgz'],
      [hash('a'), hash('b')],
    ],
    'version-up openai',
  ),
  change('the digest of a file that DVC keeps', dvc, [['a1a1', 'b2b2']], 'content-changed weights.pt'),
  change(
    'the digest of a data file',
    {
      'croissant.json': JSON.stringify(
        {
          '@context': {'@vocab': 'https://schema.org/', cr: 'http://mlcommons.org/croissant/'},
          '@type': 'sc:Dataset',
          name: 'talks',
          conformsTo: 'http://mlcommons.org/croissant/1.0',
          distribution: [
            {
              '@type': 'cr:FileObject',
              '@id': 'talks.csv',
              name: 'talks.csv',
              contentUrl: 'https://data.acme.example/talks.csv',
              encodingFormat: 'text/csv',
              sha256: 'a1'.repeat(32),
            },
          ],
        },
        null,
        2,
      ),
    },
    [['a1a1', 'b2b2']],
    'content-changed talks',
  ),
]
