import {createRequire} from 'node:module'
import {TrustedRoot} from '@sigstore/protobuf-specs'
import {AibomError, messageOf} from '../lib/errors.ts'
import {asRecord, asText, recordsOf} from '../lib/narrow.ts'
import type {RegistryKey} from './npm-keys.ts'
import {parseRegistryKeys} from './npm-keys.ts'

/** Certificate authorities, logs and timestamp authorities to rely on. */
export interface SigstoreRoot {
  readonly root: TrustedRoot
  /** for the report: which one, as of when */
  readonly name: string
}

interface Seed {
  readonly trustedRoot: unknown
  readonly npmKeys: unknown
  readonly name: string
}

/** The public-good root that was shipped with this version, for when there is no network. */
export function seededRoot(): SigstoreRoot {
  const {trustedRoot, name} = readSeed()
  return {root: TrustedRoot.fromJSON(trustedRoot), name}
}

/** npm's keys, shipped in the same way. */
export function seededRegistryKeys(): RegistryKey[] {
  return parseRegistryKeys(readSeed().npmKeys)
}

/**
 * A `trusted_root.json` of the user's.
 * @throws {AibomError} `AIBOM_TRUSTED_ROOT_INVALID`; also where a log's key has no beginning of its validity, which the library takes for «always»
 */
export function parseTrustedRoot(text: string, name: string): SigstoreRoot {
  const fail = (reason: string, cause?: unknown): AibomError =>
    new AibomError('AIBOM_TRUSTED_ROOT_INVALID', `${name} is not a Sigstore trusted root: ${reason}`, {cause})
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw fail(messageOf(error), error)
  }
  const record = asRecord(json)
  if (record === undefined) throw fail('it is no object')
  for (const log of [...recordsOf(record['tlogs']), ...recordsOf(record['ctlogs'])]) {
    const validFor = asRecord(asRecord(log['publicKey'])?.['validFor'])
    if (asText(validFor?.['start']) === undefined) throw fail('a log key has no start of its validity')
  }
  try {
    return {root: TrustedRoot.fromJSON(json), name: `trusted root ${name}`}
  } catch (error) {
    throw fail(messageOf(error), error)
  }
}

function readSeed(): Seed {
  const require = createRequire(import.meta.url)
  const seeds: unknown = require('@sigstore/tuf/seeds.json')
  const mirror = asRecord(Object.values(asRecord(seeds) ?? {})[0])
  const targets = asRecord(mirror?.['targets'])
  const expires = asText(asRecord(asRecord(decode(mirror?.['root.json']))?.['signed'])?.['expires'])
  return {
    trustedRoot: decode(targets?.['trusted_root.json']),
    npmKeys: decode(targets?.['registry.npmjs.org%2Fkeys.json']),
    name: `Sigstore public-good root as shipped (its TUF root is good until ${expires?.slice(0, 10) ?? 'an unknown day'}, not refreshed)`,
  }
}

function decode(base64: unknown): unknown {
  if (typeof base64 !== 'string') throw new Error('the seeds of @sigstore/tuf have another form than expected')
  return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
}
