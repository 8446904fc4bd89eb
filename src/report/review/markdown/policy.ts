import {markdownTable, markdownText} from '../../../lib/escape/markdown.ts'
import type {PolicyAnswer} from '../../../review/review-result.generated.ts'
import {policyWords} from '../words.ts'

/** The same as on the page. */
export function policyLines(policy: PolicyAnswer | undefined): string[] {
  if (policy === undefined) return []
  const {path, sha256, outcome, findings, undecided, waived} = policy
  const cells = (texts: readonly string[]): string[] => texts.map(markdownText)
  const tables = [
    markdownTable(
      ['severity', 'rule', 'what', 'found'],
      findings.map(({severity, rule, subject, message}) => cells([severity, rule, subject, message])),
    ),
    markdownTable(
      ['open', 'what', 'why'],
      undecided.map(({rule, subject, message}) => cells([rule, subject, message])),
    ),
    markdownTable(
      ['waived', 'what', 'found', 'reason', 'owner', 'until'],
      waived.map(({rule, subject, message, reason, owner, expires}) =>
        cells([rule, subject, message, reason, owner, expires]),
      ),
    ),
  ]
  return [
    `**${policyWords[outcome]}** ${markdownText(path)}, SHA-256 ${sha256}`,
    ...tables.flatMap(lines => (lines.length === 0 ? [] : ['', ...lines])),
  ]
}
