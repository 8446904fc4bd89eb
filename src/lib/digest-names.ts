import {AibomError} from './errors.ts'

/** Digests that we compute of files, by the name on the command line. */
export const digestAlgorithms = ['sha256', 'sha512', 'sha384', 'sha1', 'md5', 'blake2b', 'blake3'] as const

/**
 * `sha256,sha512` → the names; SHA-256 is always among them, for identities rest on it.
 * @throws {AibomError} `AIBOM_DIGEST_UNKNOWN`
 */
export function parseDigests(list: string): (typeof digestAlgorithms)[number][] {
  const names = list.split(',').map(name => name.trim().toLowerCase().replace('-', ''))
  const unknown = names.find(name => !digestAlgorithms.some(known => known === name))
  if (unknown !== undefined) {
    throw new AibomError('AIBOM_DIGEST_UNKNOWN', `unknown digest ${JSON.stringify(unknown)}`, {hint: `Choose of: ${digestAlgorithms.join(', ')}`})
  }
  return digestAlgorithms.filter(known => known === 'sha256' || names.includes(known))
}
