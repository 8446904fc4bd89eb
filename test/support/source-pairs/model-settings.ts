import {commits, edited, type Files, same} from './pair.ts'

const spring = {
  'src/main/resources/application.yml': `spring:
  ai:
    openai:
      base-url: https://llm.acme.example
      chat:
        options:
          model: gpt-4o
          temperature: 0.2
          top-p: 0.9
`,
}
const properties = {
  'src/main/resources/application.properties':
    'spring.ai.openai.chat.options.model=gpt-4o\nspring.ai.openai.chat.options.temperature=0.2\n',
}
const dify = {
  'app.yml': `app:
  mode: chat
  name: support
kind: app
model_config:
  model:
    provider: openai
    name: gpt-4o
    completion_params:
      temperature: 0.2
  pre_prompt: You are a careful support assistant for trains.
`,
}
const prompty = {
  'support.yaml': `model:
  api: chat
  configuration:
    type: azure_openai
    model: gpt-4o
  parameters:
    temperature: 0.2
`,
}
const loaded = (reduction: string): Files => ({
  'load.py': `from transformers import AutoModelForCausalLM, BitsAndBytesConfig

quantizer = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4")
model = AutoModelForCausalLM.from_pretrained("acme/chat-small", revision="${commits[0]}"${reduction})
`,
})
const vllm = {
  'serve.py': `from vllm import LLM, SamplingParams

sampling = SamplingParams(temperature=0.2, top_p=0.9)
llm = LLM(model="acme/chat-small", revision="${commits[0]}")
answers = llm.generate(["hi"], sampling)
`,
}
const generated = {
  'answer.py': `from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("acme/chat-small", revision="${commits[0]}")


def answer(inputs):
    return model.generate(**inputs, max_new_tokens=200, temperature=0.2)
`,
}
const go = {
  'main.go': `package main

import (
	"context"

	"github.com/openai/openai-go"
)

func main() {
	client := openai.NewClient()
	client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{
		Model:       openai.ChatModelGPT4o,
		Temperature: openai.Float(0.2),
	})
}
`,
}
const java = {
  'App.java': `import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.openai.OpenAiChatModel;

class Orders {
  @Tool("Looks up an order by its number")
  String order(String number) { return lookup(number); }
}

class App {
  OpenAiChatModel model = OpenAiChatModel.builder().temperature(0.2).modelName("gpt-4o").build();
}
`,
}
const card = {
  'model/model.safetensors': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a1'.repeat(32)}\nsize 2000\n`,
  'model/config.json': `${JSON.stringify({architectures: ['Qwen2ForCausalLM'], model_type: 'qwen2', torch_dtype: 'bfloat16'}, null, 2)}\n`,
}
const settings = (name: string, files: Files, edit: readonly [string, string], model = 'gpt-4o') =>
  edited(name, files, [edit], [`settings-changed ${model}`])
const reduced = (name: string, before: Files, after: Files) => ({
  name,
  before,
  after,
  expected: ['quantization-changed acme/chat-small'],
})
const file = (path: string, text: string): Files => ({[path]: text})

