import {providerBySlug} from '../../catalog/providers.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {DialectInput} from './dialect.ts'

/** Spring's names of providers that differ from ours. */
const slugs: Readonly<Record<string, string>> = {
  'mistral-ai': 'mistral',
  'azure.openai': 'azure-openai',
  'google.genai': 'google-gemini',
  'vertex.ai': 'vertex-ai',
  'hugging-face': 'huggingface',
}

/** `spring.ai.<provider>` and `spring.ai.mcp.client.*.connections` in application.yml: a section that is there switches its client on. */
export function reportSpringAi({document, file, into}: DialectInput): void {
  const ai = asRecord(asRecord(asRecord(document.value)?.['spring'])?.['ai'])
  if (ai === undefined) return
  for (const [name, section] of Object.entries(ai)) {
    const provider = providerBySlug(slugs[name] ?? name)
    const keys = Object.keys(asRecord(section) ?? {})
    const names = keys.some(key => key === 'base-url' || key === 'api-key')
    // where an address or a key stands, those say it
    if (provider === undefined || keys.length === 0 || names) continue
    into.service(provider.slug, {line: document.lineOf(['spring', 'ai', name]), symbol: name, level: file.level, confidence: 0.85})
  }
  const client = asRecord(asRecord(ai['mcp'])?.['client'])
  for (const transport of ['stdio', 'sse', 'streamable-http']) {
    for (const [name, connection] of Object.entries(asRecord(asRecord(client?.[transport])?.['connections']) ?? {})) {
      const started = asText(asRecord(connection)?.['command']) ?? asText(asRecord(connection)?.['url'])
      if (started === undefined) continue
      const line = document.lineOf(['spring', 'ai', 'mcp', 'client', transport, 'connections', name])
      into.mcpServer(name, {line, symbol: name, level: file.level, confidence: 0.9})
    }
  }
}
