import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

const prompts: readonly (readonly [what: string, files: Files])[] = [
  [
    'text file read as system',
    {
      'app.py':
        'from openai import OpenAI\nfrom pathlib import Path\nclient = OpenAI()\nclient.responses.create(model="gpt-4o", instructions=Path("assets/kernel.txt").read_text(), input="x")\n',
      'assets/kernel.txt': 'You are the kernel of a helpful machine. Answer all with care.\n',
    },
  ],
  [
    'fs readFile unspeaking',
    {
      'a.ts':
        "import OpenAI from 'openai'; import {readFileSync} from 'node:fs'\nconst c = new OpenAI()\nconst base = readFileSync(new URL('./base.txt', import.meta.url), 'utf8')\nawait c.chat.completions.create({model:'gpt-4o', messages:[{role:'system', content: base},{role:'user',content:'x'}]})\n",
      'base.txt': 'You answer questions about taxes in Austria, in short words.\n',
    },
  ],
  [
    'raw import',
    {
      'a.ts':
        "import OpenAI from 'openai'; import persona from './persona.md?raw'\nconst c = new OpenAI()\nawait c.chat.completions.create({model:'gpt-4o', messages:[{role:'system', content: persona},{role:'user',content:'x'}]})\n",
      'persona.md': 'You answer questions about taxes in Austria, in short words.\n',
    },
  ],
  [
    'open() py var dir',
    {
      'app.py':
        'import os\nimport anthropic\nc = anthropic.Anthropic()\nHERE = os.path.dirname(__file__)\nwith open(os.path.join(HERE, "data", "voice.txt")) as f:\n    voice = f.read()\nc.messages.create(model="claude-sonnet-4-5", max_tokens=9, system=voice, messages=[{"role":"user","content":"x"}])\n',
      'data/voice.txt': 'You speak like a calm radio host and read the news of the day.\n',
    },
  ],
  [
    'go embed',
    {
      'main.go':
        'package main\nimport (\n  _ "embed"\n  "context"\n  "github.com/sashabaranov/go-openai"\n)\n//go:embed seed.txt\nvar seed string\nfunc main() {\n  client := openai.NewClient("x")\n  client.CreateChatCompletion(context.Background(), openai.ChatCompletionRequest{Model: "gpt-4o", Messages: []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleSystem, Content: seed}}})\n}\n',
      'seed.txt': 'You are a planner for trips. Answer with a table of days.\n',
    },
  ],
  [
    'jinja template file unspeaking',
    {
      'app.py':
        'from jinja2 import Environment, FileSystemLoader\nfrom openai import OpenAI\nenv = Environment(loader=FileSystemLoader("tpl"))\nc = OpenAI()\nc.chat.completions.create(model="gpt-4o", messages=[{"role":"system","content": env.get_template("main.j2").render(name="x")}])\n',
      'tpl/main.j2': 'You are {{ name }}, a helper who answers shortly and kindly.\n',
    },
  ],
]

const services: readonly (readonly [what: string, files: Files, provider: string])[] = [
  [
    'go BaseURL replaced',
    {
      'main.go':
        'package main\nimport "github.com/sashabaranov/go-openai"\nfunc main() {\n  cfg := openai.DefaultConfig("key")\n  cfg.BaseURL = "https://api.groq.com/openai/v1"\n  client := openai.NewClientWithConfig(cfg)\n  _ = client\n}\n',
    },
    'groq',
  ],
  [
    'go BaseURL openai-go option',
    {
      'main.go':
        'package main\nimport ("github.com/openai/openai-go"; "github.com/openai/openai-go/option")\nfunc main() {\n  client := openai.NewClient(option.WithBaseURL("https://openrouter.ai/api/v1"), option.WithAPIKey("x"))\n  _ = client\n}\n',
    },
    'openrouter',
  ],
  [
    'go BaseURL local',
    {
      'main.go':
        'package main\nimport "github.com/sashabaranov/go-openai"\nfunc main() {\n  config := openai.DefaultConfig("")\n  config.BaseURL = "http://localhost:11434/v1"\n  c := openai.NewClientWithConfig(config)\n  _ = c\n}\n',
    },
    'ollama',
  ],
  [
    'go langchaingo base url',
    {
      'main.go':
        'package main\nimport "github.com/tmc/langchaingo/llms/openai"\nfunc main() {\n  llm, _ := openai.New(openai.WithBaseURL("https://api.together.xyz/v1"), openai.WithModel("meta-llama/Llama-3-8b-chat-hf"))\n  _ = llm\n}\n',
    },
    'together',
  ],
  [
    'go BaseURL from env',
    {
      'main.go':
        'package main\nimport ("os"; "github.com/sashabaranov/go-openai")\nfunc main() {\n  config := openai.DefaultConfig(os.Getenv("KEY"))\n  config.BaseURL = os.Getenv("LLM_BASE_URL")\n  c := openai.NewClientWithConfig(config)\n  _ = c\n}\n',
    },
    'openai-compatible',
  ],
  [
    'go BaseURL that a setting may hold',
    {
      'main.go':
        'package main\nimport ("example.com/app/settings"; "github.com/sashabaranov/go-openai")\nfunc main() {\n  url := settings.BaseURL()\n  config := openai.DefaultConfig("")\n  if url != "" {\n    config.BaseURL = url\n  }\n  c := openai.NewClientWithConfig(config)\n  _ = c\n}\n',
    },
    'openai',
  ],
]

describe('a file that a system message is given', () => {
  it.each(prompts)('is a system prompt, whatever its name: %s', async (_what, files) => {
    const {assets} = await detect(code, files)
    const found = assets.filter(({kind}) => kind === 'prompt')
    expect(found).toMatchObject([{name: expect.stringMatching(/\.(?:txt|md|j2)$/), facts: {role: 'system'}}])
  })
})

describe('an address that a client of Go is told', () => {
  it.each(services)('says whose service it is: %s', async (_what, files, provider) => {
    const {assets} = await detect(code, files)
    expect(assets.flatMap(({kind, name}) => (kind === 'service' ? [name] : []))).toEqual([provider])
  })
})
