import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {networkFlags, sourceFlags, valuesOf} from '../cli/flags.ts'
import {generateMarkdown} from '../cli/generate/markdown.ts'
import {generateSummary} from '../cli/generate/summary.ts'
import {AibomError} from '../lib/errors.ts'
import {hashAlgorithms} from '../lib/fs/file-hash.ts'
import {parseDigests} from '../lib/names/digest-names.ts'
import type {GenerateOptions} from '../pipeline/generate/generate.ts'
import type {GenerateResult} from '../pipeline/generate/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

const specVersions: readonly GenerateOptions['spec'][] = ['1.5', '1.6', '1.7']

export default class Generate extends BaseCommand<GenerateResult> {
  static override summary = 'Write a CycloneDX AI-BOM of a directory, file or repository'
  static override description =
    'Finds models, weights, data sets, hosted services, agents, MCP servers, prompts and npm and PyPI packages, each with the line that proves it. Nothing in the source is run.'

  static override examples = [
    {description: 'This repository, written to aibom.cdx.json', command: '<%= config.bin %> generate'},
    {
      description: 'Another folder, written to a file of your choice',
      command: '<%= config.bin %> generate path/to/app --output app.cdx.json',
    },
    {
      description: 'A repository that is not checked out',
      command: '<%= config.bin %> generate https://github.com/org/name.git',
    },
    {
      description: 'A model on the hub; of its weights, only headers are downloaded',
      command: '<%= config.bin %> generate hf:org/model@revision',
    },
    {
      description: 'In a CI job: a summary for the page of the job',
      command: '<%= config.bin %> generate --summary markdown >> "$GITHUB_STEP_SUMMARY"',
    },
    {description: 'One weight file, to stdout', command: '<%= config.bin %> generate model.safetensors --output -'},
    {
      description: 'In a pipeline: fail if anything could not be read, and print JSON',
      command: '<%= config.bin %> generate --strict --json',
    },
  ]

  static override args = {
    source: Args.string({
      default: '.',
      description:
        'directory, weight file, git URL, hf:org/model[@revision], hf-dataset:org/name[@revision], oci://registry/repository:tag, oci-layout:DIR, ollama[:name:tag], mlflow:name/version, or a cache folder of the hub',
    }),
  }

  static override flags = {
    ...sourceFlags,
    ...networkFlags,
    output: Flags.string({
      char: 'o',
      default: 'aibom.cdx.json',
      env: 'AIBOM_OUTPUT',
      description: 'file to write; - for stdout',
      helpValue: 'FILE',
    }),
    spec: Flags.option({
      options: specVersions,
      default: '1.6' as const,
      env: 'AIBOM_SPEC',
      description: 'CycloneDX version',
    })(),
    author: Flags.string({
      env: 'AIBOM_AUTHOR',
      description: 'author to state in the BOM',
      helpValue: 'NAME',
    }),
    timestamp: Flags.boolean({
      env: 'AIBOM_TIMESTAMP',
      description:
        'record when the BOM was made (SOURCE_DATE_EPOCH, else the current time) and when registries answered; two runs then differ',
    }),
    digest: Flags.string({
      default: 'sha256',
      env: 'AIBOM_DIGEST',
      description: `digests of weight files, separated by commas: ${hashAlgorithms.join(', ')}`,
      helpValue: 'ALG,…',
    }),
    scope: Flags.option({
      options: ['product', 'all'] as const,
      default: 'product' as const,
      env: 'AIBOM_SCOPE',
      description:
        'what the summary counts: only the product, or also tests, examples and documentation; the BOM always contains everything',
    })(),
    summary: Flags.option({
      options: ['text', 'markdown'] as const,
      default: 'text' as const,
      env: 'AIBOM_SUMMARY',
      description: 'format of the summary; markdown is for the summary page of a CI job',
    })(),
    packages: Flags.boolean({
      default: true,
      allowNo: true,
      env: 'AIBOM_PACKAGES',
      description: 'list npm and PyPI packages',
    }),
    'include-mentions': Flags.boolean({
      env: 'AIBOM_INCLUDE_MENTIONS',
      description: 'also list what is only mentioned, without a sign of use',
    }),
    'include-prompts': Flags.boolean({
      env: 'AIBOM_INCLUDE_PROMPTS',
      description: 'include the text of prompts in the BOM, not only their digest',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<GenerateResult>> {
    const {args, flags} = await this.parse(Generate)
    if (flags.output === '-' && flags.json) {
      throw new AibomError('AIBOM_USAGE', '--output - and --json both want stdout', {
        hint: 'Write the BOM to a file, or leave --json out',
      })
    }
    const [{runJob}, {exitOf}] = await Promise.all([
      import('../pipeline/worker/run-job.ts'),
      import('../pipeline/generate/exit.ts'),
    ])
    const options = {
      ...context,
      source: args.source,
      output: flags.output,
      spec: flags.spec,
      author: flags.author,
      timestamp: flags.timestamp,
      online: flags.online,
      offline: flags.offline,
      refresh: flags.refresh,
      deadline: flags.deadline,
      exclude: valuesOf(flags.exclude),
      digests: parseDigests(flags.digest),
      packages: flags.packages,
      mentions: flags['include-mentions'],
      prompts: flags['include-prompts'],
    }
    const {result, document} = await runJob('generate', options, {
      ...context,
      fileTimeout: flags['file-timeout'],
      jobs: flags.jobs,
    })
    const {scope, summary} = flags
    const text: Outcome<GenerateResult>['text'] = screen =>
      summary === 'markdown' ? generateMarkdown(result, scope) : generateSummary(result, scope, screen)
    return {result, text, exit: exitOf(result, flags.strict), ...(flags.output === '-' && {document})}
  }
}
