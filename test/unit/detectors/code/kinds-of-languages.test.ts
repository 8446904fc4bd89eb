import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets
    .filter(({evidence}) => evidence.some(({level}) => level !== 'mentioned'))
    .map(({kind, name, evidence}) => `${evidence[0]?.line} ${kind} ${name}`)
    .sort()
}

describe('Swift', () => {
  it('reads calls of generic types, and what a setting holds by default', async () => {
    const lines = [
      'extension Defaults.Keys {',
      '  static let defaultModel = Key<String>("defaultModel", default: "llama3.2:3b")',
      '  static let tables = Key<[String: Array<Int>]>("tables", default: [:])',
      '  static let defaultSystemPrompt = Key<String>("defaultSystemPrompt", default: "You\'re Ada, a helpful assistant.")',
      '}',
    ]
    expect(await found('Keys.swift', ...lines)).toEqual([
      '2 model llama3.2:3b',
      '4 prompt Defaults.defaultSystemPrompt',
    ])
  })

  it('takes no comparison for types, and no proposal of a page for a prompt', async () => {
    const lines = [
      'if Count < limit { use("gpt-4o-mini") }',
      'let model = "gpt-4o"',
      'let all = [PromptExample(title: "Snake", prompt: "Write the code of a snake game in Swift")]',
    ]
    expect(await found('a.swift', ...lines)).toEqual(['1 model gpt-4o-mini', '2 model gpt-4o'])
    expect(await found('b.swift', `let x = Key${'<A'.repeat(50_000)}`)).toEqual([])
  })
})

describe('Rust', () => {
  it('reads the list that a function of models keeps for want of another', async () => {
    const lines = [
      'impl Backend for Claude {',
      '  async fn list_models(&self) -> Result<Vec<String>> {',
      '    let backup = vec!["claude-3-haiku-20240307".to_string(), "claude-2.1".to_string()];',
      '    let body = fetch().await?;',
      '    return Ok(models_in(body).unwrap_or(backup));',
      '  }',
      '}',
    ]
    expect(await found('claude.rs', ...lines)).toEqual(['3 model claude-2.1', '3 model claude-3-haiku-20240307'])
  })
})

describe('Java', () => {
  const role = 'You are a banking agent who selects the best agent for what the customer asks, by name.'

  it('tells an agent by the prompt that its class holds', async () => {
    const lines = [
      'import dev.langchain4j.model.chat.ChatLanguageModel;',
      'public class SupervisorAgent {',
      `  private final String SUPERVISOR_SYSTEM_MESSAGE = "${role}";`,
      '}',
    ]
    expect(await found('SupervisorAgent.java', ...lines)).toEqual([
      '2 agent SupervisorAgent',
      '3 prompt SupervisorAgent.SUPERVISOR_SYSTEM_MESSAGE',
    ])
  })

  it('tells an agent whose name has capitals before the word', async () => {
    const lines = [
      'import dev.langchain4j.model.chat.ChatLanguageModel;',
      'public class AccountMCPAgent extends MCPToolAgent {',
      '  private final Prompt agentPrompt;',
      '}',
      'public class UserHTTPHelper extends Helper { private final Prompt agentPrompt; }',
    ]
    expect(await found('AccountMCPAgent.java', ...lines)).toEqual(['2 agent AccountMCPAgent'])
  })

  it('takes constants of a class that speaks to a model for no models', async () => {
    const lines = [
      'import org.springframework.ai.chat.model.ChatModel;',
      'public class AcmeChatModel implements ChatModel {',
      '  private static final String METADATA_EVAL_COUNT = "eval-count";',
      '  public ChatResponse call(Prompt prompt) { return null; }',
      '}',
    ]
    expect(await found('AcmeChatModel.java', ...lines)).toEqual([])
  })

  it('reads the constants of an interface', async () => {
    const lines = [
      'import dev.langchain4j.service.SystemMessage;',
      'public interface Narrator {',
      '  String SYSTEM_MESSAGE = "You are tasked with telling a story from the notes that you are given.";',
      '  @SystemMessage(SYSTEM_MESSAGE)',
      '  String narrate(String notes);',
      '}',
    ]
    expect(await found('Narrator.java', ...lines)).toContain('3 prompt Narrator.SYSTEM_MESSAGE')
  })
})

describe('C#', () => {
  it('takes what a client of MCP says of itself for no server', async () => {
    const lines = [
      'using ModelContextProtocol.Client;',
      'class A { void B(string n) {',
      '  McpClientOptions options = new() { ClientInfo = new Implementation { Name = "acme", Version = "1" } };',
      '  Implementation info = new() { Name = n };',
      '} }',
    ]
    expect(await found('A.cs', ...lines)).toEqual([])
  })

  it('calls an agent by the class whose constant names it, where that stands in another file', async () => {
    const lines = [
      'using Microsoft.Agents.AI;',
      'var stock = chatClient.CreateAIAgent(name: StockService.AgentName, instructions: StockService.Text);',
      'var price = chatClient.CreateAIAgent(name: PriceService.AgentName, instructions: PriceService.Text);',
    ]
    expect(await found('Agents.cs', ...lines)).toEqual(['2 agent StockService', '3 agent PriceService'])
  })
})

describe('a C# program without a project', () => {
  it('is read, whatever its directives say', async () => {
    const lines = [
      '#!/usr/bin/env dotnet',
      '#:package OllamaSharp@5.4.18',
      '#:property PublishAot=false',
      'using OllamaSharp;',
      'var client = new OllamaApiClient(new Uri("http://localhost:11434"), "phi4-mini");',
      'const string DefaultModelAlias = "whisper-tiny";',
    ]
    expect(await found('app.cs', ...lines)).toEqual(['5 model phi4-mini', '5 service ollama', '6 model whisper-tiny'])
  })
})

describe('the environment of Ruby', () => {
  it('stands where each of its variables is read', async () => {
    const lines = [
      'RubyLLM.configure do |config|',
      '  config.openai_api_key = ENV["OPENAI_API_KEY"] || "<OPENAI_API_KEY>"',
      '  config.xai_api_key = ENV["XAI_API_KEY"] || "<XAI_API_KEY>"',
      'end',
    ]
    expect(await found('llm.rb', ...lines)).toEqual(['2 service openai', '3 service xai'])
  })
})

describe('patterns of names', () => {
  it('are no names', async () => {
    const lines = [
      '<?php',
      'use Laravel\\Ai\\Files;',
      "$imageModelPatterns = match ($provider) { 'gemini' => ['gemini-2', 'imagen'], default => ['gpt-image'] };",
    ]
    expect(await found('Images.php', ...lines)).toEqual([])
  })
})

describe('Ruby', () => {
  it('knows whose key a library is configured with, wherever that comes from', async () => {
    const lines = ['RubyLLM.configure do |config|', '  config.gemini_api_key = profile.access_key', 'end']
    expect(await found('llm.rb', ...lines)).toEqual(['2 service google-gemini'])
    expect(await found('llm.rb', 'RubyLLM.models', 'record.gemini_api_key = params[:key]')).toEqual([])
  })
})

describe('a list under the name of a model', () => {
  it('of languages names no models', async () => {
    const source =
      'fn locale_model() { let languages = vec!["en-US".to_string(), "zh-Hans".to_string()]; load_llm(&languages); }'
    expect(await found('locale.rs', 'use hf_hub::api::sync::Api;', source)).toEqual([])
  })
})
