import {bundleToJSON} from '@sigstore/bundle'
import {AibomError, messageOf} from '../lib/errors.ts'
import type {SigstoreRoot} from './logs/trusted-root.ts'
import type {BundleJson, BundleSigner} from './sign/signer.ts'
import {inTotoPayloadType} from './sigstore/statement.ts'

/** What this file asks may wait so long for an answer, each. */
const timeoutMs = 30_000
const tokenAudience = 'sigstore'
const fulcioUrl = 'https://fulcio.sigstore.dev'
const rekorUrl = 'https://rekor.sigstore.dev'

/**
 * The public-good root as Sigstore's TUF repository has it now; signed metadata decides what is taken, the shipped root
 * begins the chain.
 * @throws {AibomError} exit 3: `AIBOM_TUF`
 */
export async function refreshedRoot(cacheFolder: string | undefined, nowMs: number): Promise<SigstoreRoot> {
  const {getTrustedRoot} = await import('@sigstore/tuf')
  try {
    const root = await getTrustedRoot({
      timeout: timeoutMs,
      retry: 2,
      ...(cacheFolder !== undefined && {cachePath: `${cacheFolder}/sigstore-tuf`}),
    })
    return {root, name: `Sigstore public-good root, refreshed ${new Date(nowMs).toISOString().slice(0, 10)}`}
  } catch (error) {
    throw new AibomError('AIBOM_TUF', `Sigstore's trust root could not be refreshed: ${messageOf(error)}`, {
      exit: 3,
      hint: 'Verify with the root shipped with aibom: leave --online out, or give --trusted-root FILE',
      cause: error,
    })
  }
}

/**
 * Signs with a certificate for one signature, which Fulcio gives for an OIDC token, and logs it with Rekor.
 * @throws {AibomError} `AIBOM_NO_IDENTITY` where the environment offers no token
 */
export async function keylessSigner(env: Readonly<Record<string, string | undefined>>): Promise<BundleSigner> {
  const {CIContextProvider, DSSEBundleBuilder, FulcioSigner, MessageSignatureBundleBuilder, RekorWitness} =
    await import('@sigstore/sign')
  const token = env['SIGSTORE_ID_TOKEN']
  if (token === undefined && env['ACTIONS_ID_TOKEN_REQUEST_URL'] === undefined) {
    throw new AibomError('AIBOM_NO_IDENTITY', 'there is no OIDC token to sign with', {
      hint: 'Run in a workflow with the permission id-token: write, set SIGSTORE_ID_TOKEN, or name a private key with --key',
    })
  }
  const identityProvider = token === undefined ? new CIContextProvider(tokenAudience) : {getToken: async () => token}
  const signer = new FulcioSigner({fulcioBaseURL: fulcioUrl, identityProvider, timeout: timeoutMs})
  const witnesses = [new RekorWitness({rekorBaseURL: rekorUrl, timeout: timeoutMs})]
  const asked = async (work: () => Promise<BundleJson>): Promise<BundleJson> => {
    try {
      return await work()
    } catch (error) {
      throw new AibomError('AIBOM_KEYLESS_FAILED', `Fulcio or Rekor did not sign: ${messageOf(error)}`, {
        exit: 3,
        cause: error,
      })
    }
  }
  return {
    name: 'identity of the OIDC token',
    signStatement: statement =>
      asked(async () => {
        const builder = new DSSEBundleBuilder({signer, witnesses, certificateChain: false})
        return {...bundleToJSON(await builder.create({data: Buffer.from(statement), type: inTotoPayloadType}))}
      }),
    signBytes: bytes =>
      asked(async () => ({
        ...bundleToJSON(
          await new MessageSignatureBundleBuilder({signer, witnesses}).create({data: Buffer.from(bytes)}),
        ),
      })),
  }
}
