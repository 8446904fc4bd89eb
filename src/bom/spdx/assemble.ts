import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'

/** An SPDX document in the form of CycloneDX. */
export interface ReadSpdx {
  readonly document: UnknownRecord
  readonly specVersion: string
  /** pointer in the SPDX document by pointer in the other form */
  readonly places: ReadonlyMap<string, string>
  readonly problems: SpdxGraph['problems']
  /** what has no place in the other form: `software_Package/software_sourceInfo (2)` */
  readonly lost: readonly string[]
}

/** What a document of any version of SPDX says, as far as it is carried. */
export interface SpdxContent {
  readonly specVersion: string
  readonly graph: SpdxGraph
  /** packages and files */
  readonly packages: readonly SpdxElement[]
  /** what the document describes, where that is one thing */
  readonly subject: SpdxElement | undefined
  readonly created: unknown
  readonly authors: readonly UnknownRecord[]
  readonly tools: readonly string[]
  readonly lost: readonly string[]
  /** further parts of the document, and of its metadata */
  readonly besides?: UnknownRecord
  readonly metadata?: UnknownRecord
  refOf(element: SpdxElement): string
  /** ids of what stands inside an element */
  insideOf(element: SpdxElement): readonly string[]
  toComponent(element: SpdxElement, inner: Inner): UnknownRecord
}

/** Components inside another one, and those that it was made from. */
export interface Inner {
  readonly components: readonly UnknownRecord[]
  readonly ancestors: readonly UnknownRecord[]
}

/** Packages contain each other some five deep; what is deeper is put at the top. */
const pointerLength = 1000
/** Characters of what is repeated; beyond them, a component that stands elsewhere is only named. */
const repeatedLength = 4_000_000

/**
 * Puts packages and files where CycloneDX has them: each once, though a graph may lead in a circle. What several things
 * were made from stands with each of them, whole with the first, by its name where that would be too much.
 */
export function assemble(content: SpdxContent): ReadSpdx {
  const {graph, packages, subject, specVersion} = content
  const byId = new Map(packages.map(element => [element.id, element]))
  const places = new Map<string, string>()
  const placed = new Set<string>()
  const repeat = repeaterOf(content)
  const component = subject === undefined ? undefined : place(subject, '/metadata/component')
  const inner = innerOf(content)
  const components: UnknownRecord[] = []
  for (const element of [...packages.filter(({id}) => !inner.has(id)), ...packages]) {
    if (!placed.has(element.id)) components.push(place(element, `/components/${components.length}`))
  }
  return {
    document: documentOf(content, component, components),
    specVersion,
    places,
    problems: graph.problems,
    lost: content.lost,
  }

  function place(element: SpdxElement, pointer: string): UnknownRecord {
    placed.add(element.id)
    places.set(pointer, element.pointer)
    const [inside, ancestors] = [
      placeAll(content.insideOf(element), pointer, '/components'),
      placeAll(graph.targetsOf(element.id, 'descendantOf'), pointer, '/pedigree/ancestors', placedBefore),
    ]
    return content.toComponent(element, {components: inside, ancestors})
  }

  function placeAll(
    ids: readonly string[],
    pointer: string,
    at: string,
    again: typeof placedBefore | undefined = undefined,
  ): UnknownRecord[] {
    const list: UnknownRecord[] = []
    if (pointer.length > pointerLength) return list
    for (const id of ids) {
      const child = byId.get(id)
      const there = `${pointer}${at}/${list.length}`
      if (child === undefined) continue
      if (!placed.has(id)) list.push(place(child, there))
      else if (again !== undefined) list.push(again(child, there))
    }
    return list
  }

  function placedBefore(element: SpdxElement, pointer: string): UnknownRecord {
    places.set(pointer, element.pointer)
    return repeat(element)
  }
}

function documentOf(
  content: SpdxContent,
  component: UnknownRecord | undefined,
  components: readonly UnknownRecord[],
): UnknownRecord {
  const dependencies = dependenciesIn(content)
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {...metadataOf(content), ...(component !== undefined && {component})},
    components,
    ...(dependencies.length > 0 && {dependencies}),
    ...content.besides,
  }
}

function dependenciesIn({graph, packages, refOf}: SpdxContent): UnknownRecord[] {
  return packages.flatMap(element => {
    const dependsOn = graph.targetsOf(element.id, 'dependsOn').flatMap(id => {
      const target = graph.elements.get(id)
      return target === undefined ? [] : [refOf(target)]
    })
    return dependsOn.length === 0 ? [] : [{ref: refOf(element), dependsOn}]
  })
}

/** Only the first of several has the bom-ref, and what is inside. */
function repeaterOf({toComponent}: SpdxContent): (element: SpdxElement) => UnknownRecord {
  const known = new Map<string, {readonly component: UnknownRecord; readonly length: number}>()
  let lengthLeft = repeatedLength
  return element => {
    const repeated = known.get(element.id) ?? read(element)
    const {component, length} = repeated
    known.set(element.id, repeated)
    if (length > lengthLeft) return {type: component['type'], name: component['name']}
    lengthLeft -= length
    return component
  }

  function read(element: SpdxElement): {readonly component: UnknownRecord; readonly length: number} {
    const {'bom-ref': _, ...component} = toComponent(element, {components: [], ancestors: []})
    return {component, length: JSON.stringify(component).length}
  }
}

function metadataOf({created, authors, tools, metadata}: SpdxContent): UnknownRecord {
  return {
    ...(asText(created) !== undefined && {timestamp: created}),
    ...metadata,
    ...(authors.length > 0 && {authors}),
    ...(tools.length > 0 && {tools: {components: tools.map(toTool)}}),
  }
}

/** `aibom 1.2.0` is a name and a version. */
function toTool(text: string): UnknownRecord {
  const [, name, version] = /^(\S[^\n]{0,200}) (v?\d\S{0,60})$/.exec(text) ?? []
  return name === undefined ? {type: 'application', name: text} : {type: 'application', name, version}
}

/** What stands in something else, or is what something was made from. */
function innerOf({packages, graph, insideOf}: SpdxContent): ReadonlySet<string> {
  return new Set(packages.flatMap(element => [...insideOf(element), ...graph.targetsOf(element.id, 'descendantOf')]))
}
