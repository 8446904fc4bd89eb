import type {HttpHead} from './types.ts'

const nextPattern = /<([^<>]{1,2000})>\s*;\s*rel="?next"?/

/** Where a list goes on, as its `Link` header says; undefined where it ends. @see RFC 8288, "Web Linking" */
export function nextPage({url, headers}: HttpHead): URL | undefined {
  const [, target] = nextPattern.exec(headers.get('link') ?? '') ?? []
  return target !== undefined && URL.canParse(target, url) ? new URL(target, url) : undefined
}