/** Changes of how a model answers, and of the precision with which it is loaded. */
export const modelSettingChanges = [
  settings('Spring: a setting beside the model', spring, ['temperature: 0.2', 'temperature: 1.5']),
  settings('Spring: a setting in a properties file', properties, ['0.2', '1.5']),
  settings(
    'LiteLLM: a setting of a route',
    file(
      'litellm_config.yaml',
      'model_list:\n  - model_name: chat\n    litellm_params: {model: openai/gpt-4o, max_tokens: 800}\n',
    ),
    ['800', '8000'],
  ),
  settings('YAML: a setting beside the model', file('config.yaml', 'llm:\n  model: gpt-4o\n  temperature: 0.2\n'), [
    '0.2',
    '1.5',
  ]),
  settings('TOML: a setting beside the model', file('config.toml', '[llm]\nmodel = "gpt-4o"\ntop_p = 0.9\n'), [
    '0.9',
    '0.1',
  ]),
  settings(
    'variables: a setting with the prefix of the model',
    file('.env', 'OPENAI_MODEL=gpt-4o\nOPENAI_TEMPERATURE=0.2\n'),
    ['0.2', '1.5'],
  ),
  settings('Dify: the parameters of an application', dify, ['temperature: 0.2', 'temperature: 1.5']),
  settings('Prompty: parameters beside the configuration', prompty, ['temperature: 0.2', 'temperature: 1.5']),
  settings('a map of models: a setting of one', file('llm.yaml', 'models:\n  gpt-4o:\n    temperature: 0\n'), [
    'temperature: 0',
    'temperature: 1',
  ]),
  settings('vLLM: sampling parameters', vllm, ['temperature=0.2', 'temperature=1.5'], 'acme/chat-small'),
  settings('Transformers: what generate is told', generated, ['temperature=0.2', 'temperature=1.5'], 'acme/chat-small'),
  settings('Go: a setting that a function wraps', go, ['Float(0.2)', 'Float(1.5)']),
  settings('Java: a setting of a builder', java, ['temperature(0.2)', 'temperature(1.5)']),
  edited('Java: the text of a tool', java, [['by its number', 'and deletes it']], ['tools-changed order']),
  reduced('Python: 8 bits in place of 4', loaded(', load_in_4bit=True'), loaded(', load_in_8bit=True')),
  reduced('Python: all bits in place of 4', loaded(', load_in_4bit=True'), loaded('')),
  reduced('Python: a quantizer is taken', loaded(''), loaded(', quantization_config=quantizer')),
  edited(
    'Python: the way of a quantizer',
    loaded(', quantization_config=quantizer'),
    [['nf4', 'fp4']],
    ['quantization-changed acme/chat-small'],
  ),
  edited(
    'Axolotl: 8 bits in place of 4',
    file('qlora.yaml', 'base_model: acme/base-7b\nload_in_4bit: true\nadapter: qlora\nlearning_rate: 0.0002\n'),
    [['load_in_4bit', 'load_in_8bit']],
    ['quantization-changed acme/base-7b'],
  ),
  edited('config.json: another precision', card, [['bfloat16', 'float32']], ['quantization-changed model']),
  edited(
    'settings of the embedder beside it are not those of the model that answers',
    file(
      'rag.yaml',
      'llm:\n  model: gpt-4o\n  temperature: 0.2\nembedding_model: text-embedding-3-small\ntemperature: 0\n',
    ),
    [['temperature: 0\n', 'temperature: 1\n']],
    [],
  ),
]

const constant = 'SYSTEM = "You are a careful support assistant. Never promise a refund to anybody who asks."\n'
const asks = `from openai import OpenAI


def answer(question):
    return OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": SYSTEM}])
`

/** Other writings of the same settings. */
export const modelSettingsUnchanged = [
  same('Spring: flattened keys', spring, {
    'src/main/resources/application.yml':
      'spring.ai.openai.base-url: https://llm.acme.example\nspring.ai.openai.chat.options:\n  top-p: 0.9\n  model: gpt-4o\n  temperature: 0.2\n',
  }),
  same('Spring: YAML as a properties file', spring, {
    'src/main/resources/application.properties':
      'spring.ai.openai.base-url=https://llm.acme.example\nspring.ai.openai.chat.options.top-p=0.9\nspring.ai.openai.chat.options.model=gpt-4o\nspring.ai.openai.chat.options.temperature=0.2\n',
  }),
  same(
    'requirements: the parts of a range in another order',
    file('requirements.txt', 'langchain>=0.3,<0.4\n'),
    file('requirements.txt', 'langchain < 0.4, >= 0.3\n'),
  ),
  same('a constant that moved to a module of its own', file('app.py', constant + asks), {
    'app.py': `from texts import SYSTEM\n${asks}`,
    'texts.py': constant,
  }),
]
