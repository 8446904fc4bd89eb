import type {RuleMeta} from '../../src/inventory/finding.ts'
import {rules} from '../../src/rules/all.ts'
import {type RuleExample, ruleExamples} from './rule-examples.ts'

/** docs/rules-by-example.md: every rule under an anchor of its own. */
export function rulePage(): string {
  const head = [
    '# Rules one by one',
    '',
    'What each rule says, why, what to do, and for many of those that `aibom check` asks a file that draws it and one like it that does not. [Rules](rules.md) has them all in one table.',
    'Made from the rules themselves: `npx vitest run --config test/config/vitest.config.ts -u test/unit/rule-page.test.ts`.',
  ]
  return [...head, ...rules.flatMap(section)].join('\n').concat('\n')
}

function section(rule: RuleMeta): string[] {
  const threat = 'threat' in rule ? ` · ${String(rule.threat)}` : ''
  const example = ruleExamples[rule.name]
  return [
    '',
    `## ${rule.id} ${rule.name}`,
    '',
    `**${rule.title}** · ${rule.severity}${threat}`,
    '',
    rule.why,
    '',
    `Fix: ${rule.fix}`,
    ...(rule.references.length === 0
      ? []
      : ['', `References: ${rule.references.map(one => (one.startsWith('https:') ? `<${one}>` : one)).join(', ')}`]),
    ...(example === undefined ? [] : exampleLines(example)),
  ]
}

function exampleLines({path, finds, leaves}: RuleExample): string[] {
  const block = (text: string): string[] => ['', '````', ...shown(text).trimEnd().split('\n'), '````']
  return ['', `\`${path}\` draws it:`, ...block(finds), '', 'and this does not:', ...block(leaves)]
}

/** Signs that show nothing as their escapes. */
function shown(text: string): string {
  return text.replace(/[\u200b-\u200f]/g, sign => `\\u${sign.charCodeAt(0).toString(16)}`)
}
