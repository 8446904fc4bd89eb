import {asText} from '../../../lib/narrow.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {hostOf, isCleartext} from '../services.ts'
import {tellDifference} from './tell.ts'
import {isOfProduct} from './undeclared.ts'

/** Where the code and settings of a delivery send data in the clear, and which version of a server they start. */
export function checkReached(artifact: Artifact, context: ReviewContext): void {
  if (artifact.source !== 'artifact') return
  tellPlain(artifact, context)
  compareServers(artifact, context)
}

function tellPlain(artifact: Artifact, {notes}: ReviewContext): void {
  const {shown, source, plainAddresses = []} = artifact
  const places = [...addressesOf(artifact), ...plainAddresses].filter(({address}) => isCleartext(address))
  // what a detector found stands among the lines of code too
  for (const {address, path, line} of new Map(places.map(place => [place.address, place])).values()) {
    const at = line === undefined ? path : `${path}:${line}`
    notes.find('service-cleartext', {
      subject: hostOf(address),
      message: `${at} in ${shown} sends data to ${address}`,
      evidence: [notes.citeElsewhere({source, place: `${shown} · ${at}`, value: address})],
    })
  }
}

interface Reached {
  readonly address: string
  readonly path: string
  readonly line?: number
}

/** Of services and servers of tools. */
function addressesOf({inventory}: Artifact): Reached[] {
  return inventory.assets.flatMap(asset => {
    const place = asset.evidence.find(each => each.level !== 'mentioned' && isOfProduct(each))
    const url = asset.kind === 'mcp-server' ? asset.facts.url : undefined
    const addresses = asset.kind === 'service' ? asset.facts.endpoints : url === undefined ? [] : [url]
    return place === undefined ? [] : addresses.map(address => ({...place, address}))
  })
}

/** A server that is fetched when it starts, in another version than the BOM has. */
function compareServers(artifact: Artifact, {notes, view}: ReviewContext): void {
  for (const {kind, facts} of artifact.inventory.assets) {
    const [base, version] = kind === 'mcp-server' ? splitPurl(facts.origin ?? '') : []
    const part = view.parts.find(({node}) => base !== undefined && splitPurl(asText(node['purl']) ?? '')[0] === base)
    const claimed = part === undefined ? undefined : asText(part.node['version'])
    const actual = version ?? 'whatever is newest'
    if (part === undefined || claimed === undefined || claimed === actual) continue
    const pointer = `${part.pointer}/version`
    tellDifference({rule: 'version-differs', what: 'version', claimed, actual, pointer}, part, artifact, notes)
  }
}

/** `pkg:npm/%40acme/beds-mcp@1.4.2` → what it is of, and the version. */
function splitPurl(purl: string): readonly [base?: string | undefined, version?: string | undefined] {
  const [, base, version] = /^(pkg:[^?#]{1,500}?)(?:@([^@/?#]{1,100}))?(?:[?#].{0,500})?$/.exec(purl) ?? []
  return base === undefined ? [] : [base.toLowerCase(), version]
}
