import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {networkFlags, sourceFlags, valuesOf} from '../cli/flags.ts'
import {listCsv, listMarkdown} from '../cli/list/list-documents.ts'
import {listTable} from '../cli/list/list-table.ts'
import {listTree} from '../cli/list/list-tree.ts'
import {parseWords} from '../cli/list/words.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {listedScopes, scopeWords, sortKeys} from '../pipeline/list/keys.ts'
import type {ListResult} from '../pipeline/list/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

const formats = ['table', 'markdown', 'csv', 'json'] as const
type Format = (typeof formats)[number]

export default class List extends BaseCommand<ListResult> {
  static override summary = 'List the models, data sets, services, agents and other AI assets of a source or a BOM'
  static override description =
    'Prints name, version, license, first place, scope and findings of each asset. Reads a BOM from any tool, or a source as `generate` does. Writes nothing. Lists packages only if you name their kind.'

  static override examples = [
    {description: 'Everything in this folder', command: '<%= config.bin %> list'},
    {description: 'The models of this folder', command: '<%= config.bin %> list models'},
    {description: 'Models and data sets of a BOM', command: '<%= config.bin %> list app.cdx.json models datasets'},
    {description: 'What uses what', command: '<%= config.bin %> list --tree'},
    {description: 'Models without a stated license', command: '<%= config.bin %> list models --license unknown'},
    {
      description: 'A spreadsheet of everything, including packages',
      command: '<%= config.bin %> list app.cdx.json all --format csv > app.csv',
    },
  ]

  static override strict = false

  static override args = {
    source: Args.string({
      description:
        'a BOM, or a source, as for `generate`; by default the current folder. Kinds follow it: models, weights, datasets, services, agents, mcp-servers, tools, prompts, packages, manifests, boms, all. Write ./models for a folder of that name',
    }),
  }

  static override flags = {
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_LIST_FORMAT',
      description: 'output format',
    })(),
    sort: Flags.option({
      options: sortKeys,
      default: 'kind' as const,
      env: 'AIBOM_LIST_SORT',
      description: 'sort order',
    })(),
    tree: Flags.boolean({
      env: 'AIBOM_LIST_TREE',
      description: 'show what uses what, instead of a table',
      exclusive: ['format'],
    }),
    scope: Flags.option({
      options: scopeWords,
      multiple: true,
      multipleNonGreedy: true,
      env: 'AIBOM_LIST_SCOPE',
      description: 'only assets in this part of the project; `all`, the default, is every part; can be repeated',
      helpGroup: 'FILTER',
    })(),
    match: Flags.string({
      env: 'AIBOM_LIST_MATCH',
      description: 'only assets whose name contains this text',
      helpValue: 'TEXT',
      helpGroup: 'FILTER',
    }),
    license: Flags.string({
      env: 'AIBOM_LIST_LICENSE',
      description: 'only assets with this license; `unknown` for those without one',
      helpValue: 'TEXT',
      helpGroup: 'FILTER',
    }),
    floating: Flags.boolean({
      env: 'AIBOM_LIST_FLOATING',
      description: 'only names that can point to different content tomorrow: no version, a branch, `latest`',
      helpGroup: 'FILTER',
    }),
    findings: Flags.boolean({
      env: 'AIBOM_LIST_FINDINGS',
      description: 'only assets with a finding',
      helpGroup: 'FILTER',
    }),
    offline: sourceFlags.offline,
    exclude: sourceFlags.exclude,
    'file-timeout': sourceFlags['file-timeout'],
    jobs: sourceFlags.jobs,
    'no-cache': sourceFlags['no-cache'],
    ...networkFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<ListResult>> {
    const {argv, flags} = await this.parse(List)
    const {source, kinds} = parseWords(argv.map(String), context.cwd)
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      source,
      kinds,
      scopes: flags.scope?.includes('all') === true ? [] : listedScopes.filter(scope => flags.scope?.includes(scope)),
      match: flags.match,
      license: flags.license,
      floating: flags.floating,
      findings: flags.findings,
      sort: flags.sort,
      offline: flags.offline,
      exclude: valuesOf(flags.exclude),
      refresh: flags.refresh,
      deadline: flags.deadline,
    }
    const result = await runJob('list', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs})
    if (flags.tree) return {result, text: screen => listTree(result, screen), exit: 0}
    const document = flags.json ? undefined : documentOf(result, flags.format)
    if (document !== undefined) return {result, text: '', exit: 0, document}
    return {result, text: screen => listTable(result, flags.sort === 'kind', screen), exit: 0}
  }
}

function documentOf(result: ListResult, format: Format): string | undefined {
  switch (format) {
    case 'table':
      return undefined
    case 'json':
      return toJsonText(result)
    case 'markdown':
      return listMarkdown(result)
    case 'csv':
      return listCsv(result)
  }
}
