import {isPrivateAddress} from '../../../lib/http/host-reach.ts'
import {skeletonOf} from '../../../lib/names/look-alike.ts'
import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {type BomView, type Part, referencesOf, type StatedReference} from '../../view.ts'
import {originsOf} from '../licences.ts'
import {tellLookAlike} from '../names/tell.ts'
import {hostOf, isLocal} from '../services.ts'

/** Kinds of references that are of the thing itself. */
const ownKinds: ReadonlySet<unknown> = new Set(['distribution', 'distribution-intake', 'model-card', 'website'])
const hubAddress =
  /^https?:\/\/(?:www\.)?huggingface\.co\/(?!datasets\/|spaces\/|papers\/|docs\/|blog\/)([\w.-]{1,96})\/([\w.-]{1,96})(?:\/(?:tree|blob|resolve|raw)\/([0-9a-f]{40})(?:\/|$))?/
const ownerAddress =
  /^https?:\/\/(?:www\.)?(?:huggingface\.co|github\.com|gitlab\.com)\/(?:datasets\/)?([\w.-]{1,96})\//
/** Addresses that nobody can follow: of a program, or of the machine that the BOM was made on. */
const privateAddress = /^(?:javascript|vbscript|data|file):|^(?:\/(?:home|root|Users|tmp|mnt|var|opt)\/|[A-Za-z]:\\)/i

/**
 * Addresses of a model or data set: of another one, of another state of it, of an owner whose name is almost the same.
 */
export function checkOwnAddresses({view, notes, isOwn, artifacts}: ReviewContext): void {
  const reached = reachedIn(artifacts)
  const tellPrivate = (part: Part, address: StatedReference): void => {
    if (!reached.has(hostOf(address.url))) tellUnreachable(part, address, notes)
  }
  for (const part of view.parts) {
    if (isOwn || (part.role !== 'model' && part.role !== 'dataset')) continue
    for (const address of licencePages(part)) tellPrivate(part, address)
    for (const address of referencesOf(part)) {
      tellPrivate(part, address)
      tellOwner(part, address, notes)
      if (part.role === 'model' && ownKinds.has(address.type)) tellHub(part, address, {view, notes})
    }
  }
}

/** Hosts of the registry that was asked in this review: whoever reads it has one of their own. */
function reachedIn(artifacts: ReviewContext['artifacts']): ReadonlySet<string> {
  return new Set(
    artifacts
      .filter(({source}) => source === 'registry')
      .flatMap(({inventory}) => inventory.assets)
      .flatMap(({references}) => (references ?? []).map(({url}) => hostOf(url)))
      .filter(host => host !== ''),
  )
}

function tellUnreachable({name}: Part, {type, url, pointer}: StatedReference, notes: ReviewContext['notes']): void {
  if (!privateAddress.test(url) && !isPrivateHost(url)) return
  notes.find('address-differs', {
    subject: name,
    message: `the ${String(type)} address of ${name} is not publicly reachable: ${url.slice(0, 80)}`,
    evidence: [notes.cite(pointer, url)],
  })
}

/** This machine, or an address that only one network has. */
function isPrivateHost(url: string): boolean {
  return isLocal(url) || isPrivateAddress(hostOf(url))
}

function licencePages({node, pointer}: Part): StatedReference[] {
  return indexedRecords(node['licenses']).flatMap(([index, item]) => {
    const url = asText(asRecord(item['license'])?.['url'])
    return url === undefined ? [] : [{type: 'license', url, pointer: `${pointer}/licenses/${index}/license/url`}]
  })
}

/** `rnistralai` beside `mistralai`. */
function tellOwner({node, name}: Part, {url, pointer}: StatedReference, notes: ReviewContext['notes']): void {
  const own = asText(node['group'])
  const [, owner] = ownerAddress.exec(url) ?? []
  if (own === undefined || owner === undefined || owner.toLowerCase() === own.toLowerCase()) return
  if (owner.replace(/[-_.]/g, '').toLowerCase() === own.replace(/[-_. ]/g, '').toLowerCase()) return
  if (skeletonOf(owner) !== skeletonOf(own)) return
  tellLookAlike({name: owner, imitated: own, list: 'its own group', subject: name, pointer}, notes)
}

/** The hub's own pages name what they are of, and now and then its commit. */
function tellHub(
  model: Part,
  {type, url, pointer}: StatedReference,
  {view, notes}: {view: BomView; notes: ReviewContext['notes']},
): void {
  const {id: own, commit, field} = hubNameOf(model)
  const [, owner, name, revision] = hubAddress.exec(url) ?? []
  if (own === undefined || owner === undefined || name === undefined) return
  const id = `${owner}/${name}`.toLowerCase()
  const isOther = id !== own && !originsOf(model, view).bases.some(part => hubNameOf(part).id === id)
  const isMoved = id === own && revision !== undefined && commit !== undefined && revision !== commit
  if (!isOther && !isMoved) return
  const [here, there] = isOther ? [own, id] : [commit ?? '', revision ?? '']
  const conflict = [
    {value: here, source: field === 'purl' ? 'its package URL' : 'its name'},
    {value: there, source: `its ${String(type)} address`},
  ]
  const evidence = [notes.cite(`${model.pointer}/${field}`, String(model.node[field])), notes.cite(pointer, url)]
  const message = isOther
    ? `the address of ${own} is that of ${id}`
    : `${own} is commit ${here}, but its ${String(type)} address is commit ${there}`
  notes.find('address-differs', {subject: model.name, message, conflict, evidence})
}

interface HubName {
  /** `owner/name` in lower case */
  readonly id?: string
  readonly commit?: string | undefined
  /** the field that says it */
  readonly field: 'purl' | 'name'
}

const repositoryName = /^[\w.-]{1,96}\/[\w.-]{1,96}$/

/** By its package URL; of a model that has none, by a name that is a repository's, as tools that read code write it. */
function hubNameOf({node}: Part): HubName {
  const purl = asText(node['purl'])
  const name = asText(node['name']) ?? ''
  if (purl === undefined) return {field: 'name', ...(repositoryName.test(name) && {id: name.toLowerCase()})}
  const [, id, commit] = /^pkg:huggingface\/([\w.%-]{1,96}\/[\w.%-]{1,96})(?:@([0-9a-f]{40}))?/i.exec(purl) ?? []
  return {field: 'purl', ...(id !== undefined && {id: id.toLowerCase(), commit: commit?.toLowerCase()})}
}
