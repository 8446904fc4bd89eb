import {serviceStartedBy} from './commands/commands.ts'
import rows from './model-servers.json' with {type: 'json'}
import {providerByImage, providerByPort} from './providers.ts'

/** A program that answers requests with a model which lies beside it. */
export interface ModelServer {
  /** of the provider that it is */
  readonly slug: string
  /** its default port */
  readonly port: number
  /** whom it answers where nothing else is said; images of servers answer everybody */
  readonly listens: 'everywhere' | 'loopback'
  /** options and variables that say at which address it listens */
  readonly hosts: readonly string[]
  /** options by which it asks for a key */
  readonly keys: readonly string[]
  /** variables by which it asks for a key */
  readonly keyVariables: readonly string[]
  /** ports on which it says nothing of a model: its own figures */
  readonly otherPorts?: readonly number[]
}

const servers: readonly ModelServer[] = rows.map(row => ({
  ...row,
  listens: row.listens === 'loopback' ? 'loopback' : 'everywhere',
}))
const bySlug = new Map(servers.map(server => [server.slug, server]))
/** MLflow's image is that of its tracking server. */
const byCommandOnly: ReadonlySet<string> = new Set(['mlflow'])

/** The server whose image this is; undefined of images of a server's client. */
export function serverByImage(image: string): ModelServer | undefined {
  const slug = providerByImage(image)?.slug ?? ''
  return byCommandOnly.has(slug) || /-sdk$/.test(image) ? undefined : bySlug.get(slug)
}

/** The server that a command starts, by its first words. */
export function serverByCommand(words: readonly string[]): ModelServer | undefined {
  return bySlug.get(serviceStartedBy(words) ?? '')
}

/** The server that nearly always has this port. */
export function serverByPort(port: string): ModelServer | undefined {
  return bySlug.get(providerByPort(port)?.slug ?? '')
}
