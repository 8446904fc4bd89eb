import {generateKeyPairSync, type KeyObject} from 'node:crypto'
import {resolve} from 'node:path'
import {writeNewFile} from '../../lib/fs/write-file.ts'
import type {KeygenResult} from './keygen-result.generated.ts'

/** Kinds of keys that are made: ECDSA on P-256, or Ed25519. */
export const keyTypes = ['p256', 'ed25519'] as const
/** A kind of key, as `--type` takes it. */
export type KeyType = (typeof keyTypes)[number]

/** What `aibom keygen` is asked; the passphrase comes from the environment. */
export interface KeygenOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** the files are NAME.pem and NAME.pub.pem */
  readonly name: string
  readonly type: KeyType
}

/** Only the owner may read a private key. */
const privateMode = 0o600
const publicMode = 0o644

/**
 * `aibom keygen`: a key pair in PEM form. The private key is encrypted where AIBOM_KEY_PASSPHRASE is set.
 * @throws {AibomError} `AIBOM_OUTPUT_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE`
 */
export function keygen({cwd, env, name, type}: KeygenOptions): KeygenResult {
  const [privatePath, publicPath] = [`${name}.pem`, `${name}.pub.pem`]
  const passphrase = env['AIBOM_KEY_PASSPHRASE'] ?? ''
  const {privateKey, publicKey} = makePair(type)
  const encryption = passphrase === '' ? {} : {cipher: 'aes-256-cbc', passphrase}
  writeNewFile(resolve(cwd, privatePath), privateKey.export({type: 'pkcs8', format: 'pem', ...encryption}), {
    mode: privateMode,
    shownPath: privatePath,
  })
  writeNewFile(resolve(cwd, publicPath), publicKey.export({type: 'spki', format: 'pem'}), {
    mode: publicMode,
    shownPath: publicPath,
  })
  return {schemaVersion: 1, privateKey: privatePath, publicKey: publicPath, type, encrypted: passphrase !== ''}
}

function makePair(type: KeyType): {privateKey: KeyObject; publicKey: KeyObject} {
  return type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', {namedCurve: 'P-256'})
}
