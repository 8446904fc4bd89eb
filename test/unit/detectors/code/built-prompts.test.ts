import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort()
}

describe('prompts that are built', () => {
  it('joins the pieces that a function called like a prompt adds', async () => {
    const lines = [
      'class Chat {',
      '  static string BuildSystemPrompt(Context context) {',
      '    var sb = new StringBuilder();',
      '    sb.AppendLine("<identity>");',
      '    sb.AppendLine($"You are an expert for the repository {context.Name}.");',
      '    return sb.ToString();',
      '  }',
      '  static string BuildReport() {',
      '    var sb = new StringBuilder();',
      '    sb.AppendLine("You are a customer of ours");',
      '    sb.AppendLine("since last year.");',
      '    return sb.ToString();',
      '  }',
      '}',
    ]
    expect(await found('Chat.cs', ...lines)).toEqual(['4 prompt BuildSystemPrompt'])
  })

  it('reads the text behind the role of a message whose type is left out', async () => {
    const lines = [
      'using Microsoft.Extensions.AI;',
      'class Chat {',
      '  List<ChatMessage> All(string q) => new List<ChatMessage> {',
      '    new(ChatRole.System, "You are an expert who answers questions on documents."),',
      '    new(ChatRole.User, q)',
      '  };',
      '}',
    ]
    expect(await found('Chat.cs', ...lines)).toEqual(['4 prompt All.system'])
  })

  it('tells what a prompt is for from what makes a text none', async () => {
    const lines = [
      'SUGGEST_NAME_PROMPT = "You are an expert at suggesting a good name for a conversation."',
      'DENIED_BY_USER_MESSAGE = "The tool execution was denied by the user."',
      'PROMPT_TITLE = "You are an expert at suggesting a good name."',
    ]
    expect(await found('prompts.py', ...lines)).toEqual(['1 prompt SUGGEST_NAME_PROMPT'])
  })

  it('takes short orders for prompts among those that are clear', async () => {
    const lines = [
      'class Constant {',
      '  static final String SYSTEM_PROMPT = "You are a software developer with expert knowledge.";',
      '  static final String TEST_PROMPT = "Write a unit test for this code using JUnit.";',
      '  static final String LOGIN_PROMPT = "Please enter a password for this account now.";',
      '}',
    ]
    expect(await found('Constant.java', ...lines)).toEqual([
      '2 prompt Constant.SYSTEM_PROMPT',
      '3 prompt Constant.TEST_PROMPT',
    ])
  })
})

describe('agents of a program', () => {
  it('lists classes of agents that a prompt, a model or tools steer', async () => {
    const lines = [
      'import openai',
      'class ReactAgent(BaseAgent):',
      '    prompt_template = None',
      'class BaseAgent(Component):',
      '    llm = None',
      'class UserAgent(BaseAgent):',
      '    browser = "firefox"',
    ]
    expect(await found('agents.py', ...lines)).toEqual(['2 agent ReactAgent'])
  })

  it('names a server of .NET by its project, and no options without a name', async () => {
    const server = ['using ModelContextProtocol.Server;', 'builder.Services.AddMcpServer().WithHttpTransport();']
    expect(await found('src/Acme.Docs/Program.cs', ...server)).toEqual(['2 mcp-server Acme.Docs'])
    const options = [
      'using Microsoft.Agents.AI;',
      'class F { void G() { var clientAgentOptions = new ChatClientAgentOptions { ChatOptions = new() }; } }',
    ]
    expect(await found('F.cs', ...options)).toEqual([])
  })
})
