import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'
import {readGraph2} from './graph-2.ts'
import {packageOf2} from './package-2.ts'
import type {ReadSpdx} from './read.ts'

/** Packages contain each other some five deep; what is deeper is put at the top. */
const pointerLength = 1000

/**
 * Reads packages, files and what joins them from an SPDX 2.2 or 2.3 document. Snippets, annotations and reviews are
 * not carried.
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function fromSpdx2(source: UnknownRecord): ReadSpdx {
  const graph = readGraph2(source)
  const places = new Map<string, string>()
  const placed = new Set<string>()
  const texts = extractedTexts(source)
  const subject = subjectOf(graph)
  const component = subject === undefined ? undefined : placeSubject(subject, '/metadata/component')
  const all = [...graph.elements.values()]
  const inside = new Set(
    all.flatMap(({id}) => [
      ...(id === subject?.id ? [] : graph.targetsOf(id, 'contains')),
      ...graph.targetsOf(id, 'descendantOf'),
    ]),
  )
  const components: UnknownRecord[] = []
  for (const element of [...all.filter(({id}) => !inside.has(id)), ...all]) {
    if (!placed.has(element.id)) components.push(withChildren(element, `/components/${components.length}`))
  }
  return {
    document: {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {...metadataOf(asRecord(source['creationInfo']) ?? {}), ...(component !== undefined && {component})},
      components,
      ...dependenciesOf(graph),
    },
    specVersion: String(source['spdxVersion']).replace('SPDX-', ''),
    places,
    problems: graph.problems,
  }

  /** What it contains are the components of the document. */
  function placeSubject(element: SpdxElement, pointer: string): UnknownRecord {
    return {...place(element, pointer), ...ancestorsOf(element, pointer)}
  }

  function place(element: SpdxElement, pointer: string): UnknownRecord {
    placed.add(element.id)
    places.set(pointer, element.pointer)
    return packageOf2(element, texts)
  }

  function withChildren(element: SpdxElement, pointer: string): UnknownRecord {
    const component = place(element, pointer)
    const components = childrenOf(element, 'contains', `${pointer}/components`)
    return {...component, ...(components.length > 0 && {components}), ...ancestorsOf(element, pointer)}
  }

  function ancestorsOf(element: SpdxElement, pointer: string): UnknownRecord {
    const ancestors = childrenOf(element, 'descendantOf', `${pointer}/pedigree/ancestors`)
    return ancestors.length === 0 ? {} : {pedigree: {ancestors}}
  }

  function childrenOf({id}: SpdxElement, relation: string, pointer: string): UnknownRecord[] {
    const list: UnknownRecord[] = []
    if (pointer.length > pointerLength) return list
    for (const target of graph.targetsOf(id, relation)) {
      const child = graph.elements.get(target)
      if (child !== undefined && !placed.has(target)) list.push(withChildren(child, `${pointer}/${list.length}`))
    }
    return list
  }
}

/** The only element that the document describes. */
function subjectOf({elements, targetsOf}: SpdxGraph): SpdxElement | undefined {
  const described = targetsOf('', 'describes').flatMap(id => elements.get(id) ?? [])
  const [only, ...others] = described
  return others.length === 0 ? only : undefined
}

function metadataOf({created, creators}: UnknownRecord): UnknownRecord {
  const named = textsOf(creators).map(text => /^(Tool|Organization|Person): *(.{1,500})$/.exec(text))
  const names = (isTool: boolean): string[] =>
    named.flatMap(match => (match !== null && (match[1] === 'Tool') === isTool ? (match[2] ?? []) : []))
  const [tools, authors] = [names(true), names(false)]
  return {
    ...(asText(created) !== undefined && {timestamp: created}),
    ...(authors.length > 0 && {authors: authors.map(name => ({name}))}),
    ...(tools.length > 0 && {tools: {components: tools.map(name => ({type: 'application', name}))}}),
  }
}

/** Texts of licenses that are not on the list of SPDX, by their id in the document. */
function extractedTexts(source: UnknownRecord): ReadonlyMap<string, UnknownRecord> {
  return new Map(
    recordsOf(source['hasExtractedLicensingInfos']).flatMap(info => {
      const id = asText(info['licenseId'])
      return id === undefined ? [] : [[id, info] as const]
    }),
  )
}

function dependenciesOf({elements, targetsOf}: SpdxGraph): UnknownRecord {
  const dependencies = [...elements.keys()].flatMap(ref => {
    const dependsOn = targetsOf(ref, 'dependsOn').filter(id => elements.has(id))
    return dependsOn.length === 0 ? [] : [{ref, dependsOn}]
  })
  return dependencies.length === 0 ? {} : {dependencies}
}
