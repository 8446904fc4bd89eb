import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(files: Files): Promise<string[]> {
  const {assets} = await detect(code, files)
  return Object.keys(files).flatMap(path =>
    placesOf(assets, path).map(place => (Object.keys(files).length === 1 ? place : `${path}:${place}`)),
  )
}

const python = (...lines: string[]): Files => ({
  'app.py': ['from openai import OpenAI', 'client = OpenAI()', ...lines].join('\n'),
})
const script = (...lines: string[]): Files => ({
  'app.ts': ['import OpenAI from "openai"', 'const client = new OpenAI()', ...lines].join('\n'),
})
const create = 'client.chat.completions.create(model=MODEL, messages=[])'
const createJs = 'client.chat.completions.create({ model: MODEL, messages: [] })'

describe('a model name in Python is found at its literal', () => {
  it.each([
    ['a constant', [`MODEL = "gpt-4o"`, create], ['3 model:openai/gpt-4o']],
    ['the default of a parameter', [`def ask(MODEL: str = "gpt-4o"):`, `    ${create}`], ['3 model:openai/gpt-4o']],
    ['what a caller passes', ['def ask(MODEL):', `    ${create}`, 'ask("gpt-4o")'], ['5 model:openai/gpt-4o']],
    [
      'what a caller passes by keyword',
      ['def ask(MODEL):', `    ${create}`, 'ask(MODEL="gpt-4o")'],
      ['5 model:openai/gpt-4o'],
    ],
    [
      'an environment variable with a default',
      ['import os', `MODEL = os.getenv("CHAT_MODEL", "gpt-4o")`, create],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'os.environ.get',
      ['import os', `MODEL = os.environ.get("CHAT_MODEL", "gpt-4o")`, create],
      ['4 model:openai/gpt-4o'],
    ],
    ['or', ['import os', `MODEL = os.getenv("CHAT_MODEL") or "gpt-4o"`, create], ['4 model:openai/gpt-4o']],
    [
      'both branches',
      [`MODEL = "gpt-4o" if big else "gpt-4o-mini"`, create],
      ['3 model:openai/gpt-4o', '3 model:openai/gpt-4o-mini'],
    ],
    ['an f-string with known parts', ['V = "4o"', `MODEL = f"gpt-{V}-mini"`, create], ['4 model:openai/gpt-4o-mini']],
    ['a concatenation', ['V = "4o"', `MODEL = "gpt-" + V`, create], ['4 model:openai/gpt-4o']],
    ['a percent format', [`MODEL = "gpt-%s" % "4o"`, create], ['3 model:openai/gpt-4o']],
    ['str.format', [`MODEL = "gpt-{}".format("4o")`, create], ['3 model:openai/gpt-4o']],
    ['a dictionary look-up', [`M = {"a": "gpt-4o"}`, 'MODEL = M["a"]', create], ['3 model:openai/gpt-4o']],
    ['dict.get with a default', ['MODEL = config.get("m", "gpt-4o")', create], ['3 model:openai/gpt-4o']],
    ['a list member', [`M = ["gpt-4o", "gpt-4.1"]`, 'MODEL = M[1]', create], ['3 model:openai/gpt-4.1']],
    [
      'a loop',
      ['for MODEL in ["gpt-4o", "gpt-4.1"]:', `    ${create}`],
      ['3 model:openai/gpt-4.1', '3 model:openai/gpt-4o'],
    ],
    [
      'a class attribute',
      ['class A:', `    m = "gpt-4o"`, '    def go(self):', '        client.chat.completions.create(model=self.m)'],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'an attribute set in the constructor',
      [
        'class A:',
        `    def __init__(self, m="gpt-4o"):`,
        '        self.m = m',
        '    def go(self):',
        '        client.chat.completions.create(model=self.m)',
      ],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'an inherited attribute',
      [
        'class B:',
        '    m = "gpt-4o"',
        'class A(B):',
        '    def go(self):',
        '        client.chat.completions.create(model=self.m)',
      ],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'a dataclass',
      [
        'from dataclasses import dataclass, field',
        '@dataclass',
        'class C:',
        `    m: str = field(default="gpt-4o")`,
        'c = C()',
        'client.chat.completions.create(model=c.m)',
      ],
      ['6 model:openai/gpt-4o'],
    ],
    [
      'a pydantic setting',
      [
        'from pydantic import Field',
        'class S(BaseSettings):',
        `    m: str = Field("gpt-4o", alias="M")`,
        'settings = S()',
        'client.chat.completions.create(model=settings.m)',
      ],
      ['5 model:openai/gpt-4o'],
    ],
    [
      'an enum member',
      ['class M(str, Enum):', '    BIG = "gpt-4o"', 'client.chat.completions.create(model=M.BIG.value)'],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'argparse',
      [
        'import argparse',
        'p = argparse.ArgumentParser()',
        `p.add_argument("-m", "--chat-model", default="gpt-4o")`,
        'a = p.parse_args()',
        'client.chat.completions.create(model=a.chat_model)',
      ],
      ['5 model:openai/gpt-4o'],
    ],
    [
      'click',
      [
        'import click',
        '@click.command()',
        `@click.option("--m", "-x", default="gpt-4o")`,
        'def main(m):',
        '    client.chat.completions.create(model=m)',
      ],
      ['5 model:openai/gpt-4o'],
    ],
    [
      'typer',
      [
        'import typer',
        `def main(m: str = typer.Option("gpt-4o", help="x")):`,
        '    client.chat.completions.create(model=m)',
      ],
      ['4 model:openai/gpt-4o'],
    ],
    [
      'keyword arguments of a dictionary',
      [`options = {"model": "gpt-4o"}`, 'client.chat.completions.create(messages=[], **options)'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'keyword arguments of dict()',
      [`options = dict(model="gpt-4o")`, 'client.chat.completions.create(messages=[], **options)'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'a function that returns it',
      ['def pick():', '    return "gpt-4o"', 'client.chat.completions.create(model=pick())'],
      ['4 model:openai/gpt-4o'],
    ],
    ['the walrus', ['if (MODEL := "gpt-4o"):', `    ${create}`], ['3 model:openai/gpt-4o']],
    ['tuple assignment', ['MODEL, x = "gpt-4o", 1', create], ['3 model:openai/gpt-4o']],
    [
      'a client from a function',
      [
        'def get():',
        '    return OpenAI(base_url="https://api.groq.com/openai/v1")',
        'get().chat.completions.create(model="llama-3.1-8b-instant")',
      ],
      ['4 service:groq', '5 model:groq/llama-3.1-8b-instant'],
    ],
    [
      'a with statement',
      ['with OpenAI(base_url="https://api.x.ai/v1") as c:', '    c.chat.completions.create(model="grok-2")'],
      ['3 service:xai', '4 model:xai/grok-2'],
    ],
  ])('%s', async (_name, lines, expected) => {
    expect(await found(python(...lines))).toEqual(['2 service:openai', ...expected])
  })
})

describe('a model name in JavaScript and TypeScript is found at its literal', () => {
  it.each([
    ['a constant', [`const MODEL = "gpt-4o"`, createJs], ['3 model:openai/gpt-4o']],
    ['an object property', [`client.chat.completions.create({ model: "gpt-4o" })`], ['3 model:openai/gpt-4o']],
    ['??', [`const MODEL = process.env.MODEL ?? "gpt-4o"`, createJs], ['3 model:openai/gpt-4o']],
    ['||', [`const MODEL = opts.model || "gpt-4o"`, createJs], ['3 model:openai/gpt-4o']],
    [
      'a ternary',
      [`const MODEL = big ? "gpt-4o" : "gpt-4o-mini"`, createJs],
      ['3 model:openai/gpt-4o', '3 model:openai/gpt-4o-mini'],
    ],
    ['a template literal', [`const v = "4o"`, 'const MODEL = `gpt-${v}`', createJs], ['4 model:openai/gpt-4o']],
    ['a destructured default', [`function f({ MODEL = "gpt-4o" }) {`, createJs, '}'], ['3 model:openai/gpt-4o']],
    ['a default parameter', [`const f = (MODEL = "gpt-4o") => ${createJs}`], ['3 model:openai/gpt-4o']],
    [
      'a static field',
      [`class C { static m = "gpt-4o"; f() { client.chat.completions.create({ model: C.m }) } }`],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'an instance field',
      [`class C { m = "gpt-4o"`, 'f() { client.chat.completions.create({ model: this.m }) } }'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'an enum',
      [`enum M { Big = "gpt-4o" }`, 'client.chat.completions.create({ model: M.Big })'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'a spread',
      [`const base = { model: "gpt-4o" }`, 'client.chat.completions.create({ ...base, stream: true })'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'as const and satisfies',
      [`const M = { big: "gpt-4o" } as const satisfies X`, 'client.chat.completions.create({ model: M.big })'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'an indexed map',
      [`const M: Record<string, string> = { big: "gpt-4o" }`, 'client.chat.completions.create({ model: M[kind] })'],
      ['3 model:openai/gpt-4o'],
    ],
    [
      'React state',
      [`const [m, setM] = useState("gpt-4o")`, 'client.chat.completions.create({ model: m })'],
      ['3 model:openai/gpt-4o'],
    ],
    ['a zod default', [`const schema = z.object({ model: z.string().default("gpt-4o") })`], ['3 model:openai/gpt-4o']],
    [
      'a picker',
      ['export const options = [', '{ id: "gpt-4o", label: "GPT-4o" },', '{ id: "gpt-4o-mini", label: "Mini" }]'],
      ['4 model:openai/gpt-4o', '5 model:openai/gpt-4o-mini'],
    ],
    [
      'optional chaining and casts',
      [`(client as any)?.chat.completions.create({ model: "gpt-4o" }!)`],
      ['3 model:openai/gpt-4o'],
    ],
  ])('%s', async (_name, lines, expected) => {
    expect(await found(script(...lines))).toEqual(['2 service:openai', ...expected])
  })
})

describe('names are followed into other files', () => {
  it('from file to file, however late one is asked for', async () => {
    const chain = (name: string, length: number): [string, string][] =>
      Array.from({length}, (_, at) => [
        `${name}${at}.py`,
        at === length - 1
          ? `${name.toUpperCase()} = "${name}-4o"`
          : `from .${name}${at + 1} import ${name.toUpperCase()}`,
      ])
    const main =
      'from openai import OpenAI\nfrom .gpt0 import GPT\nfrom .prompt0 import PROMPT\nsystem_prompt = PROMPT.format(town="Ulm")\nOpenAI().chat.completions.create(model=GPT)'
    const files = Object.fromEntries([['main.py', main], ...chain('gpt', 5), ...chain('prompt', 3)])
    expect(await found(files)).toContain('gpt4.py:1 model:openai/gpt-4o')
  })

  it.each<[string, Files, string[]]>([
    [
      'from . import',
      {
        'app/main.py':
          'from openai import OpenAI\nfrom .config import NAME\nOpenAI().chat.completions.create(model=NAME)',
        'app/config.py': 'NAME = "gpt-4o"',
      },
      ['app/main.py:3 model:openai/gpt-4o', 'app/main.py:3 service:openai', 'app/config.py:1 model:openai/gpt-4o'],
    ],
    [
      'an absolute module and a settings object',
      {
        'backend/app/main.py':
          'from openai import OpenAI\nfrom app.core.config import settings\nOpenAI().chat.completions.create(model=settings.NAME)',
        'backend/app/core/config.py': 'class Settings:\n    NAME: str = "gpt-4o"\nsettings = Settings()',
        'backend/app/core/__init__.py': '',
      },
      [
        'backend/app/main.py:3 model:openai/gpt-4o',
        'backend/app/main.py:3 service:openai',
        'backend/app/core/config.py:2 model:openai/gpt-4o',
      ],
    ],
    [
      'a prompt that is filled in here',
      {
        'a.py': 'import openai\nfrom texts import CLERK_PROMPT\nprompt = CLERK_PROMPT.format(town="Ulm")',
        'texts.py': 'CLERK_PROMPT = "You are a clerk in {town}. Answer briefly."',
      },
      ['texts.py:1 prompt:CLERK_PROMPT'],
    ],
    [
      'a module object',
      {
        'a.py': 'import openai\nimport names\nopenai.OpenAI().chat.completions.create(model=names.BIG)',
        'names.py': 'BIG = "gpt-4o"',
      },
      ['a.py:3 model:openai/gpt-4o', 'a.py:3 service:openai', 'names.py:1 model:openai/gpt-4o'],
    ],
    [
      'a wildcard',
      {
        'a.py': 'import openai\nfrom names import *\nopenai.OpenAI().chat.completions.create(model=BIG)',
        'names.py': 'BIG = "gpt-4o"',
      },
      ['a.py:3 model:openai/gpt-4o', 'a.py:3 service:openai', 'names.py:1 model:openai/gpt-4o'],
    ],
    [
      'a package that re-exports',
      {
        'p/__init__.py': 'from .b import BIG',
        'p/b.py': 'BIG = "gpt-4o"',
        'a.py': 'import openai\nfrom p import BIG\nopenai.OpenAI().chat.completions.create(model=BIG)',
      },
      ['p/b.py:1 model:openai/gpt-4o', 'a.py:3 model:openai/gpt-4o', 'a.py:3 service:openai'],
    ],
    [
      'a TypeScript module',
      {
        'src/a.ts':
          'import OpenAI from "openai"\nimport { BIG as m } from "./names.js"\nnew OpenAI().chat.completions.create({ model: m })',
        'src/names.ts': 'export const BIG = "gpt-4o"',
      },
      ['src/a.ts:3 model:openai/gpt-4o', 'src/a.ts:3 service:openai', 'src/names.ts:1 model:openai/gpt-4o'],
    ],
    [
      'an alias and an index that passes on',
      {
        'src/app/a.ts':
          'import OpenAI from "openai"\nimport names from "@/lib/names"\nnew OpenAI().chat.completions.create({ model: names.big })',
        'src/lib/names/index.ts': 'export { default } from "./all"',
        'src/lib/names/all.ts': 'export default { big: "gpt-4o" }',
      },
      [
        'src/app/a.ts:3 model:openai/gpt-4o',
        'src/app/a.ts:3 service:openai',
        'src/lib/names/all.ts:1 model:openai/gpt-4o',
      ],
    ],
    [
      'a provider made elsewhere',
      {
        'lib/ai.ts':
          'import { createOpenAI } from "@ai-sdk/openai"\nexport const provider = createOpenAI({ baseURL: "https://api.groq.com/openai/v1" })',
        'app/a.ts': 'import { provider } from "../lib/ai"\nexport const m = provider("llama-3.1-8b-instant")',
      },
      ['lib/ai.ts:2 service:groq', 'app/a.ts:2 model:groq/llama-3.1-8b-instant'],
    ],
    [
      'CommonJS',
      {
        'a.js':
          'const OpenAI = require("openai")\nconst { big } = require("./names")\nnew OpenAI().chat.completions.create({ model: big })',
        'names.js': 'module.exports = { big: "gpt-4o" }',
      },
      ['a.js:3 model:openai/gpt-4o', 'a.js:3 service:openai', 'names.js:1 model:openai/gpt-4o'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await found(files)).toEqual(expected)
  })

  it('reads a file without any word of ours because another one uses its constant', async () => {
    const files = {
      'a.py': 'from transformers import AutoModel\nfrom b import NAME\nAutoModel.from_pretrained(NAME)',
      'b.py': 'NAME = "acme/tiny"',
    }
    expect(await found(files)).toEqual(['a.py:3 model:huggingface/acme/tiny', 'b.py:1 model:huggingface/acme/tiny'])
  })

  it('ends where modules import each other', async () => {
    const files = {
      'a.py': 'import openai\nfrom b import X\nopenai.OpenAI().chat.completions.create(model=X)',
      'b.py': 'from a import X',
    }
    expect(await found(files)).toEqual(['a.py:3 service:openai'])
  })
})

describe('what stays unknown', () => {
  it('is recorded by the name of its variable, never guessed', async () => {
    const {assets} = await detect(
      code,
      python('import os', 'client.chat.completions.create(model=os.environ.get("CHAT_MODEL", "gpt-4o"))'),
    )
    expect(assets.find(({kind}) => kind === 'model')?.properties).toEqual({'aibom:model:dynamic': ['env CHAT_MODEL']})
  })

  it('gives no model, but the service says so', async () => {
    const {assets} = await detect(
      code,
      python('import os', 'client.chat.completions.create(model=os.environ["CHAT_MODEL"])'),
    )
    expect(assets.map(({id, properties}) => ({id, properties}))).toEqual([
      {id: 'service:openai', properties: {'aibom:model:dynamic': ['env CHAT_MODEL']}},
    ])
  })
})
