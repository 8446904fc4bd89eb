import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {valuesOf} from '../cli/flags.ts'
import {signSummary} from '../cli/summaries/sign-summary.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import type {SignResult} from '../pipeline/sign/result.generated.ts'

export default class Sign extends BaseCommand<SignResult> {
  static override summary = 'Sign a model folder, a weight file, a BOM or a statement'
  static override description =
    'Models are signed in the format of OpenSSF model signing v1.0: one signature over the digests of all files. For a BOM, a signature is written next to it and, with --artifact, an attestation that links the BOM to those files; the BOM itself is not changed. An in-toto statement, such as one from `check --attest`, is signed as it is.'

  static override examples = [
    {
      description: 'A model folder: writes model.sig into it',
      command: '<%= config.bin %> sign models/tiny-bert --key signing.pem',
    },
    {
      description: 'With a certificate from your own authority',
      command:
        '<%= config.bin %> sign models/tiny-bert --key signing.pem --certificate leaf.pem --chain intermediate.pem',
    },
    {
      description: 'A BOM, linked to the weights it describes',
      command: '<%= config.bin %> sign aibom.cdx.json --key signing.pem --artifact model.safetensors',
    },
    {
      description: 'In a workflow with an OIDC token, without a key',
      command: '<%= config.bin %> sign models/tiny-bert --keyless',
    },
  ]

  static override args = {
    target: Args.string({
      required: true,
      description: 'model folder, weight file, BOM (CycloneDX JSON) or in-toto statement (JSON)',
    }),
  }

  static override flags = {
    key: Flags.string({
      env: 'AIBOM_SIGNING_KEY',
      description:
        'private key: Ed25519, P-256, P-384 or P-521 (create one with `aibom keygen`); the passphrase is read from AIBOM_KEY_PASSPHRASE',
      helpValue: 'PEM',
      exclusive: ['keyless'],
    }),
    certificate: Flags.string({
      env: 'AIBOM_CERTIFICATE',
      description: 'certificate of that key',
      helpValue: 'PEM',
      dependsOn: ['key'],
    }),
    chain: Flags.string({
      env: 'AIBOM_SIGNING_CHAIN',
      description: 'intermediate and root certificates of that certificate',
      helpValue: 'PEM',
      dependsOn: ['certificate'],
    }),
    keyless: Flags.boolean({env: 'AIBOM_KEYLESS', description: 'sign with an OIDC token, through Fulcio and Rekor'}),
    output: Flags.string({
      char: 'o',
      env: 'AIBOM_SIGNATURE',
      description: 'file to write the signature to',
      helpValue: 'FILE',
    }),
    replace: Flags.boolean({env: 'AIBOM_REPLACE', description: 'replace an existing signature'}),
    artifact: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      env: 'AIBOM_SIGNED_ARTIFACT',
      description: 'file that the BOM describes; can be repeated',
      helpValue: 'FILE',
    }),
    ignore: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      env: 'AIBOM_IGNORE',
      description: 'path inside a model to leave unsigned; the signature records it',
      helpValue: 'PATH',
    }),
    offline: Flags.boolean({env: 'AIBOM_OFFLINE', description: 'refuse every network access'}),
  }

  protected async perform(context: RunContext): Promise<Outcome<SignResult>> {
    const {args, flags} = await this.parse(Sign)
    const {sign} = await import('../pipeline/sign/sign.ts')
    const result = await sign({
      ...context,
      target: args.target,
      key: flags.key,
      certificate: flags.certificate,
      chain: flags.chain,
      keyless: flags.keyless,
      output: flags.output,
      artifacts: valuesOf(flags.artifact),
      ignore: valuesOf(flags.ignore),
      offline: flags.offline,
      replace: flags.replace,
    })
    return {result, text: signSummary(result), exit: 0}
  }
}
