/**
 * Providers that serve what others publish on the hub under its name there. Whoever only speaks a protocol, passes
 * requests on or runs what the user brings is none of them.
 */
const slugs: ReadonlySet<string> = new Set([
  ...['openrouter', 'together', 'deepinfra', 'fireworks', 'groq', 'nebius', 'novita', 'siliconflow', 'hyperbolic'],
  ...['sambanova', 'nvidia-nim', 'cloudflare-workers-ai', 'github-models', 'vercel-ai-gateway', 'unify', 'aimlapi'],
])

/** Whether the name of a repository beside this provider is that of its own copy. */
export function hostsOthers(slug: string | undefined): slug is string {
  return slug !== undefined && slugs.has(slug)
}
