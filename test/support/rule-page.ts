import type {RuleMeta} from '../../src/inventory/finding.ts'
import {rules} from '../../src/rules/all.ts'
import {type RuleExample, ruleExamples} from './rule-examples.ts'

/** docs/rules/: a page for each rule, by its file name. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map(rules.map(rule => [`${rule.id}.md`, pageOf(rule).join('\n').concat('\n')]))
}

function pageOf(rule: RuleMeta): string[] {
  const threat = 'threat' in rule ? ` · ${String(rule.threat)}` : ''
  const example = ruleExamples[rule.name]
  return [
    `# ${rule.id} ${rule.name}`,
    '',
    `**${rule.title}** · ${rule.severity}${threat}`,
    '',
    rule.why,
    '',
    '## What to do',
    '',
    rule.fix,
    ...(example === undefined ? [] : exampleLines(example)),
    ...otherWays(rule),
    ...(rule.references.length === 0
      ? []
      : ['', '## References', '', ...rule.references.map(one => `- ${reference(one)}`)]),
    '',
    '[All rules](../rules.md)',
  ]
}

/** Rules that `check` asks can be set by a policy. */
function otherWays({name, severity}: RuleMeta): string[] {
  const other = severity === 'low' ? 'info' : 'low'
  const policy = ['```yaml', 'severities:', `  ${name}: ${other}`, '```']
  return [
    '',
    '## In a policy',
    '',
    `To change the severity, or to turn the rule off with \`off\`, edit [aibom.policy.yaml](../policy.md):`,
    '',
    ...policy,
  ]
}

const weakness = /^CWE-(\d+)$/

function reference(text: string): string {
  const [, number] = weakness.exec(text) ?? []
  if (number !== undefined) return `[${text}](https://cwe.mitre.org/data/definitions/${number}.html)`
  return text.startsWith('https:') ? `<${text}>` : text
}

function exampleLines({path, finds, leaves}: RuleExample): string[] {
  const block = (text: string): string[] => ['', '````', ...shown(text).trimEnd().split('\n'), '````']
  return [
    '',
    '## Example',
    '',
    `This content of \`${path}\` triggers the rule:`,
    ...block(finds),
    '',
    'This content does not:',
    ...block(leaves),
  ]
}

/** Signs that show nothing as their escapes. */
function shown(text: string): string {
  return text.replace(/[\u200b-\u200f]/g, sign => `\\u${sign.charCodeAt(0).toString(16)}`)
}
