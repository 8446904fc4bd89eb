import {originsOf} from '../checks/licences.ts'
import {placedLicences} from '../checks/terms/placed.ts'
import type {ReviewContext} from '../context.ts'
import type {ReviewResult} from '../review-result.generated.ts'
import {licencesOf, type Part} from '../view.ts'

/** Licenses of weights, of what they were made from, of data, code and services; one row for each. */
export function licenceRows({view, notes}: ReviewContext): ReviewResult['licences'] {
  const parts: [Part, ReviewResult['licences'][number]['role']][] = [
    ...view.models.flatMap((model): [Part, 'weights' | 'base'][] => [
      [model, 'weights'],
      ...originsOf(model, view).bases.map((base): [Part, 'base'] => [base, 'base']),
    ]),
    ...view.datasets.map((part): [Part, 'data'] => [part, 'data']),
    ...view.services
      .filter(part => licencesOf(part.node).length > 0)
      .map((part): [Part, 'service'] => [part, 'service']),
    ...view.parts
      .filter(part => isCode(part) && (part !== view.subject || licencesOf(part.node).length > 0))
      .map((part): [Part, 'code'] => [part, 'code']),
  ]
  const distinct = new Map(parts.map(([part, role]) => [`${role}\n${part.name}`, [part, role] as const]))
  return [...distinct.values()].flatMap(([part, role]): ReviewResult['licences'] => {
    const placed = placedLicences(part, view)
    if (placed.length === 0)
      return [
        {
          subject: part.name,
          role,
          licence: null,
          commercial: 'unclear',
          terms: [],
          evidence: [notes.cite(part.pointer, part.name)],
        },
      ]
    return placed.map(({text, pointer, terms}) => {
      return {
        subject: part.name,
        role,
        licence: text,
        commercial: terms.commercial,
        terms: [...terms.asks],
        evidence: [notes.cite(pointer, text)],
      }
    })
  })
}

function isCode({role, isOrigin}: Part): boolean {
  return role === 'other' && !isOrigin
}
