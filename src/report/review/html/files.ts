import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../../review/review-result.generated.ts'
import {table, tag, text} from '../../page/blocks.ts'
import {fileWords, safetyWords} from '../words.ts'
import {cited} from './cited.ts'

const fileTones: Readonly<Record<ReviewResult['files'][number]['status'], string>> = {
  confirmed: 'good',
  stated: 'none',
  contradicted: 'critical',
  missing: 'medium',
  'no-digest': 'high',
  'not-stated': 'medium',
}
const safetyTones: Readonly<Record<ReviewResult['files'][number]['safety'], string>> = {
  safe: 'good',
  unsafe: 'critical',
  unknown: 'medium',
  'by-name': 'high',
  unread: 'none',
}

/** Each file with its digest, what it holds, and what the vendor stated of it. */
export function fileBlocks({files: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const body = list.map(({name, of, digests, status, safety, note, evidence: numbers}) => [
    [h('code', null, text(name)), of === '' ? null : h('div', {class: 'soft'}, text(of))],
    [
      tag(fileTones[status], fileWords[status]),
      cited(numbers),
      note === undefined ? null : h('div', {class: 'soft'}, text(note)),
    ],
    tag(safetyTones[safety], safetyWords[safety]),
    digests.map(digest => h('div', null, h('code', null, text(digest)))),
  ])
  return [table('Files', ['File', 'Digest', 'Content', 'As stated'], body)]
}
