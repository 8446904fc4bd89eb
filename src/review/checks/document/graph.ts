import {asText, indexedRecords, textsOf} from '../../../lib/narrow.ts'
import {circlesIn} from '../../bases.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'

/** What depends on itself, and what is stated twice and differs. */
export function checkGraph(context: ReviewContext): void {
  checkCycles(context)
  checkLineages(context)
  checkEntries(context)
}

/** Packages depend on each other in circles; models and data sets cannot. */
function checkCycles({problems, notes, view}: ReviewContext): void {
  for (const {code, pointer, message} of problems) {
    if (code !== 'ref-cycle') continue
    const refs = message.slice(message.indexOf(':') + 2).split(' → ')
    if (refs[0] !== refs[1] && !refs.some(ref => isMade(view.byRef.get(ref), view.subject))) continue
    notes.find('reference-cycle', {
      subject: view.byRef.get(refs[0] ?? '')?.name ?? '',
      message,
      evidence: [notes.cite(pointer, message)],
    })
  }
  for (const part of view.parts) {
    const child = part.isOrigin ? itselfAbove(part) : undefined
    if (child === undefined) continue
    const message = `${child.name} is listed as its own base`
    notes.find('reference-cycle', {subject: child.name, message, evidence: [notes.cite(part.pointer, part.name)]})
  }
}

/** Models that are said to be made from each other. */
function checkLineages({view, notes}: ReviewContext): void {
  for (const ids of circlesIn(view.parts)) {
    const names = ids.map(id => id.replace(/^pkg:[a-z]{1,20}\//, ''))
    const [first = ''] = names
    const at = view.parts.find(({name}) => name.toLowerCase() === first.toLowerCase())?.pointer ?? '/components'
    const message = `models are listed as each other's base: ${[...names, first].join(' → ')}`
    notes.find('reference-cycle', {subject: first, message, evidence: [notes.cite(at, first)]})
  }
}

/** What was made from this, and has the same package URL, or the same name and no other version. */
function itselfAbove(part: Part): Part | undefined {
  let child = part.role === 'model' ? part.parent : undefined
  while (child !== undefined && !isSameThing(part, child)) child = child.parent
  return child
}

function isSameThing(a: Part, b: Part): boolean {
  const [left, right] = [asText(a.node['purl']), asText(b.node['purl'])]
  if (left !== undefined && right !== undefined) return left === right
  const [older, newer] = [asText(a.node['version']), asText(b.node['version'])]
  return (
    a.name !== '' &&
    a.name.toLowerCase() === b.name.toLowerCase() &&
    (older === undefined || newer === undefined || older === newer)
  )
}

function isMade(part: Part | undefined, subject: Part | undefined): boolean {
  return part !== undefined && (part.role === 'model' || part.role === 'dataset' || part === subject)
}

/** One component has two entries that name other dependencies: readers take one of them. */
function checkEntries({view, notes}: ReviewContext): void {
  const entries = new Map<string, {readonly targets: string; readonly pointer: string}>()
  for (const [index, {ref, dependsOn}] of indexedRecords(view.document['dependencies'])) {
    const from = asText(ref)
    if (from === undefined) continue
    const [targets, pointer] = [textsOf(dependsOn).sort().join(', '), `/dependencies/${index}`]
    const first = entries.get(from)
    if (first === undefined) entries.set(from, {targets, pointer})
    else if (first.targets !== targets) {
      const name = view.byRef.get(from)?.name ?? from
      const evidence = [notes.cite(first.pointer, first.targets), notes.cite(pointer, targets)]
      notes.find('reference-doubled', {
        subject: name,
        message: `the dependencies of ${name} are listed twice and differ`,
        evidence,
      })
    }
  }
}
