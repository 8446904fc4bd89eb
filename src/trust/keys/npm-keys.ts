import type {KeyObject} from 'node:crypto'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {toMilliseconds} from '../../lib/time/instant.ts'
import {attempt, TrustFailure} from '../failure.ts'
import {decodeBase64, parseSignedJson} from '../json/signed-json.ts'
import {readStrictKey} from './keys.ts'

/** A key a registry signs with, and from when to when. */
export interface RegistryKey {
  readonly keyId: string
  readonly usage: 'npm:signatures' | 'npm:attestations'
  readonly key: KeyObject
  readonly start: Date | undefined
  readonly end: Date | undefined
}

/**
 * A file of the user's with the keys of a registry, in one of the two forms.
 * @throws {AibomError} `AIBOM_REGISTRY_KEYS_INVALID`, also where it holds none
 */
export function readRegistryKeys(text: string, name: string): RegistryKey[] {
  const keys = attempt(() => parseRegistryKeys(parseSignedJson(text, 'key-unsupported', name)))
  if (keys instanceof TrustFailure) throw new AibomError('AIBOM_REGISTRY_KEYS_INVALID', keys.message, {cause: keys})
  if (keys.length > 0) return keys
  throw new AibomError('AIBOM_REGISTRY_KEYS_INVALID', `${name} holds no key of a registry`)
}

/**
 * Keys of a registry, as Sigstore's TUF repository has them (`registry.npmjs.org/keys.json`) or as the registry answers
 * at `/-/npm/v1/keys`.
 * @throws {AibomError} `AIBOM_REGISTRY_KEYS_INVALID`, also where one id stands for two keys
 */
export function parseRegistryKeys(json: unknown): RegistryKey[] {
  const keys = recordsOf(asRecord(json)?.['keys']).flatMap(record =>
    record['publicKey'] === undefined ? fromRegistry(record) : fromTuf(record),
  )
  const names = new Set(keys.map(({keyId, usage}) => `${usage} ${keyId}`))
  if (names.size === keys.length) return keys
  throw new AibomError('AIBOM_REGISTRY_KEYS_INVALID', 'the registry has two keys under one id')
}

function fromTuf(record: UnknownRecord): RegistryKey[] {
  const publicKey = asRecord(record['publicKey'])
  const validFor = asRecord(publicKey?.['validFor'])
  const usage = record['keyUsage']
  if (usage !== 'npm:signatures' && usage !== 'npm:attestations') return []
  const key = toKey(record['keyId'], usage, publicKey?.['rawBytes'], {
    start: validFor?.['start'],
    end: validFor?.['end'],
  })
  return [labelled(key, [publicKey?.['keyDetails']])]
}

/** The registry's own answer does not tell the uses apart. */
function fromRegistry(record: UnknownRecord): RegistryKey[] {
  const usages = ['npm:signatures', 'npm:attestations'] as const
  const labels = [record['keytype'], record['scheme']]
  return usages.map(usage =>
    labelled(toKey(record['keyid'], usage, record['key'], {start: undefined, end: record['expires']}), labels),
  )
}

/** What registries and TUF call the keys that they sign with, by curve. */
const curves: ReadonlyMap<unknown, string> = new Map([
  ['ecdsa-sha2-nistp256', 'prime256v1'],
  ['PKIX_ECDSA_P256_SHA_256', 'prime256v1'],
  ['ecdsa-sha2-nistp384', 'secp384r1'],
  ['PKIX_ECDSA_P384_SHA_384', 'secp384r1'],
  ['ecdsa-sha2-nistp521', 'secp521r1'],
  ['PKIX_ECDSA_P521_SHA_512', 'secp521r1'],
])

/** A key under the label of another kind is one key to some programs, and none to others. */
function labelled(key: RegistryKey, labels: readonly unknown[]): RegistryKey {
  const curve = key.key.asymmetricKeyDetails?.namedCurve
  if (labels.every(label => label === undefined || curves.get(label) === curve)) return key
  throw new AibomError(
    'AIBOM_REGISTRY_KEYS_INVALID',
    `the key ${JSON.stringify(key.keyId)} of the registry has the label of another kind of key`,
  )
}

function toKey(
  keyId: unknown,
  usage: RegistryKey['usage'],
  der: unknown,
  validity: {start: unknown; end: unknown},
): RegistryKey {
  const id = asText(keyId)
  const base64 = asText(der)
  if (id === undefined || base64 === undefined) throw keysInvalid()
  try {
    const key = readStrictKey(decodeBase64(base64, 'key-unsupported', 'a key'))
    return {keyId: id, usage, key, start: toDate(validity.start), end: toDate(validity.end)}
  } catch (error) {
    throw keysInvalid(error)
  }
}

/** A beginning or an end that cannot be read is not none. */
function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined
  const time = toMilliseconds(value)
  if (time === undefined) throw keysInvalid()
  return new Date(time)
}

function keysInvalid(cause?: unknown): AibomError {
  return new AibomError(
    'AIBOM_REGISTRY_KEYS_INVALID',
    'the keys of the registry are not in the form of /-/npm/v1/keys or of its TUF target',
    {cause},
  )
}
