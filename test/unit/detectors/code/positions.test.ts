import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(
    assets
      .filter(({kind}) => kind === 'model')
      .map(asset => ({...asset, evidence: asset.evidence.filter(({level}) => level !== 'mentioned')})),
    path,
  )
}

/** What makes a module one about models, without naming any. */
const about = ['max_tokens = 8192', 'system_prompt = "You answer questions about the handbook."']

describe('a model of no known family, by its position', () => {
  it.each<[string, string[], string[]]>([
    [
      'a list of a provider registry',
      ['Provider(models=["acme-v2.5-pro", "acme-omni-3"], default_model="acme-v2.5-pro")'],
      ['3 model:acme-omni-3', '3 model:acme-v2.5-pro'],
    ],
    ['a list called by models', ['available_models = ["UVX-NET-Inst_4"]'], ['3 model:UVX-NET-Inst_4']],
    ['words alone', ['MODELS = ["nova-pro", "nova-mini"]'], ['3 model:nova-mini', '3 model:nova-pro']],
    [
      'a word among ids',
      ['MODELS = ["acme-2", "acme-3", "acme-4-mini", "sonar"]'],
      ['3 model:acme-2', '3 model:acme-3', '3 model:acme-4-mini', '3 model:sonar'],
    ],
    [
      'the keys of a table that are offered',
      ['SETTINGS = {"acme-2": {"tokens": 1}, "acme-3": {"tokens": 2}}', 'models = sorted(SETTINGS.keys())'],
      ['3 model:acme-2', '3 model:acme-3'],
    ],
    [
      'a map by languages',
      ['import transformers', 'DEFAULT_ALIGN_MODELS_HF = {"jpn": "acme/wav2vec2-japanese", "deu": "acme/wav2vec2-de"}'],
      ['4 model:huggingface/acme/wav2vec2-de', '4 model:huggingface/acme/wav2vec2-japanese'],
    ],
    ['the default of a parameter', ['def load(model_name: str = "orca-7x"): ...'], ['3 model:orca-7x']],
    ['what a look-up falls back to', ['m = config.get("Model", "acme-embed-3")'], ['3 model:acme-embed-3']],
    [
      'a map that a look-up falls back to',
      ['m = config.get("Model", {"value": "acme-embed-3"}).value'],
      ['3 model:acme-embed-3'],
    ],
    ['the default of a variable', ['m = os.getenv("ACME_IMAGE_MODEL", "image-01")'], ['3 model:image-01']],
    [
      'a field of a form under the key',
      ['c = {"Model": InputConfig(type="dropdown", value="emb-1", values=["emb-1", "emb-2"])}'],
      ['3 model:emb-1', '3 model:emb-2'],
    ],
    [
      'a labelled field',
      ['gr.Dropdown(label="Select a model", choices=["tonic-2", "tonic-3"], value="tonic-3")'],
      ['3 model:tonic-2', '3 model:tonic-3'],
    ],
    ['a select box', ['st.selectbox("Embedding model", ["tonic-2"])'], ['3 model:tonic-2']],
    [
      'a function that lists them',
      ['def get_models(token):', '    return ["sail-2", "sail-large-2"]'],
      ['4 model:sail-2', '4 model:sail-large-2'],
    ],
    ['records of a catalogue', ['MODELS = [{"id": "sail-2", "label": "Sail Two"}]'], ['3 model:sail-2']],
    ['values of a catalogue', ['MODELS = {"fast": "sail-2", "deep": "sail-9"}'], ['3 model:sail-2', '3 model:sail-9']],
  ])('finds %s', async (_name, lines, expected) => {
    expect(await found('app.py', ...about, ...lines)).toEqual(expected)
  })

  it.each<[string, string[], string[]]>([
    [
      'org/name, whoever it is from',
      ['x = call(model="acme-labs/deep_v3", messages=m)'],
      ['1 model:acme-labs/deep_v3'],
    ],
    ['a word in the body of a request', ['body = {"model": "sailor", "messages": messages}'], ['1 model:sailor']],
    [
      'a name in the address of a request',
      ['requests.post("https://generativelanguage.googleapis.com/v1beta/models/veo-9.1-preview:predictLongRunning")'],
      ['1 model:google-gemini/veo-9.1-preview'],
    ],
    ['a size of Whisper', ['server["whisper"]["model_size"] = "large-v2"'], ['1 model:whisper/large-v2']],
    [
      'sizes of Whisper in its own module',
      ['import whisper', 'model_sizes = ["tiny", "distil-large-v3"]'],
      ['2 model:whisper/distil-large-v3', '2 model:whisper/tiny'],
    ],
    [
      'a constructor given to partial',
      [
        'from timm.models.efficientnet import tf_efficientnet_b5_ns',
        'op = partial(tf_efficientnet_b5_ns, pretrained=True)',
      ],
      ['2 model:timm/tf_efficientnet_b5_ns'],
    ],
  ])('finds %s by itself', async (_name, lines, expected) => {
    expect(await found('app.py', ...lines)).toEqual(expected)
  })

  it('finds the fallback of a variable in TypeScript', async () => {
    const lines = [
      'const maxTokens = 100, systemPrompt = "You answer questions about the handbook."',
      'const id = process.env.CHAT_MODEL ?? "nimbus-4-fast"',
    ]
    expect(await found('app.ts', ...lines)).toEqual(['2 model:nimbus-4-fast'])
  })

  it.each<[string, string[]]>([
    ['a car', ['car = {"make": "Tesla", "model": "Model-3"}', 'vehicle_model = "id-4"']],
    ['a table of a database', ['class Meta:', '    model = "shop-item2"']],
    ['a word among others', ['MODELS = ["fast", "slow", "cheap"]']],
    ['the keys of a table that is only asked', ['PRICES = {"acme-2": {"in": 1}}', 'known = list(PRICES.keys())']],
    ['the id of a voice', ['m = os.getenv("TTS_VOICE_MODEL", "21m00Tcm4TlvDq8ikWAM")']],
    ['a phone', ['device_model = "SM-G950"', 'd = Device(model="iPhone-14")']],
  ])('is not misled by %s in a program without models', async (_name, lines) => {
    expect(await found('app.py', ...lines)).toEqual([])
  })

  it.each<[string, string[]]>([
    ['a version', ['model = "2024-05-01"']],
    ['a variable of the environment', ['model = "ACME_MODEL_2"']],
    ['a class by its path', ['model = "acme.models.v2.Chat"', 'llm = "acme_ollama2:ChatThing"']],
    ['a choice of the program', ['model = "auto"', 'model_name = "inherit"', 'models = ["default", "custom-1"]']],
    ['a device', ['device_model = "SM-G950"']],
    ['what it makes itself', ['output_model = "sail-2-tuned"']],
    ['a kind of model', ['model_type = "encoder-2"', 'model_family = "sail-2"']],
    ['a provider', ['default_model = "azure-openai"']],
    [
      'a label',
      ['models = [{"id": "sail-2", "name": "Sail-2 Large"}]'].map(line => line.replace('"id": "sail-2", ', '')),
    ],
    ['a list that sorts models', ['models_without_vision = ["sail-2"]']],
    ['a task', ['model = "text-generation"']],
  ])('does not take %s for one', async (_name, lines) => {
    expect(await found('app.py', ...about, ...lines)).toEqual([])
  })

  it('leaves the stand-ins of tests alone', async () => {
    expect(await found('tests/test_app.py', ...about, 'run(model="test-model-1")', 'run(model="some-words")')).toEqual(
      [],
    )
  })

  it('leaves what a training program calls its own alone', async () => {
    expect(await found('train.py', 'import torch', 'model_name = "cnn_v2"')).toEqual([])
  })
})
