import {resolve} from 'node:path'
import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {networkFlags, sourceFlags, valuesOf} from '../cli/flags.ts'
import {reviewSummary} from '../cli/summaries/review-summary.ts'
import {AibomError} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {writeWhole} from '../lib/fs/write-file.ts'
import {redactResult} from '../lib/redact/printed.ts'
import {letterForm} from '../pipeline/review/letter-form.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import type {ReviewResult} from '../review/review-result.generated.ts'

const formats = ['html', 'markdown', 'json', 'csv'] as const
type Format = (typeof formats)[number]

const formatByEnding: Readonly<Record<string, Format>> = {
  html: 'html',
  htm: 'html',
  md: 'markdown',
  markdown: 'markdown',
  json: 'json',
  csv: 'csv',
}

export default class Review extends BaseCommand<ReviewResult> {
  static override summary = 'Show what a buyer needs to know about a vendor’s BOM, model or folder'
  static override description =
    'Judges what the vendor states: what contradicts the files or a registry, what the licenses allow, what is missing or only a placeholder, and where data goes. Every statement comes with its evidence. Exit 0: no contradiction; 1: a claim contradicts the bytes, or the policy says no; 3: the target could not be read, or the policy cannot decide.'

  static override examples = [
    {description: 'A BOM from a vendor', command: '<%= config.bin %> review vendor.cdx.json -o review.html'},
    {
      description: 'The same, compared with the files that came with it',
      command: '<%= config.bin %> review vendor.cdx.json --artifacts delivery/',
    },
    {
      description: 'A model on the hub, before you use it',
      command: '<%= config.bin %> review hf:org/model --purpose "a product for customers"',
    },
    {
      description: 'A letter with questions that only the vendor can answer',
      command: '<%= config.bin %> review vendor.cdx.json --profile g7 --questions letter.md',
    },
    {
      description: 'The returned letter, read into a copy of the BOM',
      command:
        '<%= config.bin %> review vendor.cdx.json --profile g7 --answers letter.md --declarations answered.cdx.json',
    },
    {description: 'What the vendor changed', command: '<%= config.bin %> review new.cdx.json --compare old.cdx.json'},
  ]

  static override args = {
    target: Args.string({
      required: true,
      description:
        'BOM (CycloneDX in JSON or XML, SPDX in JSON), folder, weight file, hf:org/model[@revision], oci://…',
    }),
  }

