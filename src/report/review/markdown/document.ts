import {markdownCode, markdownSentence, markdownTable, markdownText} from '../../../lib/escape/markdown.ts'
import type {ReviewResult, Row} from '../../../review/review-result.generated.ts'
import {cited, commerceWords, edgeWords, fileWords, roleWords, rowWords, safetyWords, sourceWords} from '../words.ts'
import {comparisonLines} from './comparison.ts'
import {policyLines} from './policy.ts'
import {profileMarkdown} from './profiles.ts'
import {questionLines} from './questions.ts'

/** The review as one Markdown page: the same statements as the HTML page, each with the number of its evidence. */
export function reviewMarkdown(result: ReviewResult): string {
  const sections = [
    head(result),
    findings(result),
    section('Side by side', comparisonLines(result.comparison)),
    section('What your policy says', policyLines(result.policy)),
    section('Profiles', (result.profiles ?? []).map(profileMarkdown)),
    section('Questions to the vendor', questionLines(result.questions)),
    section('Identity and origin', rows(result.identity)),
    section('Signatures', rows(result.signatures)),
    section('Files', files(result)),
    section('Licenses', licences(result)),
    section('What it is based on', lineage(result)),
    section('Services and data flows', services(result)),
    section('Agents and their permissions', agents(result)),
    section(
      `Changes${result.changes === undefined ? '' : ` against ${markdownText(result.changes.against)}`}`,
      changes(result),
    ),
    section('Use, limits and risks', rows(result.limits)),
    section('Measures', rows(result.metrics)),
    section(
      'Not checked',
      result.notChecked.map(what => `- ${markdownText(what)}`),
    ),
    section('Evidence', evidence(result)),
  ]
  return `${sections.filter(text => text !== '').join('\n\n')}\n`
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`
}

function head({subject, verdict, target, purpose}: ReviewResult): string {
  return [
    `# Review of ${markdownText(subject.name)}`,
    '',
    `**${markdownText(verdict.headline)}**`,
    '',
    markdownText(subject.what),
    ...(purpose === null ? [] : ['', `Purpose: ${markdownText(purpose)}`]),
    '',
    ...verdict.reasons.map(({text}) => `- ${markdownText(text)}`),
    '',
    `Reviewed: ${markdownCode(target.name)}${target.form === undefined ? '' : `, ${markdownText(target.form)}`}${target.sha256 === undefined ? '' : `, SHA-256 ${markdownCode(target.sha256)}`}`,
  ].join('\n')
}

function findings({findings: found}: ReviewResult): string {
  if (found.length === 0) return '## Findings\n\nNone in what was stated and compared.'
  const blocks = found.map(finding =>
    [
      `### ${finding.severity}: ${markdownText(finding.title)} (${finding.rule})`,
      '',
      ...cases(finding),
      '',
      `Why it matters: ${markdownSentence(finding.why)} What to do: ${markdownSentence(finding.fix)}`,
    ].join('\n'),
  )
  return `## Findings\n\n${blocks.join('\n\n')}`
}

function cases({items, times = 0, message, evidence: numbers, conflict}: ReviewResult['findings'][number]): string[] {
  if (items === undefined) return [`${markdownText(message)}${cited(numbers)}`, ...conflictRows(conflict)]
  const listed = items.map(item => {
    const sides = (item.conflict ?? []).map(
      ({value, source}) => `${markdownText(value)} according to ${markdownText(source)}`,
    )
    return `- ${markdownText(item.message)}${cited(item.evidence)}${sides.length === 0 ? '' : `: ${sides.join('; ')}`}`
  })
  return [
    `Found ${times} times:`,
    '',
    ...listed,
    ...(times > items.length ? [`- and ${times - items.length} more`] : []),
  ]
}

function conflictRows(sides: ReviewResult['findings'][number]['conflict']): string[] {
  if (sides === undefined) return []
  const body = sides.map(({value, source}) => [markdownText(value), markdownText(source)])
  return ['', ...markdownTable(['value', 'according to'], body)]
}

function rows(list: readonly Row[]): string[] {
  return markdownTable(
    ['', '', ''],
    list.map(({label, value, status, note, evidence: numbers}) => [
      markdownText(label),
      markdownText(value),
      `${rowWords[status]}${note === undefined ? '' : `: ${markdownText(note)}`}${cited(numbers)}`,
    ]),
  )
}

function files({files: list}: ReviewResult): string[] {
  return markdownTable(
    ['file', 'of', 'digests', 'digest', 'content'],
    list.map(({name, of, digests, status, safety, note, evidence: numbers}) => [
      markdownCode(name),
      markdownText(of),
      digests.map(markdownCode).join('<br>'),
      `${fileWords[status]}${note === undefined ? '' : `: ${markdownText(note)}`}${cited(numbers)}`,
      safetyWords[safety],
    ]),
  )
}

function licences({licences: list}: ReviewResult): string[] {
  return markdownTable(
    ['what', 'license', 'commercial use', 'what it asks for'],
    list.map(({subject, role, licence, commercial, terms, evidence: numbers}) => [
      `${markdownText(subject)} (${roleWords[role]})`,
      `${licence === null ? 'not stated' : markdownText(licence)}${cited(numbers)}`,
      commerceWords[commercial],
      markdownText(terms.join(' ')),
    ]),
  )
}

function lineage({lineage: {nodes, edges}}: ReviewResult): string[] {
  const names = new Map(nodes.map(({id, name}) => [id, name]))
  return edges.map(
    ({from, to, kind}) =>
      `- ${markdownText(names.get(from) ?? from)} ${edgeWords[kind]} ${markdownText(names.get(to) ?? to)}`,
  )
}

function services({services: list}: ReviewResult): string[] {
  return markdownTable(
    ['service', 'run by', 'address', 'encrypted', 'asks who calls', 'data'],
    list.map(({name, provider, endpoints, encrypted, authenticated, flows, evidence: numbers}) => [
      `${markdownText(name)}${cited(numbers)}`,
      markdownText(provider ?? 'not stated'),
      endpoints.map(markdownCode).join('<br>') || 'not stated',
      encrypted,
      authenticated,
      flows.map(markdownText).join('<br>') || 'not stated',
    ]),
  )
}

function agents({agents: list}: ReviewResult): string[] {
  return list.map(
    ({name, kind, may, evidence: numbers}) =>
      `- ${markdownText(name)} (${markdownText(kind)}): ${may.length === 0 ? 'what it may do is not stated' : markdownText(`may ${may.join('; ')}`)}${cited(numbers)}`,
  )
}

function changes({changes: found}: ReviewResult): string[] {
  if (found === undefined) return []
  if (!found.related) return ['The two have nothing in common: they describe different things.']
  return found.changes.length === 0
    ? ['No relevant changes.']
    : found.changes.map(({severity, message}) => `- ${severity}: ${markdownText(message)}`)
}

function evidence({evidence: list}: ReviewResult): string[] {
  return markdownTable(
    ['', 'source', 'place', 'value'],
    list.map(({source, place, line, value}, index) => [
      `E${index + 1}`,
      sourceWords[source],
      `${markdownCode(place)}${line === undefined ? '' : `, line ${line}`}`,
      markdownText(value),
    ]),
  )
}
