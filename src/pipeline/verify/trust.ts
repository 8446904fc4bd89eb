import {resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {toMilliseconds} from '../../lib/time/instant.ts'
import {parseCertificates} from '../../trust/certificate-chain.ts'
import type {IdentityRule} from '../../trust/identity.ts'
import {readPublicKey, type TrustedKey} from '../../trust/keys/keys.ts'
import {type RegistryKey, readRegistryKeys} from '../../trust/keys/npm-keys.ts'
import {parseTrustedRoot, type SigstoreRoot, seededRegistryKeys, seededRoot} from '../../trust/logs/trusted-root.ts'
import {namesCertificate} from '../../trust/oms/verify.ts'
import type {Publisher} from '../../trust/registries/pep740.ts'
import type {TrustOptions, VerifyRun} from './options.ts'

/**
 * Everything that verdicts rest on, all of it from the user or shipped with this version; nothing from what is
 * verified.
 */
export interface Trust {
  readonly keys: readonly TrustedKey[]
  readonly chain: {
    readonly roots: readonly Uint8Array[]
    readonly intermediates: readonly Uint8Array[]
    readonly at: Date
  }
  readonly root: SigstoreRoot
  readonly registryKeys: readonly RegistryKey[]
  /** the user named the keys of the registry: those that it serves itself do not count */
  readonly pinsRegistryKeys: boolean
  readonly identity: IdentityRule
  readonly publisher: Publisher | undefined
  readonly believesHints: boolean
}

/** Whom a signature could be of. */
export function namesSomebody(trust: Trust): boolean {
  return trust.keys.length > 0 || namesCertificate(trust)
}

const trustLimitBytes = 16 * 1024 * 1024

/** @throws {AibomError} exit 2 for what the user gave and cannot be read */
export async function readTrust(options: TrustOptions, run: VerifyRun): Promise<Trust> {
  const read = (path: string): string =>
    readUserFile(resolve(run.cwd, path), path, trustLimitBytes, 'Name a file that exists')
  const certificates = (path: string): Buffer[] => parseCertificates(read(path), path)
  return {
    keys: options.keys.map(path => readPublicKey(read(path), path)),
    chain: {
      roots: options.roots.flatMap(certificates),
      intermediates: options.chain.flatMap(certificates),
      at: timeOf(options, run),
    },
    root:
      options.trustedRoot === undefined
        ? await defaultRoot(run)
        : parseTrustedRoot(read(options.trustedRoot), options.trustedRoot),
    pinsRegistryKeys: options.registryKeys !== undefined,
    registryKeys:
      options.registryKeys === undefined
        ? seededRegistryKeys()
        : readRegistryKeys(read(options.registryKeys), options.registryKeys),
    identity: identityOf(options),
    publisher: options.publisher === undefined ? undefined : parsePublisher(options.publisher),
    believesHints: true,
  }
}

/** What Sigstore's repository says now where the user wants the network, else what was shipped. */
async function defaultRoot({online, offline, cacheFolder, now}: VerifyRun): Promise<SigstoreRoot> {
  if (!online || offline) return seededRoot()
  const {refreshedRoot} = await import('../../trust/online.ts')
  return refreshedRoot(cacheFolder, now())
}

function identityOf(options: TrustOptions): IdentityRule {
  for (const [flag, value] of [
    ['--identity', options.identity],
    ['--identity-pattern', options.identityPattern],
    ['--issuer', options.issuer],
  ] as const) {
    if (value?.trim() === '')
      throw new AibomError('AIBOM_USAGE', `${flag} is empty: it would match nobody, or everybody`)
  }
  return {identity: options.identity, identityPattern: options.identityPattern, issuer: options.issuer}
}

function timeOf({at}: TrustOptions, {now}: VerifyRun): Date {
  if (at === undefined) return new Date(now())
  const time = toMilliseconds(at)
  if (time === undefined) {
    throw new AibomError('AIBOM_USAGE', `--at ${JSON.stringify(at)} is not a time`, {
      hint: 'Write it as 2026-01-31T12:00:00Z',
    })
  }
  return new Date(time)
}

/**
 * `github:owner/repository:workflow.yml`, `gitlab:group/project:.gitlab-ci.yml`, `google:address`; the workflow may be
 * left out.
 */
export function parsePublisher(text: string): Publisher {
  const [kind = '', name = '', workflow, ...more] = text.split(':')
  if (kind === '' || name === '' || more.length > 0 || workflow === '') {
    throw new AibomError('AIBOM_USAGE', `--publisher ${JSON.stringify(text)} is not KIND:REPOSITORY[:WORKFLOW]`, {
      hint: 'For example: --publisher github:acme/tiny-bert:release.yml',
    })
  }
  return kind.toLowerCase() === 'google' ? {kind, email: name} : {kind, repository: name, workflow}
}
