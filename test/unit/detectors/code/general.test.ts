import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(
    assets.map(asset => ({...asset, evidence: asset.evidence.filter(({level}) => level !== 'mentioned')})),
    path,
  )
}

describe('evidence without a library', () => {
  it.each<[string, string[], string[]]>([
    ['a constant', ['DEFAULT_MODEL = "claude-3-5-sonnet-20241022"'], ['1 model:anthropic/claude-3-5-sonnet-20241022']],
    ['a field', ['class Settings:', '    chat_model: str = "openai:gpt-4o"'], ['2 model:openai/gpt-4o']],
    [
      'weights that a training is set up with',
      [
        'from default_config import cfg',
        'cfg.pretrained_weights = "models/fold0/step3_seed1.pth"',
        'cfg.output_checkpoint = "models/best_of_all.pth"',
      ],
      ['2 weights:step3_seed1.pth'],
    ],
    [
      'files beside their addresses',
      ['FILES = [("a.pth", "https://huggingface.co/acme/misc/resolve/main/a.pth")]'],
      ['1 model:huggingface/acme/misc', '1 weights:a.pth'],
    ],
    [
      'an archive at a place of weights',
      ['import torch', 'SDXL_URL = "https://weights.acme.dev/default/sdxl-fix.tar"'],
      ['2 weights:sdxl-fix.tar'],
    ],
    [
      'an item of a configuration',
      ['config["configurable"]["research_model"] = "openai:gpt-4.1"'],
      ['1 model:openai/gpt-4.1'],
    ],
    [
      'a default model by provider',
      ['DEFAULT_MODELS = {', '    Provider.A: "claude-sonnet-4-20250514",', '    Provider.B: "gemini-2.5-pro",', '}'],
      ['2 model:anthropic/claude-sonnet-4-20250514', '3 model:google-gemini/gemini-2.5-pro'],
    ],
    [
      'an enum called by models',
      ['class ModelName(str, Enum):', '    small = "en_core_web_sm"'],
      ['2 model:spacy/en_core_web_sm'],
    ],
    ['a catalogue of models', ['MODELS = {', '    "gpt-4o": {"context": 128000},', '}'], ['2 model:openai/gpt-4o']],
    [
      'a catalogue of hub models',
      ['EMBEDDING_MODELS = {', '    "BAAI/bge-base-en-v1.5": {"dimensions": 768},', '}'],
      ['2 model:huggingface/BAAI/bge-base-en-v1.5'],
    ],
    ['a keyword of any function', ['llm = make(chat_llm="gpt-4o")'], ['1 model:openai/gpt-4o']],
    [
      'an argument of any function',
      ['llm = make_client("claude-3-opus-20240229")'],
      ['1 model:anthropic/claude-3-opus-20240229'],
    ],
    ['an endpoint', ['requests.post("https://api.groq.com/openai/v1/chat/completions")'], ['1 service:groq']],
    [
      'an endpoint with unknown parts',
      ['url = f"https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent"'],
      ['1 service:google-gemini'],
    ],
    ['the default of an option', ['parser.add_argument("--judge-model", default="gpt-4o")'], ['1 model:openai/gpt-4o']],
    ['an absl flag', ['flags.DEFINE_string("model", "gpt-4o", "which")'], ['1 model:openai/gpt-4o']],
    [
      'a list of choices',
      ['gr.Dropdown(["gpt-4o", "claude-3-opus-20240229"])'],
      ['1 model:anthropic/claude-3-opus-20240229', '1 model:openai/gpt-4o'],
    ],
    [
      'a model behind an inference URL',
      ['API_URL = "https://api-inference.huggingface.co/models/facebook/bart-large-mnli"'],
      ['1 model:huggingface/facebook/bart-large-mnli', '1 service:huggingface'],
    ],
    [
      'a file on the hub',
      ['url = "https://huggingface.co/TheBloke/Llama-2-7B-GGUF/resolve/main/llama-2-7b.Q4_K_M.gguf"'],
      ['1 model:huggingface/TheBloke/Llama-2-7B-GGUF', '1 weights:llama-2-7b.Q4_K_M.gguf'],
    ],
    ['a weight file by URL', ['wget.download("https://example.com/yolov8n.pt")'], ['1 weights:yolov8n.pt']],
    ['a weight file by name', ['import torch', 'model_path = "weights/yolov8n.pt"'], ['2 weights:yolov8n.pt']],
    [
      'a weight file in a folder that is not known',
      ['import torch', 'def run(weights=ROOT / "yolov8n.pt"): ...'],
      ['2 weights:yolov8n.pt'],
    ],
    [
      'weights in an archive',
      ['import torch', 'url = "https://example.com/a/vit.h.14-300e.pth.tar"'],
      ['2 weights:vit.h.14-300e.pth.tar'],
    ],
    [
      'arrays of parameters',
      ['import torch', 'url = "https://example.com/vit_models/augreg/Ti_16--imagenet2012.npz"'],
      ['2 weights:Ti_16--imagenet2012.npz'],
    ],
    [
      'arrays of data',
      ['import keras', 'url = "https://example.com/tf-keras-datasets/mnist.npz"'],
      ['2 dataset:mnist.npz'],
    ],
    [
      'the description of a data set',
      ['import torch', 'parser.add_argument("--data", default=ROOT / "data/coco128.yaml")'],
      ['2 dataset:coco128.yaml'],
    ],
    [
      'a data set without an owner',
      ['from datasets import load_dataset', 'rows = load_dataset("financial_phrasebank", "sentences_50agree")'],
      ['2 dataset:huggingface/financial_phrasebank'],
    ],
    [
      'a data set by name and hub id',
      ['dataset_name = "tatsu-lab/alpaca"'],
      ['1 dataset:huggingface/tatsu-lab/alpaca'],
    ],
  ])('finds %s in Python', async (_name, lines, expected) => expect(await found('app.py', ...lines)).toEqual(expected))

  it.each<[string, string[], string[]]>([
    [
      'records of a catalogue',
      [
        'import Together from "together-ai"',
        'export const MODELS = [',
        '  { label: "Big", value: "acme-labs/Deep-Thought", hidden: true },',
        ']',
      ],
      ['3 model:huggingface/acme-labs/Deep-Thought'],
    ],
    [
      'a picker',
      [
        'export const LIST = [',
        '  { modelId: "gemini-1.5-flash", modelName: "Gemini 1.5 Flash", provider: "google" },',
        ']',
      ],
      ['2 model:google-gemini/gemini-1.5-flash'],
    ],
    [
      'an option element',
      ['const a = <option value="claude-sonnet-4-20250514">Sonnet</option>'],
      ['1 model:anthropic/claude-sonnet-4-20250514'],
    ],
    [
      'a fetch of an endpoint in a variable',
      ['await fetch(process.env.NEXT_PUBLIC_OLLAMA_URL + "/api/tags")'],
      ['1 service:ollama'],
    ],
    [
      'the body of a request',
      ['const body = JSON.stringify({ model: "gpt-4o", messages: [] })'],
      ['1 model:openai/gpt-4o'],
    ],
  ])('finds %s in TSX', async (_name, lines, expected) => expect(await found('app.tsx', ...lines)).toEqual(expected))

  it.each<[string, string, string[]]>([
    [
      'comparisons',
      'app.py',
      ['if model == "gpt-4o" or name.startswith("gpt-4"):', '    pass', 'if model in ("gpt-4", "gpt-4o"):', '    pass'],
    ],
    [
      'a switch',
      'app.ts',
      ['switch (model) {', '  case "gpt-4o": break', '}', 'if (model === "gpt-4" || ["gpt-4o"].includes(model)) {}'],
    ],
    ['comments and docstrings', 'app.py', ['# model = "gpt-4o"', 'def f():', '    """Uses model gpt-4o."""']],
    ['a table of limits', 'app.ts', ['const MODEL_LIMITS = { "gpt-4": 8192, "gpt-4o": 128000 }']],
    ['a list that only tells models apart', 'app.py', ['MODELS_WITHOUT_TEMPERATURE = ["o1-mini", "gpt-4o"]']],
    [
      'an error text',
      'app.py',
      ['raise ValueError("claude-3-opus-20240229")', 'assert base_model, "e.g. --base_model=huggyllama/llama-7b"'],
    ],
    [
      'a placeholder',
      'app.py',
      ['model = "your-model-name"', 'model_id = "<org>/<model>"', 'model_path = "path/to/model"'],
    ],
    [
      'a local folder',
      'app.py',
      ['model_path = "./checkpoints/best"', 'model_dir = "/data/models/x"', 'output_model = "outputs/run-1"'],
    ],
    [
      'other models',
      'app.ts',
      ['const model = "block/stone"', 'const models = ["user", "post"]', 'const carModel = "tesla/model-3"'],
    ],
    ['a database model', 'app.py', ['class User(db.Model):', '    model = "auth.User"', '    app_label = "accounts"']],
    [
      'a question on the command line',
      'app.py',
      [
        'prompt = "Enter your name: "',
        'answer = input(prompt)',
        'instructions = "Run make install and then restart the service to apply the changes."',
      ],
    ],
    [
      'a template of a page',
      'app.ts',
      [
        'const template = `<div class="a">${you}</div>`',
        'const emailTemplate = "Hello {name}, your order was shipped and will arrive tomorrow."',
      ],
    ],
    [
      'records of a data set',
      'app.py',
      [
        'import trl',
        'rows = [{"prompt": "The sky over the town is what you would expect it to be", "completion": " blue."}]',
        'x = {"prompt": "The sky is"}',
        'pairs = [{"instruction": "Name the capital of the country given.", "input": "Peru", "output": "Lima"}]',
        'found = {"response": "Nothing was found.", "instructions": "Tell the user that the search failed."}',
      ],
    ],
    [
      'a program to be written',
      'app.py',
      ['import openai', 'APP_TEMPLATE = "import yaml\\nfrom you import assistant\\n\\nassistant.answer(question)"'],
    ],
    [
      'a file below a folder that may be missing',
      'app.py',
      [
        'from os.path import join',
        'from peft import PeftModel',
        'def load(model, folder=None):',
        '    PeftModel.from_pretrained(model, join(folder, "adapter_model"))',
      ],
    ],
    [
      'texts for people, in their language',
      'src/i18n/de/index.ts',
      [
        'import OpenAI from "openai"',
        'export default {',
        '  instructions: "Anweisungen für den Assistenten (instructions)",',
        '}',
      ],
    ],
    [
      'a picture to try a model with',
      'app.py',
      ['import transformers', 'url = "https://huggingface.co/datasets/acme/pictures/resolve/main/cat.jpg"'],
    ],
    [
      'records of other things',
      'app.ts',
      [
        'import OpenAI from "openai"',
        'const routes = [{ label: "Users", value: "users/list" }]',
        'const modelTypes = [{ id: "block/stone" }]',
      ],
    ],
    [
      'a data set that stands on the machine',
      'app.py',
      ['from datasets import load_dataset', 'load_dataset("my_rows")', 'AutoModel.from_pretrained("big_bird")'],
    ],
    [
      'a template of a letter',
      'app.ts',
      [
        'import OpenAI from "openai"',
        'send({ template: "Hello {name}, your order was shipped and will arrive with you tomorrow." })',
      ],
    ],
    [
      'headings',
      'app.py',
      ['import openai', 'COLUMNS = {"Hard Prompts (English)": "the answers that users write to questions"}'],
    ],
    [
      'how messages are laid out',
      'app.py',
      [
        'import transformers',
        'tokenizer.chat_template = "{% for m in messages %}You are the assistant {{ m }}{% endfor %}"',
      ],
    ],
    ['an error message', 'app.ts', ['const userMessage = "Your API key is wrong, please check the settings."']],
    [
      'a system that is none',
      'app.ts',
      ['const a = { system: "linux x64", instructions: "Click the button to install" }'],
    ],
    [
      'pages of documentation',
      'app.ts',
      [
        'const url = "https://platform.openai.com/docs/models"',
        'const help = "https://console.anthropic.com/settings/keys"',
      ],
    ],
    [
      'weights that are made here',
      'app.py',
      [
        'import torch',
        'output_weights = ROOT / "yolov8x-mine.pt"',
        'weights = ROOT / "best.pt"',
        'torch.save(model, ROOT / "nets/mine.pt")',
        'ckpt = "mine.pt"',
      ],
    ],
    [
      'settings that are no data',
      'app.py',
      ['import torch', 'hyp = ROOT / "data/hyp.yaml"', 'metadata = "fields.yaml"'],
    ],
    [
      'switches of a program',
      'app.py',
      [
        'from transformers import AutoModel',
        'AutoModel.from_pretrained("scratch")',
        'AutoModel.from_pretrained("auto")',
        'GPT.from_pretrained("resume")',
      ],
    ],
    ['a user agent', 'app.py', ['user_agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"', 'agent = UserAgent()']],
    [
      'a CSV file of a script that learns nothing',
      'app.py',
      ['import csv', 'rows = open("invoices.csv")', 'url = "https://example.com/export.csv"'],
    ],
  ])('leaves %s alone', async (_name, path, lines) => expect(await found(path, ...lines)).toEqual([]))

  it('keeps a name that is only looked up as mentioned', async () => {
    const {assets} = await detect(code, {'a.py': 'MODEL_LIMITS = {"gpt-4o": [1, 2]}'})
    expect(assets.map(({id, evidence}) => `${id} ${evidence[0]?.level}`)).toEqual(['model:openai/gpt-4o mentioned'])
  })
})

