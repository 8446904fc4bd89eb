import {asList, asRecord, asText, recordsOf, textsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {hashesOf} from '../../view.ts'

/** Who made the BOM, when, of what, and in which phase. */
export function checkOrigin(context: ReviewContext): void {
  if (context.isOwn || context.problems.some(({code}) => code === 'unreadable')) return
  tellUnattributed(context)
  tellPhase(context)
}

function tellUnattributed({view, notes}: ReviewContext): void {
  const {metadata} = view
  const tools = asRecord(metadata['tools'])
  const isBy =
    ['authors', 'manufacturer', 'manufacture', 'supplier'].some(field => metadata[field] !== undefined) ||
    asList(metadata['tools']).length > 0 ||
    recordsOf(tools?.['components']).length > 0 ||
    recordsOf(tools?.['services']).length > 0
  const lacks = [
    ...(isBy ? [] : ['who made it']),
    ...(asText(metadata['timestamp']) === undefined ? ['when it was made'] : []),
    ...(view.subject === undefined ? ['what it is of'] : []),
  ]
  if (lacks.length === 0) return
  notes.find('bom-unattributed', {
    subject: '',
    message: `the BOM does not say ${lacks.join(' or ')}`,
    evidence: [notes.cite('/metadata', lacks.join(', '))],
  })
}

/** A phase before there was anything, of what has digests and a release; a phase after all use. */
function tellPhase({view, notes}: ReviewContext): void {
  const phases = recordsOf(view.metadata['lifecycles']).flatMap(({phase}) => textsOf(phase))
  const evidence = [notes.cite('/metadata/lifecycles', phases.join(', '))]
  if (phases.includes('decommission'))
    notes.find('lifecycle-in-doubt', {
      subject: '',
      message: 'the BOM describes a system that is being decommissioned',
      evidence,
    })
  const [built] = view.models.filter(
    ({node}) => hashesOf(node).length > 0 || asRecord(node['releaseNotes']) !== undefined,
  )
  if (phases.length === 0 || phases.some(phase => phase !== 'design') || built === undefined) return
  const message = `the lifecycle phase is “design”, but ${built.name} already has digests or a release`
  notes.find('lifecycle-in-doubt', {
    subject: built.name,
    message,
    evidence: [...evidence, notes.cite(built.pointer, built.name)],
  })
}
