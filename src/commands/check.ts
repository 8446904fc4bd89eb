import {resolve} from 'node:path'
import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {registryFlags, sideFlags, sideOptionsOf, sourceFlags, thresholds, valuesOf} from '../cli/flags.ts'
import {checkAnnotations, checkCases, checkGitlab, checkReport} from '../cli/reports/check-formats.ts'
import {checkMarkdown, checkSummary} from '../cli/reports/check-report.ts'
import {AibomError} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {writeWhole} from '../lib/fs/write-file.ts'
import type {CheckResult} from '../pipeline/changes/check-result.generated.ts'
import {meaningOf, outcomeExitOf} from '../pipeline/changes/gate.ts'
import type {RunContext} from '../pipeline/run-context.ts'

const formats = ['table', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const
type Format = (typeof formats)[number]

export default class Check extends BaseCommand<CheckResult> {
  static override summary = 'Fail a pipeline on AI that is unknown, changed or dangerous'
  static override description =
    'Compares a source with its baseline: aibom.lock as committed at HEAD, so that a change cannot approve itself, or the baseline that you give with --baseline. Applies the rules in docs/rules.md and aibom.policy.yaml, also as committed. Exit 0: nothing at or above the threshold; 1: a change that nobody accepted, or a finding; 2: no baseline, or an invalid policy; 3: undecided, because a rule that could fail the check lacked facts or could not be evaluated, or, with --strict, because something could not be read.'

  static override examples = [
    {description: 'This repository against its committed lock', command: '<%= config.bin %> check'},
    {
      description: 'Against the BOM of the last release',
      command: '<%= config.bin %> check --baseline release.cdx.json',
    },
    {
      description: 'A pull request, with the lock and policy of its target branch',
      command: '<%= config.bin %> check --base origin/main',
    },
    {
      description: 'Also check whether registries still have what is recorded',
      command: '<%= config.bin %> check --online',
    },
    {
      description: 'Pin revisions that can move: look first, then write',
      command: '<%= config.bin %> check --online --fix --write',
    },
    {description: 'Only the rules, without comparing', command: '<%= config.bin %> check --no-baseline'},
    {description: 'A comment for a pull request', command: '<%= config.bin %> check --format markdown'},
    {
      description: 'Results where a code host shows them',
      command: '<%= config.bin %> check --format sarif > aibom.sarif',
    },
  ]

  static override args = {source: Args.string({default: '.', description: 'a source, as for `generate`, or a BOM'})}

  static override flags = {
    ...sideFlags,
    strict: sourceFlags.strict,
    baseline: Flags.string({
      env: 'AIBOM_CHECK_BASELINE',
      description: 'lock, BOM or source to compare with',
      helpValue: 'FILE',
    }),
    policy: Flags.string({
      env: 'AIBOM_POLICY',
      description: 'policy to apply; by default the committed aibom.policy.yaml',
      helpValue: 'FILE',
    }),
    base: Flags.string({
      env: 'AIBOM_CHECK_BASE',
      description:
        'branch, tag or commit whose lock and policy apply, such as the target of a pull request; changes that the lock here accepts with a reason pass',
      helpValue: 'REVISION',
      exclusive: ['baseline', 'no-baseline'],
    }),
    evidence: Flags.string({
      env: 'AIBOM_CHECK_EVIDENCE',
      description:
        'BOM with test results (see aibom evidence add); by default the checked BOM, or aibom.cdx.json in the source',
      helpValue: 'BOM',
    }),
    ...registryFlags,
    online: Flags.boolean({
      env: 'AIBOM_ONLINE',
      description:
        'ask registries whether anything recorded has moved, disappeared or been replaced, and fetch what the policy includes by URL',
      exclusive: ['offline'],
      helpGroup: 'SOURCE',
    }),
    'no-baseline': Flags.boolean({
      env: 'AIBOM_CHECK_NO_BASELINE',
      description: 'apply only the rules, and compare nothing',
      exclusive: ['baseline'],
    }),
    'fail-on': Flags.option({
      options: thresholds,
      default: 'high' as const,
      env: 'AIBOM_CHECK_FAIL_ON',
      description: 'lowest severity that exits 1',
    })(),
    fix: Flags.boolean({
      env: 'AIBOM_CHECK_FIX',
      description:
        'show how to pin moving revisions in files to the commit that the baseline records or, with --online, the hub reports',
    }),
    write: Flags.boolean({env: 'AIBOM_CHECK_WRITE', description: 'write what --fix shows', dependsOn: ['fix']}),
    attest: Flags.string({
      env: 'AIBOM_CHECK_ATTEST',
      description: 'write the verdict on a BOM or revision (.#HEAD) as an in-toto statement, for `sign`',
      helpValue: 'FILE',
    }),
    report: Flags.string({
      env: 'AIBOM_CHECK_REPORT',
      multiple: true,
      multipleNonGreedy: true,
      description: 'also write the result to a file, in another format; can be repeated; in the variable, one per line',
      helpValue: 'FORMAT=FILE',
    }),
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_CHECK_FORMAT',
      description: 'output format',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<CheckResult>> {
    const {args, flags} = await this.parse(Check)
    const reports = valuesOf(flags.report)
      .filter(report => report !== '')
      .map(parseReport)
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      source: args.source,
      baseline: flags['no-baseline'] ? (false as const) : flags.baseline,
      policy: flags.policy,
      evidence: flags.evidence,
      attest: flags.attest,
      base: flags.base,
      online: flags.online,
      fix: flags.fix ? (flags.write ? ('write' as const) : ('show' as const)) : undefined,
      registry: flags.registry,
      index: flags.index,
      failOn: flags['fail-on'],
      strict: flags.strict,
      ...sideOptionsOf(flags),
    }
    const result = await runJob('check', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs})
    for (const {format, path} of reports) {
      const content = (await documentOf(result, format, context.toolVersion)) ?? checkSummary(result, meaningOf)
      writeWhole(resolve(context.cwd, path), content, path)
    }
    const exit = outcomeExitOf(result)
    const document = flags.json ? undefined : await documentOf(result, flags.format, context.toolVersion)
    return document === undefined
      ? {result, text: checkSummary(result, meaningOf), exit}
      : {result, text: '', exit, document}
  }
}

interface Report {
  readonly format: Format
  readonly path: string
}

/** @throws {AibomError} `AIBOM_USAGE` */
function parseReport(text: string): Report {
  const equals = text.indexOf('=')
  const format = formats.find(each => each === text.slice(0, equals))
  const path = text.slice(equals + 1)
  if (equals !== -1 && format !== undefined && path !== '') return {format, path}
  throw new AibomError('AIBOM_USAGE', `--report ${text} is not FORMAT=FILE`, {
    hint: `For example --report sarif=aibom.sarif; the formats: ${formats.join(', ')}`,
  })
}

async function documentOf(result: CheckResult, format: Format, toolVersion: string): Promise<string | undefined> {
  switch (format) {
    case 'table':
      return undefined
    case 'json':
      return toJsonText(result)
    case 'markdown':
      return checkMarkdown(result, meaningOf)
    case 'github':
      return checkAnnotations(result, meaningOf)
    case 'gitlab':
      return checkGitlab(result, meaningOf)
    case 'sarif': {
      const {toSarif} = await import('../report/sarif.ts')
      return toSarif({toolVersion, ...checkReport(result, meaningOf)})
    }
    case 'junit': {
      const {toJunit} = await import('../report/junit.ts')
      return toJunit('aibom check', checkCases(result, meaningOf))
    }
  }
}
