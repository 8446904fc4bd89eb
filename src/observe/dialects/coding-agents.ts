import {remember} from '../remember.ts'

/** How the telemetry of a coding agent is read: it comes as log records, each with the name of an event, or as spans. */
export interface CodingAgent {
  readonly name: string
  /** what the names of its events begin with, and names of its programs */
  readonly prefix: string
  readonly services: readonly string[]
  /** event, without the prefix → what it is */
  readonly events: Readonly<Record<string, 'call' | 'tool' | 'agent' | 'workload'>>
  /** events of calls that failed */
  readonly failures: readonly string[]
  /** the model that it names is the one that answered */
  readonly tellsAnswer?: true
  /** files of a repository that are its own */
  readonly files: RegExp
}

/** Gemini CLI, and what was made from it. */
const eventsOfGemini: Pick<CodingAgent, 'events' | 'failures'> = {
  events: {api_response: 'call', api_error: 'call', tool_call: 'tool', config: 'agent'},
  failures: ['api_error'],
}

/**
 * @see Claude Code, "Monitoring" · Codex, docs/config.md "otel" · Gemini CLI, docs/cli/telemetry.md
 */
export const codingAgents: readonly CodingAgent[] = [
  {
    name: 'Claude Code',
    prefix: 'claude_code.',
    services: ['claude-code'],
    events: {api_request: 'call', api_error: 'call', tool_result: 'tool', user_prompt: 'agent'},
    failures: ['api_error'],
    tellsAnswer: true,
    files: /(?:^|\/)(?:\.claude\/|CLAUDE(?:\.local)?\.md$|\.mcp\.json$)/,
  },
  {
    name: 'Codex',
    prefix: 'codex.',
    services: ['codex_cli_rs', 'codex_exec', 'codex_tui', 'codex-app-server'],
    events: {api_request: 'call', tool_result: 'tool', conversation_starts: 'workload'},
    failures: [],
    files: /(?:^|\/)\.codex\//,
  },
  {
    name: 'Gemini CLI',
    prefix: 'gemini_cli.',
    services: ['gemini-cli'],
    ...eventsOfGemini,
    files: /(?:^|\/)(?:\.gemini\/|GEMINI\.md$)/,
  },
  {
    name: 'Qwen Code',
    prefix: 'qwen-code.',
    services: ['qwen-code'],
    ...eventsOfGemini,
    files: /(?:^|\/)(?:\.qwen\/|QWEN\.md$)/,
  },
  {
    name: 'GitHub Copilot',
    prefix: 'copilot_chat.',
    services: ['github-copilot', 'copilot-chat'],
    events: {},
    failures: [],
    files:
      /(?:^|\/)(?:\.github\/(?:copilot-instructions\.md$|instructions\/|prompts\/|chatmodes\/|agents\/)|\.copilot\/)/,
  },
]

/** Attributes of those events. */
export const codingAgentFields = {
  model: ['model', 'model_name'],
  tool: ['tool_name', 'function_name', 'name'],
  mcpServer: ['mcp_server_name', 'mcp_server', 'mcp_server_scope_name'],
  provider: ['provider_name'],
  inputTokens: ['input_tokens', 'input_token_count'],
  outputTokens: ['output_tokens', 'output_token_count'],
  latency: ['duration_ms'],
  success: ['success'],
  error: ['error', 'error.message', 'error_message'],
  status: ['status_code', 'http.response.status_code'],
} as const

/** Every attribute of them that is read. */
export const codingAgentKeys: readonly string[] = Object.values(codingAgentFields).flat()

/** Names of the agents that files of a repository configure or instruct. */
export function codingAgentsOf(paths: readonly string[]): string[] {
  return codingAgents.filter(({files}) => paths.some(path => files.test(path))).map(({name}) => name)
}

/** The agent that a service is. */
export const codingAgentOf = remember((service): CodingAgent | undefined =>
  codingAgents.find(({services}) => services.includes(service)),
)

/** The agent and event of a log record; undefined for other logs. */
export function codingEventOf(
  names: readonly string[],
  service: string,
): {readonly agent: CodingAgent; readonly event: string} | undefined {
  for (const agent of codingAgents) {
    for (const name of names) {
      if (name.startsWith(agent.prefix)) return {agent, event: name.slice(agent.prefix.length)}
      if (agent.services.includes(service) && Object.hasOwn(agent.events, name)) return {agent, event: name}
    }
  }
  return undefined
}
