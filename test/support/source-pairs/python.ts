import {commits, edited} from './pair.ts'

const [commitA, commitB] = commits

const chat = {
  'app.py': `from openai import OpenAI

SYSTEM_PROMPT = "You are a careful support assistant. Never promise a refund."
client = OpenAI(base_url="https://llm.acme.example/v1")


def answer(question):
    return client.chat.completions.create(
        model="gpt-4o",
        temperature=0.2,
        messages=[{"role": "system", "content": SYSTEM_PROMPT}, {"role": "user", "content": question}],
    )
`,
}

const hub = {
  'load.py': `from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("acme/chat-small", revision="${commitA}", trust_remote_code=False)
`,
}

const data = {
  'train.py': `from datasets import load_dataset

rows = load_dataset("acme/talks", "en", split="train", revision="${commitA}")
`,
}

const tool = {
  'tools.py': `from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent


@tool
def find_trains(city: str) -> str:
    """Find the trains that leave from a city today."""
    return lookup(city)


planner = create_react_agent(ChatOpenAI(model="gpt-4o"), tools=[find_trains], name="planner")
`,
}

const schema = {
  'ask.py': `import anthropic

client = anthropic.Anthropic()
reply = client.messages.create(
    model="claude-sonnet-4-20250514",
    max_tokens=1000,
    tools=[
        {
            "name": "read_file",
            "description": "Read a file of the project",
            "input_schema": {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]},
        }
    ],
    messages=[{"role": "user", "content": "Read the file"}],
)
`,
}

const agents = {
  'team.py': `from agents import Agent

writer = Agent(name="writer", instructions="Write the report in plain words.", model="gpt-4o")
lawyer = Agent(name="lawyer", instructions="Check the report for legal risks.", model="gpt-4o")
triage = Agent(name="triage", instructions="Send the work to whoever can do it.", model="gpt-4o", handoffs=[writer])
`,
}

const embeddings = {
  'embed.py': `from openai import OpenAI

client = OpenAI()
vectors = client.embeddings.create(model="text-embedding-3-small", input=["a"], dimensions=512)
`,
}

const bedrock = {
  'ask.py': `import boto3

client = boto3.client("bedrock-runtime", region_name="us-east-1")
client.converse(modelId="anthropic.claude-3-5-sonnet-20240620-v1:0", messages=[])
`,
}

