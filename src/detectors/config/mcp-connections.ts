import {normaliseKey} from '../../catalog/config-keys.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {DialectInput} from './dialect.ts'
import {valueAt} from './walk.ts'

/** Keys above the connections to MCP servers, each under a name: Spring AI, and Quarkus for LangChain4j. */
const sections: readonly (readonly string[])[] = [
  ...['stdio', 'sse', 'streamable-http'].map(transport => ['spring', 'ai', 'mcp', 'client', transport, 'connections']),
  ['quarkus', 'langchain4j', 'mcp'],
]
const normalSections: readonly (readonly string[])[] = sections.map(section => section.map(normaliseKey))
/** What a connection says of its server: how it is started, or where it listens. */
const startKeys: readonly string[] = ['command', 'url']

/** MCP servers that application.yml connects to, and those that Symfony's bundle serves (`mcp.servers.<name>.transports`). */
export function reportMcpConnections({document, file, into}: DialectInput): void {
  const report = (section: readonly string[], isServer: (entry: unknown) => boolean): void => {
    for (const [name, entry] of Object.entries(asRecord(valueAt(document.value, section)) ?? {})) {
      if (!isServer(entry)) continue
      into.mcpServer(name, {
        line: document.lineOf([...section, name]),
        symbol: name,
        level: file.level,
        confidence: 0.9,
      })
    }
  }
  for (const section of sections)
    report(section, entry => startKeys.some(key => asText(asRecord(entry)?.[key]) !== undefined))
  report(['mcp', 'servers'], entry => asRecord(asRecord(entry)?.['transports']) !== undefined)
}

/**
 * `quarkus.langchain4j.mcp.weather.command=…` of a properties file.
 * @param ancestors normalised
 * @returns the name of the connection, as it is written
 */
export function connectionNamed(written: string, ancestors: readonly string[], key: string): string | undefined {
  const isConnection = normalSections.some(
    section => ancestors.length === section.length + 1 && section.every((part, at) => part === ancestors[at]),
  )
  return isConnection && startKeys.includes(key) ? written.split('.').at(-2) : undefined
}
