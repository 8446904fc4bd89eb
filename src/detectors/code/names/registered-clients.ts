import {providers} from '../../../catalog/providers.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {addEndpoint} from '../endpoint.ts'
import type {Finder} from '../finder.ts'

/** `AddGroqChatService`, `AddMistralChatCompletion`, `WithOpenAITextEmbeddingGeneration`: whose client is registered. */
const registration =
  /^(?:Add|With)([A-Z][A-Za-z0-9]{1,40}?)(?:Chat|Text|Embedding|Image|Audio|Speech)[A-Za-z]{0,30}(?:Service|Client|Completion|Generation|Generator|Connector|Provider)s?$/

/** Clients that a C# program registers with its container, by the vendor in the name of the method. */
export function addRegisteredClients(finder: Finder): void {
  if (finder.module.language !== 'csharp') return
  for (const {call} of finder.module.calls) {
    const callee = lastName(call.callee)
    const provider = byWords.get(squeezed(registration.exec(callee)?.[1] ?? ''))
    if (provider === undefined) continue
    const place = placeOf(finder.module, call.line)
    addEndpoint(finder, {provider, place, rule: 'vendor', confidence: 0.85, symbol: callee})
  }
}

/** Providers by their names and the stems of their variables: `AzureOpenAI` is that of `AZURE_OPENAI_API_KEY`. */
const byWords: ReadonlyMap<string, string> = new Map(
  providers.flatMap(({slug, stems = []}) => [slug, ...stems].map(name => [squeezed(name), slug] as const)),
)

function squeezed(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase()
}
