import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets.map(({kind, name, evidence}) => `${evidence[0]?.line} ${kind} ${name}`).sort()
}

describe('a host of .NET Aspire', () => {
  it('declares services and what is deployed to them', async () => {
    const lines = [
      'var builder = DistributedApplication.CreateBuilder(args);',
      'var ollama = builder.AddOllama("ollama").WithDataVolume();',
      'var chat = ollama.AddModel("chat", "llama3.2");',
      'const string deployed = "gpt-4.1-mini";',
      'builder.AddAzureOpenAI("openai").AddDeployment("chat", deployed, "2025-04-14");',
    ]
    expect(await found('Program.cs', ...lines)).toEqual([
      '2 service ollama',
      '3 model llama3.2',
      '4 model gpt-4.1-mini',
      '5 service azure-openai',
    ])
  })

  it('is not every class with such a method', async () => {
    expect(
      await found('Scene.cs', 'scene.AddModel("house", "tree");', 'cluster.AddDeployment("web", "nginx");'),
    ).toEqual([])
  })
})

describe('an agent that a builder makes', () => {
  it('is called by its interface', async () => {
    const lines = [
      'import dev.langchain4j.service.AiServices;',
      'class Bot {',
      '  Assistant make(ChatModel model) {',
      '    return AiServices.builder(Assistant.class).chatModel(model).build();',
      '  }',
      '}',
    ]
    expect(await found('Bot.java', ...lines)).toEqual(['4 agent Assistant'])
  })

  it('is an interface with an annotated method', async () => {
    const lines = [
      'import dev.langchain4j.agentic.Agent;',
      'public interface Writer {',
      '  @Agent(description = "writes")',
      '  String write(String topic);',
      '}',
    ]
    expect(await found('Writer.java', ...lines)).toEqual(['3 agent Writer'])
  })
})

describe('a model that a function gives', () => {
  it('stands in the arms of a when', async () => {
    const lines = [
      'fun modelFor(kind: Kind): String = when (kind) {',
      '  Kind.FAST -> "gpt-4o-mini"',
      '  else -> "claude-3-7-sonnet-latest"',
      '}',
    ]
    expect(await found('Models.kt', ...lines)).toEqual(['2 model gpt-4o-mini', '3 model claude-3-7-sonnet-latest'])
  })
})

describe('Eino', () => {
  it('has clients, agents and prompts', async () => {
    const lines = [
      'package main',
      'import (',
      '\t"github.com/cloudwego/eino-ext/components/model/openai"',
      '\t"github.com/cloudwego/eino/adk"',
      ')',
      'func main() {',
      '\tm, _ := openai.NewChatModel(ctx, &openai.ChatModelConfig{Model: "gpt-4o"})',
      '\ta, _ := adk.NewChatModelAgent(ctx, &adk.ChatModelAgentConfig{Name: "Librarian", Instruction: "You recommend books.", Model: m})',
      '}',
    ]
    expect(await found('main.go', ...lines)).toEqual([
      '7 model gpt-4o',
      '7 service openai',
      '8 agent Librarian',
      '8 prompt main.Instruction',
    ])
  })
})

describe('an address whose host is filled in', () => {
  it.each([
    ['a.rb', 'uri = URI("https://bedrock-runtime.#{region}.amazonaws.com/model/#{id}/invoke")', '1 service bedrock'],
    ['a.py', 'url = f"https://{region}-aiplatform.googleapis.com/v1/projects/{project}"', '1 service vertex-ai'],
    ['a.ts', 'const url = `https://${resource}.openai.azure.com/openai/`', '1 service azure-openai'],
  ])('belongs to the provider that the rest of it names: %s', async (path, source, service) => {
    expect(await found(path, source)).toEqual([service])
  })

  it('belongs to nobody where its end is open', async () => {
    expect(await found('a.py', 'url = f"https://api.openai.{end}/v1"', 'other = f"https://{host}/openai.com"')).toEqual(
      [],
    )
  })
})
