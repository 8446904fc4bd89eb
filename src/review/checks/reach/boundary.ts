import {asRecord, asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isSameCompany} from '../../facts/company.ts'
import {makerOf, supplierOf} from '../../view.ts'
import {endpointsOf, isLocal} from '../services.ts'

/** A service that somebody else runs, of which it is said that no data leaves. */
export function checkBoundary({view, notes}: ReviewContext): void {
  const own = makerOf(view.subject?.node ?? {}) ?? supplierOf(view.metadata)
  if (own === undefined) return
  for (const service of view.services) {
    const provider = asText(asRecord(service.node['provider'])?.['name'])
    const isRemote = endpointsOf(service).some(endpoint => !isLocal(endpoint))
    if (
      service.node['x-trust-boundary'] !== false ||
      provider === undefined ||
      !isRemote ||
      isSameCompany(own, provider)
    )
      continue
    const conflict = [
      {value: 'does not cross a boundary', source: 'x-trust-boundary'},
      {value: provider, source: 'its provider'},
    ]
    const message = `${service.name} is run by ${provider}, but is said not to cross the boundary of ${own}`
    notes.find('service-boundary', {
      subject: service.name,
      message,
      conflict,
      evidence: [notes.cite(`${service.pointer}/x-trust-boundary`, 'false')],
    })
  }
}
