import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {assemble, type ReadSpdx} from '../assemble.ts'
import type {SpdxElement, SpdxGraph} from '../graph.ts'
import {readGraph2} from './graph.ts'
import {lostOf2} from './lost.ts'
import {isModelByContent, packageOf2, typeByOrigin} from './package.ts'

/** Longer names are none. */
const longestName = 500

/**
 * Reads packages, files and what joins them from an SPDX 2.2 or 2.3 document. Snippets, annotations and reviews are
 * not carried. What its subject contains are the components of the document.
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function fromSpdx2(source: UnknownRecord): ReadSpdx {
  const graph = readGraph2(source)
  const texts = extractedTexts(source)
  const subject = subjectOf(graph)
  const datasetsOf = ({id}: SpdxElement): readonly string[] => graph.targetsOf(id, 'trainedOn')
  const data = new Set([...graph.elements.values()].flatMap(datasetsOf))
  const models = new Set(
    [...graph.elements.values()].filter(element => isModelByContent(element, filesIn(element, graph))),
  )
  const {created, creators} = asRecord(source['creationInfo']) ?? {}
  return assemble({
    specVersion: String(source['spdxVersion']).replace('SPDX-', ''),
    graph,
    packages: [...graph.elements.values()],
    subject,
    created,
    authors: creatorsOf(creators, 'Organization', 'Person').map(name => ({name})),
    tools: creatorsOf(creators, 'Tool'),
    lost: lostOf2(source),
    refOf: ({id}) => id,
    insideOf: element => {
      const isProduct = element === subject && !models.has(element) && typeByOrigin(element.node) === undefined
      return isProduct ? [] : graph.targetsOf(element.id, 'contains')
    },
    toComponent: (element, {components, ancestors}) => ({
      ...packageOf2(element, {
        texts,
        isModel: models.has(element),
        isData: data.has(element.id),
        datasets: datasetsOf(element),
      }),
      ...(components.length > 0 && {components}),
      ...(ancestors.length > 0 && {pedigree: {ancestors}}),
    }),
  })
}

function filesIn({id}: SpdxElement, {elements, targetsOf}: SpdxGraph): string[] {
  return targetsOf(id, 'contains').flatMap(target => asText(elements.get(target)?.node['fileName']) ?? [])
}

/** The only element that the document describes. */
function subjectOf({elements, targetsOf}: SpdxGraph): SpdxElement | undefined {
  const [only, ...others] = targetsOf('', 'describes').flatMap(id => elements.get(id) ?? [])
  return others.length === 0 ? only : undefined
}

/** `Tool: syft-1.18.0` → `syft-1.18.0`. */
function creatorsOf(creators: unknown, ...kinds: readonly string[]): string[] {
  return textsOf(creators).flatMap(text => {
    const colon = text.indexOf(':')
    const name = text.slice(colon + 1).replace(/^ +/, '')
    const isName = name !== '' && name.length <= longestName && !/[\n\r\u2028\u2029]/.test(name)
    return isName && kinds.includes(text.slice(0, Math.max(0, colon))) ? [name] : []
  })
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
