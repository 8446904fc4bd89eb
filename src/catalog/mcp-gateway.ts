import type {Collector} from '../inventory/collector.ts'
import type {Level} from '../inventory/evidence.ts'
import type {ShellWord} from '../lib/parse/shell.ts'

/** The command that Docker's MCP gateway starts with; its image takes the same options. */
export const gatewayCommand: readonly string[] = ['docker', 'mcp', 'gateway', 'run']
/** The image of the gateway, with its tag or without. */
export const gatewayImage = /^(?:docker\.io\/)?docker\/mcp-gateway(?:[:@].*)?$/
/** Servers of Docker's catalogue are called by one word. */
const serverName = /^[A-Za-z0-9][\w.-]{0,99}$/

/** `docker mcp gateway run --servers=duckduckgo,fetch`: servers that the gateway starts. */
export function reportMcpGateway(words: readonly ShellWord[], into: Collector, level: Level): void {
  if (!gatewayCommand.every((text, at) => words[at]?.text === text)) return
  words.forEach((word, at) => {
    const [, given = words[at + 1]?.text ?? ''] = /^--servers(?:=(.*))?$/.exec(word.text) ?? [undefined, undefined]
    if (!/^--servers(?:=|$)/.test(word.text)) return
    const {line} = word.text.includes('=') ? word : (words[at + 1] ?? word)
    for (const name of given.split(',').map(part => part.trim())) {
      if (serverName.test(name)) into.mcpServer(name, {line, symbol: '--servers', level, confidence: 0.93})
    }
  })
}
