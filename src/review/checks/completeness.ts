import {asList, asText, indexedRecords, recordsOf, textsOf} from '../../lib/narrow.ts'
import {listed} from '../../lib/text/listed.ts'
import type {ReviewContext} from '../context.ts'
import {usesModels} from '../facts/ai-packages.ts'
import {type BomView, filesOf, hashesOf, type Part} from '../view.ts'
import {listedFiles} from './model-files.ts'

/** Whether there is any AI in it, and whether what is called complete is. */
export function checkCompleteness(context: ReviewContext): void {
  checkEmpty(context)
  checkComplete(context)
}

const aiRoles: ReadonlySet<Part['role']> = new Set(['model', 'dataset', 'weights', 'agent', 'mcp-server', 'prompt'])

/** A BOM of AI without any of it: of nothing at all, or of software alone. */
function checkEmpty({view, notes, isOwn}: ReviewContext): void {
  if (view.services.length > 0 || view.parts.some(({role}) => aiRoles.has(role))) return
  const what = 'no model, data set, AI service or agent'
  const others = view.parts.filter(part => part !== view.subject)
  if (others.length === 0) {
    notes.find('little-stated', {
      subject: '',
      message: isOwn ? `nothing was found in it: ${what}, and no package` : `it lists ${what}`,
      evidence: [notes.cite('', `${view.parts.length} components`)],
    })
    return
  }
  const users = others.filter(usesModels)
  const message =
    users.length === 0
      ? `${counted(others.length)} listed, but ${what}`
      : `${what} is listed, but packages for working with models are: ${listed(unique(users), named)}`
  notes.find('ai-not-listed', {
    subject: '',
    message,
    ...(isOwn && {severity: 'medium'}),
    evidence:
      users.length === 0
        ? [notes.cite('', `${others.length} components`)]
        : users.slice(0, named).map(part => notes.cite(part.pointer, part.name)),
  })
}

const named = 8

function counted(components: number): string {
  return components === 1 ? '1 component is' : `${components} components are`
}

function unique(parts: readonly Part[]): string[] {
  return [...new Set(parts.map(({name}) => name))]
}

function checkComplete({view, notes}: ReviewContext): void {
  tellTwoAnswers({view, notes})
  tellNoDependencies({view, notes})
  for (const [index, {aggregate, assemblies}] of recordsOf(view.document['compositions']).entries()) {
    if (aggregate !== 'complete') continue
    const named = asList(assemblies).flatMap(ref => view.byRef.get(typeof ref === 'string' ? ref : '') ?? [])
    const parts =
      assemblies === undefined
        ? view.models
        : named.flatMap(part => (part === view.subject && part.role !== 'model' ? view.models : [part]))
    for (const part of parts.filter(({role}) => role === 'model' || role === 'dataset')) {
      const gap = gapIn(part, view)
      if (gap === undefined) continue
      const evidence = [notes.cite(`/compositions/${index}/aggregate`, 'complete'), notes.cite(part.pointer, part.name)]
      notes.find('complete-claimed', {
        subject: part.name,
        message: `${part.name} is declared complete, but ${gap}`,
        evidence,
      })
    }
  }
}

/** The dependencies of something are declared complete, and none is stated beside what is listed. */
function tellNoDependencies({view, notes}: Pick<ReviewContext, 'view' | 'notes'>): void {
  const stated = new Set(
    recordsOf(view.document['dependencies']).flatMap(({ref, dependsOn}) => (asList(dependsOn).length > 0 ? [ref] : [])),
  )
  const {subject} = view
  const besides = view.parts.filter(part => part !== subject && part.parent === undefined)
  for (const [index, {aggregate, dependencies}] of indexedRecords(view.document['compositions'])) {
    if (aggregate !== 'complete' || subject?.ref === undefined || besides.length === 0) continue
    if (!textsOf(dependencies).includes(subject.ref) || stated.has(subject.ref)) continue
    const message = `the dependencies of ${subject.name} are declared complete, but none is listed, although the BOM lists ${besides.length} components`
    notes.find('complete-claimed', {
      subject: subject.name,
      message,
      evidence: [notes.cite(`/compositions/${index}/aggregate`, 'complete')],
    })
  }
}

/** One part is declared complete here, and otherwise there. */
function tellTwoAnswers({view, notes}: Pick<ReviewContext, 'view' | 'notes'>): void {
  const answers = new Map<string, {readonly aggregate: string; readonly pointer: string}>()
  for (const [index, {aggregate, assemblies}] of indexedRecords(view.document['compositions'])) {
    const stated = asText(aggregate)
    if (stated === undefined) continue
    for (const ref of textsOf(assemblies)) {
      const pointer = `/compositions/${index}/aggregate`
      const before = answers.get(ref)
      if (before === undefined) answers.set(ref, {aggregate: stated, pointer})
      if (
        before === undefined ||
        before.aggregate === stated ||
        (before.aggregate !== 'complete' && stated !== 'complete')
      )
        continue
      const name = view.byRef.get(ref)?.name ?? ref
      const conflict = [before, {aggregate: stated, pointer}].map(side => ({
        value: side.aggregate,
        source: `the BOM, ${side.pointer}`,
      }))
      const evidence = [notes.cite(before.pointer, before.aggregate), notes.cite(pointer, stated)]
      notes.find('complete-claimed', {
        subject: name,
        message: `${name} is declared both ${before.aggregate} and ${stated}`,
        conflict,
        evidence,
      })
    }
  }
}

function gapIn(part: Part, view: BomView): string | undefined {
  const files = filesOf(view, part)
  // code without a digest is told as such
  const without = files.filter(({node, role}) => role !== 'code' && hashesOf(node).length === 0)
  if (without.length > 0) return `${listedFiles(without)} ${without.length === 1 ? 'has' : 'have'} no digest`
  const ownFiles = view.parts.filter(({parent}) => parent === part)
  if ((part.role === 'dataset' ? ownFiles : files).length === 0 && hashesOf(part.node).length === 0)
    return 'none of its files is listed'
  return undefined
}
