import {createHash, generateKeyPairSync, sign} from 'node:crypto'
import type {Route} from './registry.ts'

const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const keyid = 'SHA256:test'

/** Subresource integrity of a text, as a registry states it. */
export function integrityOf(text: string, algorithm = 'sha512'): string {
  return `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`
}

/** The key that {@link signedVersion} signs with, as `/-/npm/v1/keys` answers. */
export const keysRoute: Readonly<Record<string, Route>> = {
  '/-/npm/v1/keys': {
    json: {keys: [{keyid, keytype: 'ecdsa-sha2-nistp256', key: publicKey.export({type: 'spki', format: 'der'}).toString('base64'), expires: null}]},
  },
}

/** A version that the registry signed, its archive being `content`. */
export function signedVersion(name: string, version: string, content: string, dist: object = {}): Readonly<Record<string, Route>> {
  const integrity = integrityOf(content)
  const signature = sign('sha256', Buffer.from(`${name}@${version}:${integrity}`), privateKey).toString('base64')
  const shasum = createHash('sha1').update(content).digest('hex')
  return {[`/${name}/${version}`]: {json: {name, version, dist: {integrity, shasum, signatures: [{keyid, sig: signature}], ...dist}}}}
}
