import {generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {preAuthEncoding} from '../../src/trust/sigstore/dsse.ts'
import {inToto} from './sigstore.ts'

/** NAME.pem and NAME.pub.pem, as openssl writes them. */
export function writeKeys(folder: string, name: string, namedCurve: string): void {
  const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve})
  writeFileSync(join(folder, `${name}.pem`), privateKey.export({type: 'pkcs8', format: 'pem'}))
  writeFileSync(join(folder, `${name}.pub.pem`), publicKey.export({type: 'spki', format: 'pem'}))
}

/** A model of four files, whose order tells a sort by path from one by code point. @returns its name */
export function writeModel(folder: string, name: string): string {
  mkdirSync(join(folder, name, 'sub'), {recursive: true})
  writeFileSync(join(folder, name, 'weights.bin'), 'weights')
  writeFileSync(join(folder, name, 'sub', 'vocab.txt'), 'vocabulary')
  writeFileSync(join(folder, name, 'sub-1.txt'), 'sorts before the folder by code point, after it by path')
  writeFileSync(join(folder, name, 'leer é.txt'), '')
  return name
}

/** A bundle with a statement that a key signed, without a log entry. */
export function signedByKey(payload: string, key: KeyObject): object {
  const bytes = Buffer.from(payload)
  const sig = sign('sha256', preAuthEncoding(inToto, bytes), key).toString('base64')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {publicKey: {hint: ''}, tlogEntries: []},
    dsseEnvelope: {payload: bytes.toString('base64'), payloadType: inToto, signatures: [{sig, keyid: ''}]},
  }
}
