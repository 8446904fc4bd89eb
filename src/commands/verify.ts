import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {registryFlags, valuesOf} from '../cli/flags.ts'
import {reportLines} from '../cli/reports/verify-report.ts'
import {verifySummary} from '../cli/summaries/verify-summary.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {redactResult} from '../lib/redact/printed.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import {requirements} from '../pipeline/verify/options.ts'
import type {VerifyResult} from '../pipeline/verify/result.generated.ts'

const formats = ['table', 'json', 'sarif', 'junit'] as const
type Format = (typeof formats)[number]

const many = {multiple: true, multipleNonGreedy: true} as const

export default class Verify extends BaseCommand<VerifyResult> {
  static override summary = 'Verify signatures, provenance and digests of models, BOMs, packages and OCI artifacts'
  static override description =
    'Gives one answer for each target: verified, invalid, unsigned, or could not be verified. Says which trust was used, and what no signature covers. Keys, roots and identities come from you, never from the target. Exit 0: everything required is verified; 1: invalid, or required and missing; 3: undecided.'

  static override examples = [
    {
      description: 'A model folder, with the public key of its maker',
      command: '<%= config.bin %> verify models/tiny-bert --key maker.pub.pem',
    },
    {
      description: 'A model signed without a key, with the identity of the signer',
      command:
        '<%= config.bin %> verify models/granite --identity release@example.com --issuer https://accounts.google.com',
    },
    {
      description: 'A file, with a bundle next to it or elsewhere',
      command: '<%= config.bin %> verify weights.sigstore.json --artifact weights.safetensors --key maker.pub.pem',
    },
    {
      description: 'A repository on the hub at a commit: its signature, else the digests that the hub declares',
      command: '<%= config.bin %> verify hf:org/model@commit --require digest',
    },
    {
      description: 'The components of a BOM, compared with the files in a folder',
      command: '<%= config.bin %> verify aibom.cdx.json --artifacts models --require digest',
    },
  ]

  static override strict = false

  static override args = {
    target: Args.string({
      required: true,
      description:
        'model folder, file, hf:org/model[@revision], BOM, lock file, OCI layout or oci://registry/repository:tag, signature or attestation; can be repeated',
    }),
  }

