import {isPersonalHost} from '../../../lib/names/personal-host.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {companyWords, isSameCompany} from '../../facts/company.ts'
import owners from '../../facts/lists/host-owners.json' with {type: 'json'}
import {type BomView, makerOf, type Part, supplierOf} from '../../view.ts'
import {endpointsOf, hostOf, isBareAddress, isLocal} from '../services.ts'

/** Services at an address of somebody other than the provider that is named. */
export function checkOwners({view, notes, isOwn}: ReviewContext): void {
  if (isOwn) return
  const own = makerOf(view.subject?.node ?? {}) ?? supplierOf(view.metadata)
  const domains = own === undefined ? new Set<string>() : domainsOf(own, view)
  for (const service of view.services) {
    for (const [index, endpoint] of endpointsOf(service).entries()) {
      const host = hostOf(endpoint)
      if (host === '' || isLocal(endpoint) || isBareAddress(endpoint)) continue
      const doubt = doubtOf(service, host, {own, domains})
      if (doubt === undefined) continue
      const {value, source} = doubt
      notes.find('service-elsewhere', {
        subject: service.name,
        message: `${service.name} is reached at ${host}: ${value}`,
        conflict: [
          {value: host, source: 'its endpoint'},
          {value, source},
        ],
        evidence: [notes.cite(`${service.pointer}/endpoints/${index}`, endpoint)],
      })
    }
  }
}

interface Vendor {
  readonly own: string | undefined
  readonly domains: ReadonlySet<string>
}

interface Doubt {
  readonly value: string
  readonly source: string
}

function doubtOf(service: Part, host: string, {own, domains}: Vendor): Doubt | undefined {
  if (isPersonalHost(host))
    return {value: 'a tunnel, a demo host or a personal machine', source: 'list of personal hosts'}
  const provider = asText(asRecord(service.node['provider'])?.['name'])
  if (provider === undefined) return undefined
  const owner = Object.entries(owners.owners).find(([domain]) => isUnder(host, domain))?.[1]
  if (owner !== undefined)
    return isSameCompany(owner, provider) || companyWords(owner).some(word => companyWords(provider).includes(word))
      ? undefined
      : {
          value: `it belongs to ${owner}, but the provider is said to be ${provider}`,
          source: 'list of well-known hosts',
        }
  const [known] = Object.entries(owners.owners).find(([domain, name]) => isRunBy(provider, name, domain)) ?? []
  if (known !== undefined && !companyWords(provider).some(word => host.includes(word)))
    return {value: `the provider is said to be ${provider}, which is at ${known}`, source: 'list of well-known hosts'}
  const isOwn = own !== undefined && isSameCompany(own, provider) && domains.size > 0
  if (!isOwn || domains.has(domainOf(host)) || owners.hosting.some(domain => isUnder(host, domain))) return undefined
  if (companyWords(provider).some(word => host.includes(word))) return undefined
  return {value: `the website of ${provider} is at ${[...domains].sort().join(', ')}`, source: 'the BOM'}
}

/** Those whose whole name is that of the owner of one host: clouds have many hosts, and names of their own for each. */
function isRunBy(provider: string, owner: string, domain: string): boolean {
  return (
    domain.startsWith('api.') && companyWords(provider).join(' ') === companyWords(owner).join(' ') && provider !== ''
  )
}

/** Where the vendor has pages, by what the BOM says of the vendor itself. */
function domainsOf(own: string, {metadata, subject}: BomView): ReadonlySet<string> {
  const entities = [metadata, subject?.node ?? {}].flatMap(node =>
    ['supplier', 'manufacturer'].flatMap((field): UnknownRecord[] => {
      const entity = asRecord(node[field])
      return entity === undefined ? [] : [entity]
    }),
  )
  const pages = entities
    .filter(entity => isSameCompany(asText(entity['name']) ?? own, own))
    .flatMap(entity => textsOf(entity['url']))
  const references = recordsOf(subject?.node['externalReferences'])
    .filter(isOwnPage)
    .flatMap(({url}) => asText(url) ?? [])
  return new Set([...pages, ...references].map(url => domainOf(hostOf(url))).filter(domain => domain !== ''))
}

function isOwnPage({type}: UnknownRecord): boolean {
  return type === 'website' || type === 'security-contact' || type === 'support'
}

function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** `acme.example`; of `acme.co.uk` three labels. */
function domainOf(host: string): string {
  const labels = host.split('.')
  const length = /^(?:co|com|org|net|ac|gov|or|ne)$/.test(labels.at(-2) ?? '') && labels.length > 2 ? 3 : 2
  return labels.slice(-length).join('.')
}
