import {providerByImage, variableMeaning} from '../providers.ts'

/** Images of agents and of gateways to their tools, by the repository without registry and tag. */
const images =
  /(?:^|\/)(?:mcp\/[\w.-]+|docker\/mcp-gateway|all-hands-ai\/(?:openhands|runtime)|openhands\/[\w.-]+|allhandsai\/[\w.-]+|significantgravitas\/[\w.-]+|n8nio\/n8n|flowiseai\/flowise|langflowai\/langflow|langgenius\/[\w.-]+|agent0ai\/[\w.-]+|frdel\/agent-zero(?:-run)?|metatool\/[\w.-]+|sparfenyuk\/mcp-proxy|github\/github-mcp-server|openinterpreter\/[\w.-]+|superagi[\w.-]*\/[\w.-]+)(?:[:@]|$)/i

/** What a name or an image says of itself: `mcp-gateway`, `llm`. */
const aiWords =
  /(?:^|[-_./:])(?:mcp|llms?|gpt|copilot|openhands|devin|autogen|crewai|langchain|langgraph|claude|codex|gemini-cli|aider|goose|open-?interpreter|code-?interpreter)(?:$|[-_./:@\d])/i
/** `coding-agent`, `assistant`: of these many watch or build, without a model. */
const agentWords = /(?:^|[-_./:]|ai)(?:agents?|assistant)(?:$|[-_./:@\d])/i
const otherWords =
  /(?:^|[-_./: ])(?:datadog\w*|dd|telegraf|portainer|jenkins\w*|buildkite|azure|azp|zabbix|newrelic|elastic|fleet|grafana|otel|opentelemetry|prometheus|prom|node|consul|vault|teamcity|jetbrains|drone|woodpecker\w*|gitlab|github|runner|beszel|henrygd|checkmk|wazuh|sysdig|instana|dynatrace|logdna|sematext|scope|komodo|periphery|dozzle|netdata|cadvisor|ssh|backup|build\w*|ci|monitor\w*|metrics|log\w*|edge|traefik|rancher|nomad|amazon|ecs|cloudwatch|ssm|puppet|scalyr|sumologic|splunk|signoz|coroot|hetrix\w*|nezha|arcane|dockge|kubelet|nessus|falcon|crowdstrike|sentinel\w*)(?:$|[-_./:@ ])/i

/**
 * Whether a container runs a model, an agent, or a server of tools for one: by its image, its name, or the key of a
 * provider that it is given.
 */
export function isAiContainer(name: string, image: string, variables: readonly string[]): boolean {
  if (providerByImage(image) !== undefined || isAgentImage(image) || aiWords.test(image) || aiWords.test(name))
    return true
  if (variables.some(variable => variableMeaning(variable)?.role === 'credential')) return true
  return (agentWords.test(image) || agentWords.test(name)) && !otherWords.test(`${name} ${image}`)
}

/** Whether an image holds an agent, or a server of tools for one. */
function isAgentImage(image: string): boolean {
  return image.length < 300 && images.test(image)
}

/** Coding agents by the packages, images, extensions and commands that bring or start them. */
const codingAgents =
  /(?:claude-code|claude-agent|openai\/codex|@google\/gemini-cli|gemini-cli|qwen-code|opencode|aider(?:-chat)?|\bgoose\b|openhands|amp-cli|sourcegraph\/amp|cursor-agent|cline\b|roo-cline|kilo-?code|continue\.continue|openai\.chatgpt|google\.geminicodeassist|augment\.vscode|crush\b|copilot-cli|github\/copilot\b|\bclaude (?:-p|--)|\bcodex (?:exec|-)|\bgemini -)/i

/** Whether a text brings or starts a coding agent; completion in an editor is none. */
export function namesCodingAgent(text: string): boolean {
  return codingAgents.test(text)
}