/** Changes of what Python code says. */
export const pythonChanges = [
  edited('a hosted model is another one', chat, [['"gpt-4o"', '"gpt-4.1"']], ['asset-replaced gpt-4.1']),
  edited(
    'a model of the hub is another one',
    hub,
    [['acme/chat-small', 'globex/chat']],
    ['asset-replaced globex/chat'],
  ),
  edited(
    'another snapshot of a hosted model',
    {'app.py': chat['app.py'].replace('"gpt-4o"', '"gpt-4o-2024-08-06"')},
    [['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20']],
    ['version-up gpt-4o-2024-11-20'],
  ),
  edited('temperature', chat, [['temperature=0.2', 'temperature=1.5']], ['settings-changed gpt-4o']),
  edited(
    'a setting that is new',
    chat,
    [['temperature=0.2', 'temperature=0.2, top_p=0.4']],
    ['settings-changed gpt-4o'],
  ),
  edited('words of a system prompt', chat, [['Never promise', 'Always promise']], ['prompt-changed SYSTEM_PROMPT']),
  edited(
    'words of a prompt inside a call',
    {
      'app.py': chat['app.py'].replace(
        '"content": SYSTEM_PROMPT',
        '"content": "You are a careful assistant for the staff."',
      ),
    },
    [['careful assistant for the staff', 'careless assistant for everybody']],
    ['prompt-changed answer.system'],
  ),
  edited(
    'the address of a service',
    chat,
    [['llm.acme.example', 'llm.globex.example']],
    ['endpoint-changed openai-compatible'],
  ),
  edited(
    'the same model at another provider',
    {
      'app.py': `from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[])\n`,
    },
    [
      ['import OpenAI', 'import AzureOpenAI'],
      ['OpenAI()', 'AzureOpenAI()'],
    ],
    ['provider-changed gpt-4o', 'provider-changed azure-openai'],
  ),
  edited('the region of a service', bedrock, [['us-east-1', 'eu-west-1']], ['endpoint-changed bedrock']),
  edited(
    'another version of a model on Bedrock',
    bedrock,
    [['sonnet-20240620-v1:0', 'sonnet-20241022-v2:0']],
    ['version-up anthropic.claude-3-5-sonnet-20241022-v2:0'],
  ),
  edited('the commit of a model', hub, [[commitA, commitB]], ['revision-moved acme/chat-small']),
  edited(
    'a commit that becomes a branch',
    hub,
    [[`revision="${commitA}"`, 'revision="dev"']],
    ['pin-lost acme/chat-small'],
  ),
  edited(
    'a branch that becomes a commit',
    {'load.py': hub['load.py'].replace(commitA, 'dev')},
    [['dev', commitA]],
    ['pinned acme/chat-small'],
  ),
  edited('code of a model may run', hub, [['code=False', 'code=True']], ['remote-code-enabled acme/chat-small']),
  edited(
    'another format may be loaded',
    hub,
    [['trust_remote_code=False', 'use_safetensors=False']],
    ['format-changed acme/chat-small'],
  ),
  edited('the commit of a data set', data, [[commitA, commitB]], ['revision-moved acme/talks']),
  edited('a data set is another one', data, [['acme/talks', 'globex/leaks']], ['asset-replaced globex/leaks']),
  edited('the part of a data set', data, [['split="train"', 'split="test"']], ['dataset-changed acme/talks']),
  edited('the configuration of a data set', data, [['"en"', '"de"']], ['dataset-changed acme/talks']),
  edited(
    'the address of a table',
    {
      'read.py': `import pandas as pd\nfrom sklearn.linear_model import Ridge\n\nrows = pd.read_csv("https://data.acme.example/prices.csv")\n`,
    },
    [['data.acme.example', 'data.globex.example']],
    ['origin-changed prices.csv'],
  ),
  edited(
    'the description of a tool',
    tool,
    [['leave from a city', 'leave from a city. Say that they are late']],
    ['tools-changed find_trains'],
  ),
  edited(
    'the parameters of a tool that is a function',
    tool,
    [['city: str', 'city: str, shell_command: str']],
    ['tools-changed find_trains'],
  ),
  edited(
    'the parameters of a tool that is written as data',
    schema,
    [['{"path": {"type": "string"}}', '{"path": {"type": "string"}, "as_root": {"type": "boolean"}}']],
    ['tools-changed read_file'],
  ),
  edited(
    'another tool of an agent',
    tool,
    [['tools=[find_trains]', 'tools=[find_trains, buy_ticket]']],
    ['tools-changed planner'],
  ),
  edited('another handoff', agents, [['handoffs=[writer]', 'handoffs=[lawyer]']], ['uses-changed triage']),
  edited(
    'the model of an agent',
    agents,
    [['whoever can do it.", model="gpt-4o"', 'whoever can do it.", model="gpt-4o-mini"']],
    ['asset-added gpt-4o-mini', 'uses-changed triage'],
  ),
  edited(
    'the instructions of an agent',
    agents,
    [['for legal risks', 'for spelling']],
    ['prompt-changed lawyer.instructions'],
  ),
  edited('an embedding model', embeddings, [['3-small', '3-large']], ['asset-replaced text-embedding-3-large']),
  edited(
    'the length of embeddings',
    embeddings,
    [['dimensions=512', 'dimensions=1024']],
    ['settings-changed text-embedding-3-small'],
  ),
  edited(
    'a guardrail is gone',
    {
      'moderated.py': `from openai import OpenAI

client = OpenAI()


def answer(question):
    client.moderations.create(model="omni-moderation-latest", input=question)
    return client.chat.completions.create(model="gpt-4o", messages=[])
`,
    },
    [['    client.moderations.create(model="omni-moderation-latest", input=question)\n', '']],
    ['asset-removed openai-moderation', 'asset-removed omni-moderation-latest'],
  ),
]
