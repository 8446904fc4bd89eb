import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {networkFlags, sourceFlags, valuesOf} from '../cli/flags.ts'
import {reviewSummary} from '../cli/review-summary.ts'
import {AibomError} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {redactResult} from '../lib/redact/printed.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import type {ReviewResult} from '../review/review-result.generated.ts'

const formats = ['html', 'markdown', 'json', 'csv'] as const
type Format = (typeof formats)[number]

const formatByEnding: Readonly<Record<string, Format>> = {html: 'html', htm: 'html', md: 'markdown', markdown: 'markdown', json: 'json', csv: 'csv'}

export default class Review extends BaseCommand<ReviewResult> {
  static override summary = 'Tell what a buyer needs to know of a vendor’s BOM, model or folder'
  static override description =
    'Judges what is stated by its content: what contradicts the files or a registry, what the licenses allow, what is missing or filled with nothing, where data goes. Every statement has its evidence. Exit 0; 1: a claim contradicts the bytes; 3: the target could not be read.'

  static override examples = [
    {description: 'A BOM from a vendor', command: '<%= config.bin %> review vendor.cdx.json -o review.html'},
    {description: 'The same, held against the files that came with it', command: '<%= config.bin %> review vendor.cdx.json --artifacts delivery/'},
    {description: 'A model on the hub, before you use it', command: '<%= config.bin %> review hf:org/model --purpose "a product for customers"'},
    {description: 'What the vendor changed', command: '<%= config.bin %> review new.cdx.json --compare old.cdx.json'},
  ]

  static override args = {
    target: Args.string({required: true, description: 'BOM in JSON or XML, folder, weight file, hf:org/model[@revision], oci://…'}),
  }

  static override flags = {
    artifacts: Flags.string({env: 'AIBOM_ARTIFACTS', description: 'folder with the files that the BOM describes', helpValue: 'DIR'}),
    purpose: Flags.string({
      env: 'AIBOM_PURPOSE',
      description: 'what it is to be used for; “research” is told from commercial use',
      helpValue: 'TEXT',
    }),
    profile: Flags.string({
      multiple: true,
      env: 'AIBOM_PROFILE',
      description: 'what a framework asks of the BOM: g7, cisa, eu-ai-act, owasp, nist, or a file of CycloneDX perspectives',
      helpValue: 'NAME|FILE',
    }),
    declarations: Flags.string({
      env: 'AIBOM_DECLARATIONS',
      description: 'file for a copy of the BOM that declares its answers to --profile',
      helpValue: 'FILE',
    }),
    compare: Flags.string({env: 'AIBOM_COMPARE', description: 'an earlier BOM or another candidate', helpValue: 'OTHER'}),
    format: Flags.option({
      options: formats,
      env: 'AIBOM_FORMAT',
      description: 'how the review is written; by default as the ending of --output says',
    })(),
    output: Flags.string({char: 'o', env: 'AIBOM_OUTPUT', description: 'file to write; - for stdout', helpValue: 'FILE'}),
    online: sourceFlags.online,
    offline: sourceFlags.offline,
    exclude: sourceFlags.exclude,
    'file-timeout': sourceFlags['file-timeout'],
    ...networkFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<ReviewResult>> {
    const {args, flags} = await this.parse(Review)
    const format = formatOf(flags.format, flags.output)
    if (flags.output === '-' && flags.json) throw new AibomError('AIBOM_USAGE', '--output - and --json both want stdout', {hint: 'Use one of them'})
    const {runJob} = await import('../pipeline/run-job.ts')
    const options = {
      ...context,
      target: args.target,
      artifacts: flags.artifacts,
      purpose: flags.purpose,
      profiles: valuesOf(flags.profile),
      declarations: flags.declarations,
      compare: flags.compare,
      online: flags.online,
      offline: flags.offline,
      exclude: valuesOf(flags.exclude),
      refresh: flags.refresh,
      deadline: flags.deadline,
    }
    const result = redactResult(await runJob('review', options, {...context, fileTimeout: flags['file-timeout']}))
    const exit = result.verdict.answer === 'unreadable' ? 3 : result.findings.some(({contradicts}) => contradicts) ? 1 : 0
    if (format === undefined) return {result, text: reviewSummary(result, undefined), exit}
    const document = await documentOf(result, format)
    if (flags.output === undefined || flags.output === '-') return flags.json ? {result, text: '', exit} : {result, text: '', exit, document}
    const [{resolve}, {writeWhole}] = await Promise.all([import('node:path'), import('../lib/write-file.ts')])
    writeWhole(resolve(context.cwd, flags.output), document, flags.output)
    return {result, text: reviewSummary(result, flags.output), exit}
  }
}

/** @throws {AibomError} `AIBOM_USAGE` for a file whose ending tells no format */
function formatOf(format: Format | undefined, output: string | undefined): Format | undefined {
  if (format !== undefined || output === undefined || output === '-') return format ?? (output === '-' ? 'html' : undefined)
  const ending = output.slice(output.lastIndexOf('.') + 1).toLowerCase()
  const known = formatByEnding[ending]
  if (known !== undefined) return known
  throw new AibomError('AIBOM_USAGE', `${output}: the ending does not tell the format`, {hint: 'Name it: --format html'})
}

async function documentOf(result: ReviewResult, format: Format): Promise<string> {
  switch (format) {
    case 'json':
      return toJsonText(result)
    case 'csv':
      return (await import('../report/review/csv.ts')).reviewCsv(result)
    case 'html':
      return (await import('../report/review/html.ts')).reviewHtml(result)
    case 'markdown':
      return (await import('../report/review/markdown.ts')).reviewMarkdown(result)
  }
}
