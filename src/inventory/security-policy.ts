import type {SourceDescription} from './source.ts'

/**
 * Where a project tells how to report a vulnerability, the nearest first.
 * @see GitHub documentation, "Adding a security policy to your repository"; RFC 9116 §3
 */
const places = ['SECURITY.md', '.github/SECURITY.md', 'docs/SECURITY.md', '.well-known/security.txt', 'security.txt']

/** @param has whether the source holds a file of that path */
export function securityPolicyOf(has: (path: string) => boolean): Pick<SourceDescription, 'securityPolicy'> {
  const securityPolicy = places.find(has)
  return securityPolicy === undefined ? {} : {securityPolicy}
}
