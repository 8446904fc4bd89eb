import {variableMeaning} from '../../catalog/providers.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Finding} from '../../inventory/finding.ts'
import {keyOf} from '../../inventory/identity.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {asRecord, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {isKeyLike} from '../../lib/redact/key-like.ts'
import {isSecretName, mayBeSecret} from '../../lib/redact/names.ts'
import {isRealSecret} from '../../lib/redact/real-secret.ts'
import {secretInSource} from '../../rules/secret-in-source.ts'

/**
 * Tokens that say by their form that they are some: of GitHub, GitLab, Slack, npm, Atlassian, Notion, Figma, Linear,
 * Stripe, Sentry, DigitalOcean and AWS.
 */
const form =
  /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,100}|glpat-[\w-]{20,60}|xox[abpers]-[\w-]{20,200}|npm_[A-Za-z0-9]{36}|ATATT[\w=-]{60,250}|ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43}|figd_[\w-]{36,60}|lin_api_[A-Za-z0-9]{36,48}|[sr]k_live_[A-Za-z0-9]{20,120}|sntrys_[\w+/=-]{40,250}|dop_v1_[0-9a-f]{64}|AKIA[A-Z0-9]{16})(?![\w-])/
const bearer = /^(?:bearer|token|basic)\s{1,5}/i
const shortest = 20
/** More settings than a server has. */
const settingLimit = 200

/**
 * Credentials that a client's settings hand to a server as they are. Keys of AI providers are told by the detector of
 * secrets.
 */
export function secretsOf(entry: UnknownRecord, server: AssetOf<'mcp-server'>): Finding[] {
  const merged: UnknownRecord = {...entry, ...asRecord(entry['transport'])}
  const named = ['env', 'environment', 'headers', 'http_headers'].flatMap(key =>
    Object.entries(asRecord(merged[key]) ?? {}),
  )
  const words = textsOf(merged['args']).map(word => ['', word] as const)
  return [...named, ...words].slice(0, settingLimit).flatMap(([name, value]) => {
    const secret = typeof value === 'string' ? secretIn(name, value) : undefined
    return secret === undefined ? [] : [toFinding(server, name, secret)]
  })
}

function secretIn(name: string, value: string): string | undefined {
  const [known] = form.exec(value.slice(0, 1000)) ?? []
  if (known !== undefined) return isRealSecret(known) ? known : undefined
  const isProviders = variableMeaning(name)?.role === 'credential'
  if (name === '' || isProviders || !mayBeSecret(name) || !isSecretName(name)) return undefined
  const word = value.replace(bearer, '')
  return isKeyLike(word, shortest) && isRealSecret(word) ? word : undefined
}

function toFinding(server: AssetOf<'mcp-server'>, name: string, secret: string): Finding {
  return {
    rule: secretInSource.id,
    asset: keyOf(server),
    message: `MCP server ${server.name} is handed a credential that stands in the file${name === '' ? ', among its arguments' : ` as ${name}`}`,
    evidence: server.evidence,
    fingerprint: sha256Hex(`${secretInSource.id}\n${server.id}\n${secret}`).slice(0, 32),
  }
}
