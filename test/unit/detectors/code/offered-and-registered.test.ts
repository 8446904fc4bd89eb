import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort()
}

describe('models that a program offers', () => {
  it('are what a function is given one after the other, however short their names', async () => {
    expect(
      await found(
        'Settings.kt',
        'fun bind() {',
        '  onClick(first, "gpt-5")',
        '  onClick(second, "gpt-4o")',
        '  onClick(third, "o3")',
        '}',
      ),
    ).toEqual(['2 model gpt-5', '3 model gpt-4o', '4 model o3'])
  })

  it('are what a loop goes through', async () => {
    expect(
      await found(
        'models.py',
        'import openai',
        'for model_id in ("gpt-5", "gpt-5-nano"):',
        '    register(Chat(model_id))',
      ),
    ).toEqual(['2 model gpt-5', '2 model gpt-5-nano'])
  })

  it('are the choices of a question, whatever the option is called', async () => {
    expect(
      await found('setup.rb', 'ask("Which one?", default: "gpt-4o", limited_to: %w[gpt-4o gpt-4o-mini o3-mini])'),
    ).toEqual(['1 model gpt-4o', '1 model gpt-4o-mini', '1 model o3-mini'])
  })

  it('are the sizes of Whisper in one list, and not those of shirts', async () => {
    expect(await found('form.ts', "let models = ['tiny', 'tiny.en', 'base', 'large-v3']")).toEqual([
      '1 model base',
      '1 model large-v3',
      '1 model tiny',
      '1 model tiny.en',
    ])
    expect(await found('form.ts', "let models = ['tiny', 'small', 'medium', 'large']")).toEqual([])
  })

  it('are not short words of other functions, nor names of what only sorts models', async () => {
    expect(
      await found('view.rb', 'place("o1")', 'place("o3")', 'check(name, unsupported: %w[gpt-4o gpt-4o-mini])'),
    ).toEqual([])
  })

  it('are not those whose tokens are counted', async () => {
    expect(
      await found(
        'Tokens.cs',
        'using Tiktoken;',
        'class Tokens {',
        '  Encoder a = ModelToEncoder.For("gpt-4o");',
        '  Tokenizer b = TiktokenTokenizer.CreateForModel("gpt-4o");',
        '}',
      ),
    ).toEqual([])
  })

  it('are not records that a machine numbered', async () => {
    expect(await found('models.py', 'import openai', 'model_id = "0b7e0f4c-1234-5678-9abc-deadbeef0102"')).toEqual([])
  })
})

describe('clients that a .NET program registers', () => {
  it('are of the vendor in the name of the method', async () => {
    expect(
      await found(
        'Program.cs',
        'var kernel = Kernel.CreateBuilder()',
        '  .AddAzureOpenAIChatService()',
        '  .AddTogetherAIChatService()',
        '  .AddGroqChatService()',
        '  .AddCustomerChatService()',
        '  .AddTextService()',
        '  .Build();',
      ),
    ).toEqual(['2 service azure-openai', '3 service together', '4 service groq'])
  })
})

describe('a model of LangChain4j', () => {
  it('is served by the provider of its package', async () => {
    expect(
      await found(
        'Chat.kt',
        'import dev.langchain4j.model.github.GitHubModelsChatModel',
        'val chat = GitHubModelsChatModel.builder().modelName("gpt-4o-mini").build()',
      ),
    ).toEqual(['2 model gpt-4o-mini', '2 service github-models'])
  })
})

describe('an address that may be left out', () => {
  it('leaves the client with its own provider', async () => {
    expect(
      await found(
        'client.py',
        'from openai import OpenAI',
        'def make(url):',
        '    return OpenAI(base_url=None if url == "default" else url)',
      ),
    ).toEqual(['3 service openai'])
  })

  it('is of Azure where its path is, whatever the host', async () => {
    expect(
      await found(
        'config.rs',
        'let url = String::from("https://ai.acme.dev/openai/deployments/chat/chat/completions");',
      ),
    ).toEqual(['1 service azure-openai'])
  })
})

describe('an archive of a release', () => {
  const base = 'https://github.com/acme/speech/releases/download/v1'

  it('is weights where its name is of a model of speech', async () => {
    expect(await found('fetch.py', `url = "${base}/acme-whisper-tiny.en.tar.bz2"`)).toEqual([
      '1 weights acme-whisper-tiny.en.tar.bz2',
    ])
  })

  it('is none where it holds the program', async () => {
    expect(await found('fetch.py', `url = "${base}/whisper-bin-x64.zip"`)).toEqual([])
  })
})
