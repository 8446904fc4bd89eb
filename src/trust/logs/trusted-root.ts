import {createRequire} from 'node:module'
import type {TrustedRoot} from '@sigstore/protobuf-specs'
import {AibomError, messageOf} from '../../lib/errors.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {variantWithin} from '../../lib/parse/field-names.ts'
import {toInstant} from '../../lib/time/instant.ts'
import {decodeBase64, objectsOf, parseSignedJson} from '../json/signed-json.ts'
import {parseRegistryKeys, type RegistryKey} from '../keys/npm-keys.ts'
import {library} from '../library.ts'
import {parseCertificate} from '../x509/certificate.ts'

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

/** The public-good root that was shipped with this version, for when there is no network; read when it is first used. */
export function seededRoot(): SigstoreRoot {
  const {trustedRoot, name} = readSeed()
  let root: TrustedRoot | undefined
  return {
    name,
    get root() {
      root ??= library.specs.TrustedRoot.fromJSON(trustedRoot)
      return root
    },
  }
}

/** npm's keys, shipped in the same way. */
export function seededRegistryKeys(): RegistryKey[] {
  return parseRegistryKeys(readSeed().npmKeys)
}

const fieldNames: ReadonlySet<string> = new Set([
  ...['mediaType', 'tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities', 'publicKey', 'rawBytes'],
  ...['validFor', 'start', 'end', 'keyDetails', 'logId', 'checkpointKeyId', 'keyId', 'baseUrl', 'hashAlgorithm'],
  ...['subject', 'organization', 'commonName', 'uri', 'certChain', 'certificates', 'operator'],
])
const rootTypes: ReadonlySet<string> = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
])

/**
 * A `trusted_root.json` of the user's.
 * @throws {AibomError} `AIBOM_TRUSTED_ROOT_INVALID`; also where a log's key has no beginning of its validity, which
 *   the library takes for always
 */
export function parseTrustedRoot(text: string, name: string): SigstoreRoot {
  const fail = (reason: string, cause?: unknown): AibomError =>
    new AibomError('AIBOM_TRUSTED_ROOT_INVALID', `${name} is not a Sigstore trusted root: ${reason}`, {cause})
  try {
    const json = parseSignedJson(text, 'bundle-malformed', 'the file')
    assertStrictRoot(asRecord(json))
    return {root: library.specs.TrustedRoot.fromJSON(json), name: `trusted root ${name}`}
  } catch (error) {
    throw fail(messageOf(error), error)
  }
}

/** What the library would read leniently: its media type, its lists, keys and certificates. @throws {Error} */
function assertStrictRoot(root: UnknownRecord | undefined): void {
  if (root === undefined || !rootTypes.has(asText(root['mediaType']) ?? ''))
    throw new Error('its media type is not the one of a trusted root')
  const variant = variantWithin(root, fieldNames)
  if (variant !== undefined) throw new Error(`some programs take ${JSON.stringify(variant)} for another field`)
  const listed = (name: string): UnknownRecord[] => objectsOf(root[name], 'bundle-malformed', name)
  for (const {publicKey} of [...listed('tlogs'), ...listed('ctlogs')]) {
    const key = asRecord(publicKey)
    assertPeriod(key?.['validFor'])
    if (asText(asRecord(key?.['validFor'])?.['start']) === undefined)
      throw new Error('a log key has no start of validity')
    decodeBase64(key?.['rawBytes'], 'bundle-malformed', 'the key of a log')
  }
  for (const {certChain, validFor} of [...listed('certificateAuthorities'), ...listed('timestampAuthorities')]) {
    assertPeriod(validFor)
    const certificates = objectsOf(
      asRecord(certChain)?.['certificates'],
      'bundle-malformed',
      'the chain of an authority',
    )
    for (const {rawBytes} of certificates) parseCertificate(decodeBase64(rawBytes, 'bundle-malformed', 'a certificate'))
  }
}

/** To the library, a time that it cannot read is before and after nothing. @throws {Error} */
function assertPeriod(validFor: unknown): void {
  for (const end of ['start', 'end']) {
    const time = asRecord(validFor)?.[end] ?? undefined
    if (time !== undefined && toInstant(time) === undefined)
      throw new Error(`the ${end} of a validity is ${JSON.stringify(time)}, which is not a time`)
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