describe('prompts', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'a constant',
      'a.py',
      ['SYSTEM_PROMPT = """You are a helpful assistant.', 'Answer briefly."""'],
      ['1 prompt:SYSTEM_PROMPT'],
    ],
    [
      'what is added to it as a part of it',
      'a.py',
      [
        'import openai',
        'system_prompt = "You are a clerk of a shop."',
        'if long:',
        '    system_prompt += "Answer the user with all that you know."',
      ],
      ['2 prompt:system_prompt'],
    ],
    [
      'blocks of one system prompt',
      'a.py',
      ['import boto3', 'body = {"system": [{"text": "You are a clerk who sums up the news."}], "n": 1}'],
      ['2 prompt:system'],
    ],
    [
      'a preprompt',
      'a.ts',
      [
        'import { InferenceClient } from "@huggingface/inference"',
        'go({ preprompt: `You are a clerk who finds titles for threads.` })',
      ],
      ['2 prompt:preprompt'],
    ],
    [
      'a default of a template',
      'a.py',
      ['import transformers', 'register(name="x", default_system="You are a helpful assistant.")'],
      ['2 prompt:default_system'],
    ],
    [
      'the default of a settings field',
      'a.py',
      [
        'import openai',
        'class Settings(BaseSettings):',
        '    system_message: str = Field(',
        '        default="You are an AI assistant that helps people.",',
        '    )',
      ],
      ['3 prompt:Settings.system_message'],
    ],
    [
      'the text of a template object',
      'a.ts',
      [
        'import { PromptTemplate } from "llamaindex"',
        'const plan = new PromptTemplate({',
        '  template: `',
        'You are a professor. Your task is to decide on a plan for {topic}.`,',
        '})',
      ],
      ['3 prompt:template'],
    ],
    [
      'a name in snake case',
      'a.py',
      ['research_system_prompt = "You are a researcher who writes reports for {audience}."'],
      ['1 prompt:research_system_prompt'],
    ],
    [
      'a name in camel case',
      'a.ts',
      ['export const suggestionPrompt = `Generate suggestions about ${topic} for the user to choose from`'],
      ['1 prompt:suggestionPrompt'],
    ],
    [
      'a template',
      'a.py',
      [
        'qa_template_str = f"""',
        'Context: {context}',
        'Given the context above, answer the question: {question}',
        '"""',
      ],
      ['1 prompt:qa_template_str'],
    ],
    [
      'a message with role system',
      'a.ts',
      ['messages: [{', '  role: "system",', '  content: "Respond to the user."', '}]'],
      ['3 prompt:system'],
    ],
    [
      'a system keyword',
      'a.ts',
      ['function POST() {', '  return chat({', '    system: `You are a financial expert. ${rules}`', '  })', '}'],
      ['3 prompt:POST.system'],
    ],
    [
      'the parts of a named collection where they stand',
      'a.py',
      [
        'PROMPT_DICT = {',
        '    "prompt_input": "Below is an instruction with an input. Write a response.\\n{instruction}\\n{input}",',
        '    "prompt_no_input": "Below is an instruction. Write a response.\\n{instruction}",',
        '}',
        'prompt_format = PROMPT_DICT["prompt_input"]',
        'prompt_input, prompt_no_input = PROMPT_DICT["prompt_input"], PROMPT_DICT["prompt_no_input"]',
      ],
      ['2 prompt:prompt_input', '3 prompt:prompt_no_input'],
    ],
    [
      'a constant behind the keyword',
      'a.py',
      ['TEXT = "You are a careful translator."', 'agent = make(system_prompt=TEXT)'],
      ['1 prompt:system_prompt'],
    ],
    [
      'a shorthand property',
      'a.ts',
      [
        'import {streamText} from "ai"',
        'const system = "You help people of the web shop. Keep it short."',
        'streamText({system, messages: []})',
      ],
      ['2 prompt:system'],
    ],
    [
      'a function that returns it',
      'a.py',
      [
        'def canvas_instructions(ctx):',
        '    return dedent(f"""',
        '        You are a helpful assistant who manages a canvas of {ctx.items}.',
        '    """)',
      ],
      ['2 prompt:canvas_instructions'],
    ],
    [
      'a field of a class',
      'a.py',
      ['class Agent:', '    instructions = "You are an expert in tax law who answers questions."'],
      ['2 prompt:Agent.instructions'],
    ],
  ])('finds %s', async (_name, path, lines, expected) => expect(await found(path, ...lines)).toEqual(expected))

  it('carry the digest of their text, their variables and role', async () => {
    const {assets} = await detect(code, {
      'a.py': 'SYSTEM_PROMPT = f"You are a guide for {city} and {self.country}, {{lang}}."',
    })
    expect(assets[0]).toMatchObject({
      kind: 'prompt',
      facts: {role: 'system', variables: ['city', 'country', 'lang']},
      digests: [{alg: 'sha256'}],
    })
  })
})

