import {commits, edited} from './pair.ts'

/** A change of the address or the origin that a library is given, by its own name for it. */
export const addressChanges = [
  edited(
    'Python: the address of a resource on Azure',
    {
      'a.py':
        'from openai import AzureOpenAI\nc = AzureOpenAI(azure_endpoint="https://acme-eu.openai.azure.com", api_version="2024-10-21")\nc.chat.completions.create(model="chat", messages=[])\n',
    },
    [['acme-eu', 'acme-us']],
    ['endpoint-changed azure-openai'],
  ),
  edited(
    'Python: the address that an integration of LangChain is given',
    {
      'a.py':
        'from langchain_openai import AzureChatOpenAI\nllm = AzureChatOpenAI(azure_endpoint="https://acme-eu.openai.azure.com", azure_deployment="chat")\n',
    },
    [['acme-eu', 'acme-us']],
    ['endpoint-changed azure-openai'],
  ),
  edited(
    'Python: the address that an integration of LlamaIndex is given',
    {
      'a.py':
        'from llama_index.llms.anthropic import Anthropic\nllm = Anthropic(model="claude-sonnet-4-5-20250929", base_url="https://one.acme.example")\n',
    },
    [['one.acme', 'two.acme']],
    ['endpoint-changed anthropic'],
  ),
  edited(
    'Python: the repository of a model of the torch hub',
    {'h.py': 'import torch\nm = torch.hub.load("acme/vision:v1.0", "resnet")\n'},
    [['acme/vision:v1.0', 'globex/vision:v1.0']],
    ['version-changed resnet'],
  ),
  edited(
    'requirements: another index',
    {'requirements.txt': '--index-url https://pypi.org/simple\nopenai==1.2.3\n'},
    [['https://pypi.org', 'https://pypi.globex.example']],
    ['origin-changed openai'],
  ),
  edited(
    'uv: a package from a repository',
    {
      'pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["openai"]\n',
      'uv.lock':
        'version = 1\n[[package]]\nname = "openai"\nversion = "1.2.3"\nsource = { registry = "https://pypi.org/simple" }\n',
    },
    [
      [
        '{ registry = "https://pypi.org/simple" }',
        `{ git = "https://github.com/globex/openai?rev=main#${commits[0]}" }`,
      ],
    ],
    ['origin-changed openai'],
  ),
  edited(
    'C#: an address in a Uri',
    {
      'P.cs':
        'using Azure.AI.OpenAI;\nvar c = new AzureOpenAIClient(new Uri("https://acme-eu.openai.azure.com"), credential);\nvar chat = c.GetChatClient("chat-prod");\n',
    },
    [['acme-eu', 'acme-us']],
    ['endpoint-changed azure-openai'],
  ),
  edited(
    'Go: an address that a field is given',
    {
      'm.go':
        'package main\n\nimport openai "github.com/sashabaranov/go-openai"\n\nfunc main() {\n\tc := openai.DefaultConfig("k")\n\tc.BaseURL = "https://one.acme.example/v1"\n\tuse(openai.NewClientWithConfig(c))\n}\n',
    },
    [['one.acme', 'two.acme']],
    ['endpoint-changed openai-compatible'],
  ),
  edited(
    'Ruby: a model of another provider',
    {'a.rb': "require 'ruby_llm'\nchat = RubyLLM.chat(model: 'gpt-4o-2024-08-06')\n"},
    [['gpt-4o-2024-08-06', 'claude-sonnet-4-5-20250929']],
    ['asset-replaced claude-sonnet-4-5-20250929', 'provider-changed anthropic'],
  ),
  edited(
    'TypeScript: the precision of a model in the browser',
    {
      'e.ts': `import {pipeline} from '@huggingface/transformers'\nconst p = await pipeline('feature-extraction', 'acme/embed', {revision: '${commits[0]}', dtype: 'fp32'})\n`,
    },
    [["'fp32'", "'q4'"]],
    ['quantization-changed acme/embed'],
  ),
]