  static override flags = {
    artifacts: Flags.string({
      env: 'AIBOM_ARTIFACTS',
      description: 'folder with the files that the BOM describes',
      helpValue: 'DIR',
    }),
    purpose: Flags.string({
      env: 'AIBOM_PURPOSE',
      description: 'what you want to use it for; “research” is treated differently from commercial use',
      helpValue: 'TEXT',
    }),
    profile: Flags.string({
      multiple: true,
      env: 'AIBOM_PROFILE',
      description:
        'check the BOM against a framework: g7, cisa, eu-ai-act, owasp, nist, or a file with CycloneDX perspectives',
      helpValue: 'NAME|FILE',
    }),
    declarations: Flags.string({
      env: 'AIBOM_DECLARATIONS',
      description:
        'write a copy of the BOM that declares its answers to --profile, and the answers of the vendor as claims',
      helpValue: 'FILE',
    }),
    policy: Flags.string({
      env: 'AIBOM_POLICY',
      description: 'policy of your organization: aibom.policy.yaml, as for `check`',
      helpValue: 'FILE',
    }),
    questions: Flags.string({
      env: 'AIBOM_QUESTIONS',
      description: 'write a letter with questions that only the vendor can answer: .md or .csv',
      helpValue: 'FILE',
    }),
    answers: Flags.string({
      env: 'AIBOM_ANSWERS',
      description: 'that letter, with the answers of the vendor',
      helpValue: 'FILE',
    }),
    compare: Flags.string({
      env: 'AIBOM_COMPARE',
      description: 'an earlier BOM or another candidate',
      helpValue: 'OTHER',
    }),
    format: Flags.option({
      options: formats,
      env: 'AIBOM_REVIEW_FORMAT',
      description: 'output format; by default from the extension of --output',
    })(),
    output: Flags.string({
      char: 'o',
      env: 'AIBOM_OUTPUT',
      description: 'file to write; - for stdout',
      helpValue: 'FILE',
    }),
    online: sourceFlags.online,
    offline: sourceFlags.offline,
    exclude: sourceFlags.exclude,
    'file-timeout': sourceFlags['file-timeout'],
    jobs: sourceFlags.jobs,
    'no-cache': sourceFlags['no-cache'],
    ...networkFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<ReviewResult>> {
    const {args, flags} = await this.parse(Review)
    const format = formatOf(flags.format, flags.output)
    if (flags.output === '-' && flags.json)
      throw new AibomError('AIBOM_USAGE', '--output - and --json both want stdout', {hint: 'Use one of them'})
    if (flags.questions !== undefined) letterForm(flags.questions, '--questions')
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      target: args.target,
      artifacts: flags.artifacts,
      purpose: flags.purpose,
      profiles: valuesOf(flags.profile),
      declarations: flags.declarations,
      policy: flags.policy,
      answers: flags.answers,
      compare: flags.compare,
      online: flags.online,
      offline: flags.offline,
      exclude: valuesOf(flags.exclude),
      refresh: flags.refresh,
      deadline: flags.deadline,
    }
    const result = redactResult(
      await runJob('review', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs}),
    )
    const exit = exitOf(result)
    const written = [flags.declarations, await writeLetter(result, flags.questions, context.cwd)].filter(
      file => file !== undefined,
    )
    if (format === undefined) return {result, text: reviewSummary(result, written), exit}
    const document = await documentOf(result, format)
    if (flags.output === undefined || flags.output === '-')
      return flags.json ? {result, text: '', exit} : {result, text: '', exit, document}
    writeWhole(resolve(context.cwd, flags.output), document, flags.output)
    return {result, text: reviewSummary(result, [flags.output, ...written]), exit}
  }
}

/** What contradicts the bytes, or a policy forbids, fails; what nobody could read or decide is open. */
function exitOf({verdict, findings, policy}: ReviewResult): 0 | 1 | 3 {
  if (verdict.answer === 'unreadable') return 3
  if (policy?.outcome === 'no' || findings.some(({contradicts}) => contradicts)) return 1
  return policy?.outcome === 'undecided' ? 3 : 0
}

/** @throws {AibomError} `AIBOM_USAGE` for a file whose ending tells no format */
function formatOf(format: Format | undefined, output: string | undefined): Format | undefined {
  if (format !== undefined || output === undefined || output === '-')
    return format ?? (output === '-' ? 'html' : undefined)
  const ending = output.slice(output.lastIndexOf('.') + 1).toLowerCase()
  const known = formatByEnding[ending]
  if (known !== undefined) return known
  throw new AibomError('AIBOM_USAGE', `${output}: the ending does not tell the format`, {
    hint: 'Name it: --format html',
  })
}

async function writeLetter(result: ReviewResult, file: string | undefined, cwd: string): Promise<string | undefined> {
  if (file === undefined) return undefined
  const {letterCsv, letterMarkdown} = await import('../report/review/letter.ts')
  writeWhole(
    resolve(cwd, file),
    letterForm(file, '--questions') === 'csv' ? letterCsv(result) : letterMarkdown(result),
    file,
  )
  return file
}

async function documentOf(result: ReviewResult, format: Format): Promise<string> {
  switch (format) {
    case 'json':
      return toJsonText(result)
    case 'csv':
      return (await import('../report/review/csv.ts')).reviewCsv(result)
    case 'html':
      return (await import('../report/review/html/page.ts')).reviewHtml(result)
    case 'markdown':
      return (await import('../report/review/markdown/document.ts')).reviewMarkdown(result)
  }
}
