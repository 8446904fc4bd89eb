import {markdownCode, markdownText} from '../../lib/escape/markdown.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'
import {formatCount} from '../amounts.ts'
import {kindName} from '../kinds.ts'
import {type CountScope, countRows} from './counts.ts'
import {gapGroups} from './gap-groups.ts'
import {mainAssets} from './main-assets.ts'
import {titleOf} from './summary.ts'
import {warningsOf} from './warnings.ts'

const itemsShown = 10

/** The same facts as the summary for a terminal, for the summary of a CI job. */
export function generateMarkdown(result: GenerateResult, scope: CountScope): string {
  const named = mainAssets(result.assets, asset => scope === 'all' || asset.scope === 'product')
  const gaps = gapGroups(result.gaps)
  const sections = [
    [`### ${markdownText(titleOf(result))}`],
    ...warningsOf(result).map(({isDanger, title, items, advice, listedBy}) => [
      `**${isDanger ? 'Danger' : 'Warning'}: ${markdownText(title)}.** ${markdownText(advice)}`,
      ...(items.length === 0 ? [] : ['']),
      ...items.slice(0, itemsShown).map(item => `- ${markdownText(item)}`),
      ...(items.length > itemsShown
        ? [
            `- … and ${formatCount(items.length - itemsShown)} more${listedBy === undefined ? '' : `: ${markdownCode(listedBy)}`}`,
          ]
        : []),
    ]),
    named.map(({kind, names, more}) => {
      const list = names.map(markdownCode).join(', ')
      return `- ${markdownText(kindName(kind, 2))}: ${list}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
    }),
    gaps.length === 0
      ? []
      : [
          `**Not read or not resolved: ${formatCount(result.gaps.length)}**`,
          '',
          '| what | count | where | for example |',
          '| --- | --- | --- | --- |',
          ...gaps.map(
            ({code, count, places, message}) =>
              `| ${code} | ${count} | ${markdownText(places)} | ${markdownText(message)} |`,
          ),
        ],
    [
      '| found | |',
      '| --- | --- |',
      ...countRows(result, scope).map(([label, value]) => `| ${label} | ${markdownText(value)} |`),
    ],
  ]
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}