describe('relationships', () => {
  it('lead from an agent to its model, service and tools', async () => {
    const {relationships} = await detect(code, {
      'a.py': [
        'from langchain_core.tools import tool',
        'from langchain_openai import ChatOpenAI',
        'from langgraph.prebuilt import create_react_agent',
        '@tool',
        'def search(q): pass',
        'llm = ChatOpenAI(model="gpt-4o")',
        'agent = create_react_agent(llm, tools=[search])',
      ].join('\n'),
    })
    expect(relationships).toEqual([
      {from: 'agent:a.py#agent', to: 'service:openai', kind: 'calls'},
      {from: 'agent:a.py#agent', to: 'model:openai/gpt-4o', kind: 'depends-on'},
      {from: 'agent:a.py#agent', to: 'tool:a.py#search', kind: 'depends-on'},
    ])
  })
})

describe('agents of classes of the repository', () => {
  const library = 'from autogen import AssistantAgent'
  it.each([
    [
      'is one of the library where the class leaves making to its base',
      ['    def send(self): pass'],
      ['5 agent:helper'],
    ],
    ['is nothing known where the class makes itself', ['    def __init__(self, path): pass'], []],
  ])('an object %s', async (_name, body, expected) => {
    const text = [library, 'class Own(AssistantAgent):', ...body, '', 'helper = Own("helper")'].join('\n')
    const {assets} = await detect(code, {'a.py': text})
    expect(placesOf(assets, 'a.py').filter(place => place.startsWith('5 '))).toEqual(expected)
  })
})

it('finds the agents of the first Haystack', async () => {
  const text = [
    'from haystack.agents.conversational import ConversationalAgent',
    'bot = ConversationalAgent(prompt_node=node, tools=[])',
  ].join('\n')
  expect(placesOf((await detect(code, {'a.py': text})).assets, 'a.py')).toEqual(['2 agent:bot'])
})
