import {type ComponentChildren, h} from 'preact'
import type {PolicyAnswer} from '../../../review/review-result.generated.ts'
import {sentenceWithCode, table, tag, text} from '../../page/blocks.ts'
import {policyWords} from '../words.ts'

const tones: Readonly<Record<PolicyAnswer['outcome'], string>> = {yes: 'good', no: 'high', undecided: 'medium'}

/** The answer of the policy, what speaks against it, and what somebody waived. */
export function policyBlocks(policy: PolicyAnswer | undefined): ComponentChildren[] {
  if (policy === undefined) return []
  const {path, sha256, outcome, findings, undecided, waived} = policy
  const rows = findings.map(({rule, severity, subject, message, why, fix}) => [
    [text(subject), h('div', {class: 'soft'}, text(rule))],
    [tag(severity, severity), h('div', null, text(message))],
    [
      why === undefined ? null : h('div', null, ...sentenceWithCode(why)),
      fix === undefined ? null : h('div', null, h('b', null, 'What to do: '), ...sentenceWithCode(fix)),
    ],
  ])
  const open = undecided.map(({rule, subject, message}) => [
    [text(subject), h('div', {class: 'soft'}, text(rule))],
    text(message),
  ])
  const aside = waived.map(({rule, subject, message, reason, owner, expires}) => [
    [text(subject), h('div', {class: 'soft'}, text(rule))],
    text(message),
    text(reason),
    text(owner),
    text(expires),
  ])
  return [
    h(
      'p',
      null,
      tag(tones[outcome], policyWords[outcome]),
      ' ',
      h('code', null, text(path)),
      h('span', {class: 'soft'}, `, SHA-256 ${sha256}`),
    ),
    rows.length === 0 ? null : table('What the policy finds', ['What', 'Found', 'Why, and what to do'], rows),
    open.length === 0 ? null : table('What the policy cannot decide', ['What', 'Why it is open'], open),
    aside.length === 0 ? null : table('What was waived', ['What', 'Found', 'Reason', 'Owner', 'Until'], aside),
  ]
}
