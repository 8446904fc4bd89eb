import {providerByHost, providerByPort} from '../../catalog/providers.ts'
import {reportSetting} from '../../catalog/settings.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import type {DialectInput} from './dialect.ts'

/**
 * Parts of a connection string that name a model or its address; the key beside them is a secret and is not looked at.
 */
const partPattern = /(?:^|;)\s{0,5}(endpoint|deployment|deploymentid|model)\s{0,5}=\s{0,5}([^;]{1,500})/gi
const textLimit = 2000

/**
 * `"ConnectionStrings": {"chat": "Endpoint=https://…;Deployment=gpt-4o"}` of .NET's settings, as Aspire hands them to
 * its clients.
 */
export function reportConnectionStrings(input: DialectInput): void {
  if (!/^appsettings\b.*\.json$/i.test(baseName(input.file.path))) return
  for (const [name, value] of Object.entries(asRecord(asRecord(input.document.value)?.['ConnectionStrings']) ?? {})) {
    const text = asText(value) ?? ''
    if (text.length <= textLimit) reportParts(text, ['ConnectionStrings', name], input)
  }
}

function reportParts(text: string, path: readonly string[], {document, file, into, take}: DialectInput): void {
  const parts = [...text.matchAll(partPattern)].map(([, key = '', part = '']) => ({key, value: part.trim()}))
  const address = parts.find(({key}) => /^endpoint$/i.test(key))?.value
  if (address === undefined) return
  take(path)
  const provider = providerByHost(address) ?? providerByPort(/:(\d{2,5})\b/.exec(address)?.[1] ?? '')
  const about = {
    ancestors: [],
    line: document.lineOf(path),
    symbol: path.join('.'),
    level: file.level,
    isAboutModels: provider !== undefined,
  }
  for (const part of parts) {
    const own = /^model$/i.test(part.key) && provider !== undefined ? {provider: provider.slug} : {}
    reportSetting({...about, ...part, ...own}, into)
  }
}
