import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

/** Models, weights and services where they stand, as `line kind name`. */
async function found(files: Files): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets
    .filter(({kind}) => kind === 'model' || kind === 'weights' || kind === 'service')
    .flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`))
    .sort()
}

const java = (...lines: string[]): string =>
  [
    'package x;',
    'import static dev.langchain4j.model.anthropic.AnthropicChatModelName.*;',
    'import static dev.langchain4j.model.openai.OpenAiChatModelName.*;',
    'class A { void add() {',
    ...lines,
    '} }',
  ].join('\n')

describe('a model that a name holds', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a setter of a builder',
      'A.java',
      java('String tiny = "glm-4.7";', 'put(Entry.builder().modelName(tiny).build());'),
      ['5 model glm-4.7'],
    ],
    [
      'an option of a function',
      'a.go',
      ['package x', 'import "github.com/openai/openai-go"', 'func f() { id := "glm-4.5"', 'run(WithModel(id)) }'].join(
        '\n',
      ),
      ['3 model glm-4.5'],
    ],
    [
      'a keyword',
      'a.py',
      ['import openai', 'def f():', '    tiny = "glm-4.7"', '    return Entry(model_name=tiny)'].join('\n'),
      ['3 model glm-4.7'],
    ],
    [
      'a constant of one of several classes that are imported whole',
      'A.java',
      java(
        'String a = GPT_4_1.toString();',
        'put(Entry.builder().modelName(a).build());',
        'put(Entry.builder().modelName(CLAUDE_3_5_HAIKU_20241022.toString()).build());',
      ),
      ['5 model gpt-4.1', '7 model claude-3-5-haiku-20241022'],
    ],
  ])('is given to %s', async (_name, path, source, expected) => expect(await found({[path]: source})).toEqual(expected))

  it('is none where the name may hold several', async () => {
    const lines = ['import openai', 'size = "voxa-4.7"', 'size = pick()', 'Entry(model_name=size)']
    expect(await found({'a.py': lines.join('\n')})).toEqual([])
  })
})

it('reads what an enumeration of Swift holds, whatever it computes', async () => {
  const source = `import WhisperKit
enum SpeechModel: String, CaseIterable {
    case tiny = "acme-speech-2"
    var title: String {
        switch self {
        case .tiny: return "Acme Tiny"
        }
    }
}
final class DataModel {
    static let shared = "acme-other-3"
    func load() -> Int { 1 }
}`
  expect(await found({'a.swift': source})).toEqual(['3 model acme-speech-2'])
})

it('takes the values of a mapping of models, and files that devices run', async () => {
  const source = `import whisper
model_mapping = {"tiny": "mlx-community/whisper-tiny-mlx", "deep": "acme-org/odd-name-8b"}
class Detector:
    def __init__(self):
        self.expected_model = "yolo_nas_s.dfp"
        self.other = "yolo_nas_s.dfp"
DEFAULT_MODEL = "yolov6n.hef"`
  expect(await found({'a.py': source})).toEqual(
    [
      '2 model mlx-community/whisper-tiny-mlx',
      '2 model acme-org/odd-name-8b',
      '5 weights yolo_nas_s.dfp',
      '7 weights yolov6n.hef',
    ].sort(),
  )
})

describe('an address', () => {
  it('stands where its beginning is written, not at each request', async () => {
    const source = `class Embedder:
    url = "https://api.cohere.com/v1"
    def embed(self, data):
        return post(self.url + "/embed", json=data)`
    expect(await found({'a.py': source})).toEqual(['2 service cohere'])
  })

  it('may be made of a text, beside models of its class', async () => {
    const source = `using Microsoft.Extensions.AI;
class AcmeSettings {
    public Uri BaseAddress { get; init; } = new("https://proxy.acme.io/v1");
    public string DefaultModel { get; init; } = "";
}
class ShopSettings {
    public Uri BaseAddress => new Uri("https://shop.acme.dev/v1");
}`
    expect(await found({'a.cs': source})).toEqual(['3 service acme'])
  })

  it('of a list of models names its vendor too', async () => {
    const source = `import openai
Spec(test_model="auto", openai_discovery_url="https://api.acme.ai/v1/models?type=all")`
    expect(await found({'a.py': source})).toEqual(['2 service acme'])
  })
})

describe('a model under a name that says little of it', () => {
  it.each<[string, string, string[]]>([
    ['where a training begins', "init_from = 'gpt2'\nresume_from = 'gpt2-xl'\n", ['1 model gpt2', '2 model gpt2-xl']],
    [
      'beside an AI library',
      "import torch\nbert = 'bert-base-uncased'\ndef load(start='roberta-base'): pass\n",
      ['2 model bert-base-uncased', '3 model roberta-base'],
    ],
    ['a bare family beside an AI library', "import torch\nkind = 'gpt2'\n", []],
    ['without one', "bert = 'bert-base-uncased'\n", []],
    ['what people read', "import torch\nhelp = 'bert-base-uncased'\nrun_name = 'gpt2-xl'\n", []],
  ])('%s', async (_case, source, expected) => {
    expect(await found({'a.py': source})).toEqual(expected)
  })
})
