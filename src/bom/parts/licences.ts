import {isSupportedSpdxId} from '@cyclonedx/cyclonedx-library/SPDX'
import type {Licence} from '../../inventory/asset.ts'
import {compact} from '../../lib/compact.ts'
import {asRecord} from '../../lib/narrow.ts'
import type {LicenseChoice} from '../spec/cyclonedx.generated.ts'
import type {Addresses} from './addresses.ts'
import type {PropertyBag, PropertyFields} from './properties.ts'

/**
 * Licences as stated. An expression stands alone in a list of CycloneDX up to 1.6, and an id must be on its list: where
 * that does not hold the text is written as a name, and a property says what it is.
 */
export function toLicences(
  licences: readonly Licence[],
  addresses: Addresses,
): {readonly licenses: LicenseChoice; readonly properties: PropertyFields} {
  const ids: string[] = []
  const expressions: string[] = []
  const licenses: LicenseChoice = licences.map(licence => {
    const acknowledgement = 'declared' as const
    if (licence.kind === 'expression') {
      if (licences.length === 1) return {expression: licence.expression, acknowledgement}
      expressions.push(licence.expression)
      return {license: {name: licence.expression, acknowledgement}}
    }
    const url = licence.url === undefined ? undefined : addresses.write(licence.url)
    if (licence.kind === 'name') return {license: compact({name: licence.name, acknowledgement, url})}
    if (isSupportedSpdxId(licence.id)) return {license: compact({id: licence.id, acknowledgement, url})}
    ids.push(licence.id)
    return {license: compact({name: licence.id, acknowledgement, url})}
  })
  const properties: PropertyFields = [
    ['aibom:licence:id', ids],
    ['aibom:licence:expression', expressions],
  ]
  return {licenses, properties}
}

/**
 * Entries without expression, id or name are left out. Our own properties tell an id or expression that had to be
 * written as a name.
 */
export function readLicences(list: readonly unknown[], bag: PropertyBag, addresses: Addresses): Licence[] {
  const ids = new Set(bag.texts('aibom:licence:id'))
  const expressions = new Set(bag.texts('aibom:licence:expression'))
  return list.flatMap((item): Licence[] => {
    const choice = asRecord(item)
    if (typeof choice?.['expression'] === 'string') return [{kind: 'expression', expression: choice['expression']}]
    const license = asRecord(choice?.['license'])
    const url = typeof license?.['url'] === 'string' ? addresses.read(license['url']) : undefined
    const id = license?.['id']
    const name = license?.['name']
    if (typeof id === 'string') return [compact({kind: 'id' as const, id, url})]
    if (typeof name !== 'string') return []
    if (expressions.has(name)) return [{kind: 'expression', expression: name}]
    return ids.has(name)
      ? [compact({kind: 'id' as const, id: name, url})]
      : [compact({kind: 'name' as const, name, url})]
  })
}