  static override flags = {
    policy: Flags.string({
      env: 'AIBOM_IDENTITY_POLICY',
      description: 'policy that says who must have signed what, in YAML or JSON',
      helpValue: 'FILE',
      helpGroup: 'TRUST',
    }),
    key: Flags.string({
      ...many,
      env: 'AIBOM_KEY',
      description: 'public key that you accept; can be repeated',
      helpValue: 'PEM',
      helpGroup: 'TRUST',
    }),
    identity: Flags.string({
      env: 'AIBOM_IDENTITY',
      description: 'identity that must have signed: exact e-mail or URI',
      helpValue: 'EXACT',
      helpGroup: 'TRUST',
    }),
    'identity-pattern': Flags.string({
      env: 'AIBOM_IDENTITY_PATTERN',
      description: 'the same as a pattern for the whole identity; * matches anything except /',
      helpValue: 'PATTERN',
      exclusive: ['identity'],
      helpGroup: 'TRUST',
    }),
    issuer: Flags.string({
      env: 'AIBOM_ISSUER',
      description: 'exact issuer that must vouch for that identity',
      helpValue: 'EXACT',
      helpGroup: 'TRUST',
    }),
    publisher: Flags.string({
      env: 'AIBOM_PUBLISHER',
      description: 'publisher that must have published to PyPI: github:owner/repository:workflow.yml',
      helpValue: 'KIND:REPOSITORY[:WORKFLOW]',
      helpGroup: 'TRUST',
    }),
    'trusted-root': Flags.string({
      env: 'AIBOM_TRUSTED_ROOT',
      description: 'Sigstore trusted_root.json to trust',
      helpValue: 'FILE',
      helpGroup: 'TRUST',
    }),
    roots: Flags.string({
      ...many,
      env: 'AIBOM_ROOTS',
      description: 'root certificates to trust',
      helpValue: 'PEM',
      helpGroup: 'TRUST',
    }),
    chain: Flags.string({
      ...many,
      env: 'AIBOM_CHAIN',
      description: 'intermediate certificates that the signature does not include',
      helpValue: 'PEM',
      helpGroup: 'TRUST',
    }),
    'registry-keys': Flags.string({
      env: 'AIBOM_REGISTRY_KEYS',
      description: 'keys of the npm registry, instead of those of npm',
      helpValue: 'FILE',
      helpGroup: 'TRUST',
    }),
    at: Flags.string({
      env: 'AIBOM_AT',
      description: 'check certificates as of this time instead of now',
      helpValue: 'TIME',
      helpGroup: 'TRUST',
    }),
    require: Flags.option({
      options: requirements,
      env: 'AIBOM_REQUIRE',
      description:
        'what every target must have: a signature, provenance, or equal digests; form checks only whether a bundle is well formed',
    })(),
    strict: Flags.boolean({env: 'AIBOM_STRICT', description: 'exit 3 if anything was not checked'}),
    artifact: Flags.string({
      env: 'AIBOM_ARTIFACT',
      description: 'file or model folder that the target signs',
      helpValue: 'PATH',
    }),
    digest: Flags.string({
      ...many,
      env: 'AIBOM_DIGEST_OF',
      description: 'digest of the signed file, if you do not have the file',
      helpValue: 'ALG:HEX',
    }),
    subject: Flags.string({
      env: 'AIBOM_SUBJECT',
      description: 'name of the signed artifact: pkg:npm/name@version or a file name',
      helpValue: 'NAME',
    }),
    'predicate-type': Flags.string({
      ...many,
      env: 'AIBOM_PREDICATE_TYPE',
      description: 'kind of statement that must have been signed',
      helpValue: 'URI',
    }),
    image: Flags.string({env: 'AIBOM_IMAGE', description: 'artifact of an OCI layout', helpValue: 'sha256:HEX'}),
    manifest: Flags.string({
      env: 'AIBOM_MANIFEST',
      description: 'signature manifest of an OCI layout',
      helpValue: 'sha256:HEX',
    }),
    pointer: Flags.string({
      env: 'AIBOM_POINTER',
      description: 'signed part of a BOM, as a JSON pointer',
      helpValue: '/components/0',
    }),
    artifacts: Flags.string({
      env: 'AIBOM_ARTIFACTS',
      description: 'folder with the files of the components of a BOM',
      helpValue: 'DIR',
    }),
    ...registryFlags,
    write: Flags.string({
      env: 'AIBOM_WRITE',
      description: 'write a copy of the BOM with the verdicts, which check and diff read',
      helpValue: 'FILE',
    }),
    ignore: Flags.string({
      ...many,
      env: 'AIBOM_IGNORE',
      description: 'path inside a model to leave out and list as not covered',
      helpValue: 'PATH',
    }),
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_VERIFY_FORMAT',
      description: 'output format',
    })(),
    online: Flags.boolean({
      env: 'AIBOM_ONLINE',
      description: 'refresh the trust root of Sigstore first, and compare npm packages with their earlier versions',
      exclusive: ['offline'],
    }),
    offline: Flags.boolean({env: 'AIBOM_OFFLINE', description: 'refuse every network access'}),
  }

  protected async perform(context: RunContext): Promise<Outcome<VerifyResult>> {
    const {argv, flags} = await this.parse(Verify)
    const [{runJob}, {exitOf}] = await Promise.all([
      import('../pipeline/worker/run-job.ts'),
      import('../pipeline/verify/exit.ts'),
    ])
    const options = {
      ...context,
      targets: argv.map(String),
      trust: {
        policy: flags.policy,
        keys: valuesOf(flags.key),
        identity: flags.identity,
        identityPattern: flags['identity-pattern'],
        issuer: flags.issuer,
        publisher: flags.publisher,
        trustedRoot: flags['trusted-root'],
        roots: valuesOf(flags.roots),
        chain: valuesOf(flags.chain),
        registryKeys: flags['registry-keys'],
        at: flags.at,
      },
      claim: {
        artifact: flags.artifact,
        digests: valuesOf(flags.digest),
        subject: flags.subject,
        predicateTypes: valuesOf(flags['predicate-type']),
        pointer: flags.pointer,
        image: flags.image,
        manifest: flags.manifest,
      },
      require: flags.require,
      strict: flags.strict,
      artifacts: flags.artifacts,
      ignore: valuesOf(flags.ignore),
      registry: flags.registry,
      index: flags.index,
      write: flags.write,
      online: flags.online,
      offline: flags.offline,
    }
    const result = redactResult(await runJob('verify', options, context))
    const document = await documentOf(result, flags, context.toolVersion)
    if (document !== undefined && !flags.json) return {result, text: '', exit: exitOf(result), document}
    return {result, text: verifySummary(result), exit: exitOf(result)}
  }
}

/** The report for machines that the user asked for; undefined for the table. */
async function documentOf(
  result: VerifyResult,
  {format, strict}: {readonly format: Format; readonly strict: boolean},
  toolVersion: string,
): Promise<string | undefined> {
  const lines = reportLines(result, strict)
  switch (format) {
    case 'table':
      return undefined
    case 'json':
      return toJsonText(result)
    case 'sarif': {
      const {toSarif} = await import('../report/sarif.ts')
      const wrong = lines.filter(({weight}) => weight !== 'well')
      const rules = [...new Set(wrong.map(({code}) => code))]
        .sort()
        .map(code => ({id: `verify/${code}`, title: `not verified: ${code}`}))
      const results = wrong.map(({subject, code, message, weight}) => ({
        ruleId: `verify/${code}`,
        level: weight === 'wrong' ? ('error' as const) : ('warning' as const),
        message,
        path: subject.startsWith('pkg:') ? undefined : subject,
        fingerprint: `${code}:${subject}`,
      }))
      return toSarif({toolVersion, rules, results})
    }
    case 'junit': {
      const {toJunit} = await import('../report/junit.ts')
      const cases = lines.map(({subject, kind, code, message, weight}) => ({
        name: subject,
        className: `aibom.verify.${kind}`,
        problem:
          weight === 'well'
            ? undefined
            : {kind: weight === 'wrong' ? ('failure' as const) : ('error' as const), type: code, message},
      }))
      return toJunit('aibom verify', cases)
    }
  }
}
