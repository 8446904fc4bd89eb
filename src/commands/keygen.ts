import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {terminalLines} from '../lib/escape/terminal.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import {keygen, keyTypes} from '../pipeline/sign/keygen.ts'
import type {KeygenResult} from '../pipeline/sign/keygen-result.generated.ts'

export default class Keygen extends BaseCommand<KeygenResult> {
  static override summary = 'Create a key pair for signing and verifying'
  static override description =
    'Writes the private key to NAME.pem, and the public key, which you give to others, to NAME.pub.pem. Set AIBOM_KEY_PASSPHRASE to encrypt the private key. No file is ever overwritten.'

  static override examples = [
    {description: 'signing.pem and signing.pub.pem', command: '<%= config.bin %> keygen signing'},
    {description: 'An Ed25519 key', command: '<%= config.bin %> keygen signing --type ed25519'},
  ]

  static override args = {name: Args.string({required: true, description: 'path of the two files, without .pem'})}

  static override flags = {
    type: Flags.option({
      options: keyTypes,
      default: 'p256' as const,
      env: 'AIBOM_KEY_TYPE',
      description: 'kind of key; other model signing tools accept p256',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<KeygenResult>> {
    const {args, flags} = await this.parse(Keygen)
    const result = keygen({...context, name: args.name, type: flags.type})
    return {result, text: keygenText(result), exit: 0}
  }
}

function keygenText({privateKey, publicKey, encrypted}: KeygenResult): string {
  return terminalLines([
    `${privateKey}  private key${encrypted ? ', encrypted' : ', not encrypted'}: keep it secret, and do not commit it`,
    `${publicKey}  public key, for those who verify`,
    `Sign with: aibom sign TARGET --key ${privateKey}`,
  ])
}
