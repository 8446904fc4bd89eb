import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../../review/review-result.generated.ts'
import {table, tag, text} from '../../page/blocks.ts'
import {commerceWords, roleWords} from '../words.ts'
import {cited} from './cited.ts'

/** Packages of a product may be thousands; those whose license says something are told one by one. */
const plainLicencesShown = 40
const commerceTones: Readonly<Record<ReviewResult['licences'][number]['commercial'], string>> = {
  yes: 'good',
  no: 'high',
  conditions: 'medium',
  unclear: 'medium',
}

/** What each part may be used for, and what that asks of its user. */
export function licenceBlocks({licences: list}: ReviewResult): ComponentChildren[] {
  const isPlain = ({role, commercial}: ReviewResult['licences'][number]): boolean =>
    role === 'code' && commercial === 'yes'
  const plain = list.filter(isPlain)
  const told = [...list.filter(licence => !isPlain(licence)), ...plain.slice(0, plainLicencesShown)]
  if (told.length === 0) return []
  const body = told.map(({subject, role, licence, commercial, terms, evidence: numbers}) => [
    [text(subject), h('div', {class: 'soft'}, roleWords[role])],
    [licence === null ? h('span', {class: 'soft'}, 'not stated') : text(licence), cited(numbers)],
    licence === null ? '' : tag(commerceTones[commercial], commerceWords[commercial]),
    terms.length === 0 ? '' : h('ul', {class: 'plain'}, ...terms.map(term => h('li', null, term))),
  ])
  const rest = plain.length - plainLicencesShown
  return [
    table('Licenses', ['What', 'License', 'Commercial use', 'Your obligations'], body),
    rest > 0
      ? h('p', {class: 'soft'}, `${rest} more components of code are under licenses that allow commercial use.`)
      : null,
    h(
      'p',
      {class: 'soft'},
      'This is a short summary of the licenses, not legal advice. The license text is authoritative.',
    ),
  ]
}
