import {generateKeyPairSync, type KeyObject} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {AibomError, systemErrorCode} from '../lib/errors.ts'
import {whyUnwritable} from '../lib/write-file.ts'
import type {KeygenResult} from './keygen-result.generated.ts'

export const keyTypes = ['p256', 'ed25519'] as const
export type KeyType = (typeof keyTypes)[number]

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
 * @throws {AibomError} `AIBOM_KEY_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE`
 */
export function keygen({cwd, env, name, type}: KeygenOptions): KeygenResult {
  const [privatePath, publicPath] = [`${name}.pem`, `${name}.pub.pem`]
  const passphrase = env['AIBOM_KEY_PASSPHRASE'] ?? ''
  const {privateKey, publicKey} = makePair(type)
  const encryption = passphrase === '' ? {} : {cipher: 'aes-256-cbc', passphrase}
  writeNew(cwd, privatePath, privateKey.export({type: 'pkcs8', format: 'pem', ...encryption}), privateMode)
  writeNew(cwd, publicPath, publicKey.export({type: 'spki', format: 'pem'}), publicMode)
  return {schemaVersion: 1, privateKey: privatePath, publicKey: publicPath, type, encrypted: passphrase !== ''}
}

function makePair(type: KeyType): {privateKey: KeyObject; publicKey: KeyObject} {
  return type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', {namedCurve: 'P-256'})
}

/** Never over a file that is there: it may be the only copy of a key. */
function writeNew(cwd: string, path: string, content: string | Buffer, mode: number): void {
  try {
    writeFileSync(resolve(cwd, path), content, {flag: 'wx', mode})
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST')
      throw new AibomError('AIBOM_KEY_EXISTS', `${path} exists already`, {hint: 'Choose another name', cause: error})
    throw new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${path} cannot be written: ${whyUnwritable(error)}`, {cause: error})
  }
}
