import {AibomError} from '../errors.ts'
import {type HashAlgorithm, hashAlgorithms} from '../fs/file-hash.ts'

/**
 * `sha256,sha512` → the names; SHA-256 is always among them, for identities rest on it.
 * @throws {AibomError} `AIBOM_DIGEST_UNKNOWN`
 */
export function parseDigests(list: string): HashAlgorithm[] {
  const names = list.split(',').map(name => name.trim().toLowerCase().replace('-', ''))
  const unknown = names.find(name => !hashAlgorithms.some(known => known === name))
  if (unknown !== undefined) {
    throw new AibomError('AIBOM_DIGEST_UNKNOWN', `unknown digest ${JSON.stringify(unknown)}`, {
      hint: `Choose of: ${hashAlgorithms.join(', ')}`,
    })
  }
  return hashAlgorithms.filter(known => known === 'sha256' || names.includes(known))
}
