import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import {variantPointers} from '../../lib/parse/field-names.ts'
import {hashesOf, nameOf, nodeAt, nodesAt, noteHashes, propertiesOf, type StatedHash, type StatedNode} from './node.ts'
import {type OtherDigests, otherDigests} from './other-digests.ts'
import {repositoryOf, type StatedRepository} from './repository.ts'

/** A component as its maker states it, for whoever holds files against it. */
export interface StatedComponent {
  /** its bom-ref, or else its name */
  readonly ref: string
  readonly bomRef: string | undefined
  /** `group/name` */
  readonly name: string
  /** of CycloneDX: `file`, `library`, `machine-learning-model` … */
  readonly type: string
  readonly purl: string | undefined
  readonly hashes: readonly StatedHash[]
  /** where the whole of it was found, as opposed to a line in which it is named */
  readonly places: readonly string[]
  /** what aibom's own documents say besides */
  readonly own: OwnFacts | undefined
}

/** What a document of ours says of a component beyond CycloneDX. */
export interface OwnFacts {
  readonly kind: string
  /** `weights:models/a.gguf` */
  readonly id: string
  /** true where a Git LFS pointer was in the place of the weights, or a registry has them */
  readonly isAbsent: boolean
  /** files that a registry lists of it: `stated` where the BOM is of that repository, and each is a file of the BOM */
  readonly list: 'none' | 'stated' | 'elsewhere'
}

/** What a BOM says of files. */
export interface StatedFiles {
  /** all but what an own BOM is of, which is its files */
  readonly components: readonly StatedComponent[]
  readonly repository: StatedRepository | undefined
  readonly others: OtherDigests
  /** what its maker could not read, as far as aibom was the maker */
  readonly gaps: number
  /** JSON pointers of what should say something of a file and is not written as it must be */
  readonly unreadable: readonly string[]
}

/** Fields of CycloneDX by which a component, its digests and its places are read. */
const readFields: ReadonlySet<string> = new Set([
  ...['metadata', 'component', 'components', 'bom-ref', 'type', 'group', 'name', 'purl', 'hashes', 'alg', 'content'],
  ...['evidence', 'occurrences', 'location', 'line', 'offset', 'symbol', 'externalReferences', 'url', 'properties'],
])

/** Every component, however deep it is nested, and the subject of a BOM that another tool wrote. */
export function readStatedFiles(document: UnknownRecord): StatedFiles {
  const unreadable = variantPointers(document, readFields)
  const root = {pointer: '', node: document}
  const metadata = nodeAt(root, 'metadata', unreadable)
  const subject = metadata === undefined ? undefined : nodeAt(metadata, 'component', unreadable)
  const isOwn = propertiesOf(metadata?.node, 'aibom:taxonomy').length > 0
  const subjects = subject === undefined ? [] : [subject, ...nestedIn(subject, unreadable)]
  const nodes = [...subjects, ...nestedIn(root, unreadable)]
  const repository = isOwn ? repositoryOf(subject?.node, nodes, unreadable) : undefined
  const isOfFiles = (stated: StatedNode): boolean =>
    repository?.nodes.has(stated) === true && hashesOf(stated.node).length === 0
  const components = nodes.filter(stated => !(isOwn && (stated === subject || isOfFiles(stated))))
  return {
    components: components.map(stated => toComponent(stated, {isOwn, repository}, unreadable)),
    repository,
    others: otherDigests(document, components, isOwn),
    gaps: propertiesOf(metadata?.node, 'aibom:gap').length,
    unreadable,
  }
}

/** Level by level, without recursion. */
function nestedIn(parent: StatedNode, unreadable: string[]): StatedNode[] {
  const found = nodesAt(parent, 'components', unreadable)
  for (const node of found) for (const inner of nodesAt(node, 'components', unreadable)) found.push(inner)
  return found
}

interface Origin {
  readonly isOwn: boolean
  readonly repository: StatedRepository | undefined
}

function toComponent(stated: StatedNode, {isOwn, repository}: Origin, unreadable: string[]): StatedComponent {
  const {node} = stated
  noteHashes(stated, unreadable)
  // ours may be written with its place, so that readers do not take it for another
  const name = (isOwn ? propertiesOf(node, 'aibom:name')[0] : undefined) ?? nameOf(node)
  const bomRef = asText(node['bom-ref'])
  const ref = bomRef ?? name
  return {
    ref,
    bomRef,
    name,
    type: asText(node['type']) ?? '',
    purl: asText(node['purl']),
    hashes: hashesOf(node),
    places: placesOf(stated, unreadable),
    own: isOwn ? ownFacts(stated, ref, repository) : undefined,
  }
}

function placesOf(stated: StatedNode, unreadable: string[]): string[] {
  const evidence = nodeAt(stated, 'evidence', unreadable)
  const occurrences = evidence === undefined ? [] : nodesAt(evidence, 'occurrences', unreadable)
  return occurrences.flatMap(({pointer, node: {location, line, offset, symbol}}) => {
    const text = asText(location)
    if (text === undefined) unreadable.push(pointer)
    return text === undefined || line !== undefined || offset !== undefined || symbol !== undefined ? [] : [text]
  })
}

function ownFacts(stated: StatedNode, ref: string, repository: StatedRepository | undefined): OwnFacts {
  const {node} = stated
  const isListed = propertiesOf(node, 'aibom:hub:file').length > 0
  const list = repository?.nodes.has(stated) === true ? 'stated' : isListed ? 'elsewhere' : 'none'
  const [kind = ''] = propertiesOf(node, 'aibom:kind')
  const [id = ref] = propertiesOf(node, 'aibom:id')
  return {kind, id, isAbsent: propertiesOf(node, 'aibom:weights:present').includes('false'), list}
}
