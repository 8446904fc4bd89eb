import {asRecord, asText, recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {modalityOf, neededBy} from '../../facts/modality.ts'
import {type Part, propertiesLike} from '../../view.ts'

/** A task, and a modality, that the stated inputs and outputs leave no room for. */
export function checkModality({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const parameters = asRecord(asRecord(model.node['modelCard'])?.['modelParameters'])
    const formats = ['inputs', 'outputs'].flatMap(side =>
      recordsOf(parameters?.[side]).flatMap(({format}) => asText(format) ?? []),
    )
    const known = formats.map(modalityOf)
    if (formats.length === 0 || known.includes(undefined)) continue
    const task = asText(parameters?.['task'])
    const needed = task === undefined ? undefined : neededBy(task)
    if (task !== undefined && needed !== undefined && !known.includes(needed))
      tell(model, {what: 'task', value: task, formats}, notes)
    const [stated] = propertiesLike(model.node, /(?:^|:)modality$/)
    const modality = stated === undefined ? undefined : modalityOf(stated)
    if (stated !== undefined && modality !== undefined && !known.includes(modality))
      tell(model, {what: 'modality', value: stated, formats}, notes)
  }
}

interface Doubt {
  readonly what: string
  readonly value: string
  readonly formats: readonly string[]
}

function tell({name, pointer}: Part, {what, value, formats}: Doubt, notes: ReviewContext['notes']): void {
  const both = [...new Set(formats)].join(', ')
  const conflict = [
    {value, source: `its ${what}`},
    {value: both, source: 'its inputs and outputs'},
  ]
  const evidence = [notes.cite(`${pointer}/modelCard/modelParameters`, `${value}; ${both}`)]
  notes.find('architecture-in-doubt', {
    subject: name,
    message: `the ${what} of ${name} is ${value}, and it takes and gives ${both}`,
    conflict,
    evidence,
  })
}
