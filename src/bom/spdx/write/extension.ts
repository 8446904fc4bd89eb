import {asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import {propertiesExtension} from '../terms.ts'
import type {Carried} from './carried.ts'

/** The properties that no field has carried, in the extension that SPDX has for properties of CycloneDX. */
export function extensionOf(properties: unknown, pointer: string, carried: Carried): UnknownRecord {
  const entries = indexedRecords(properties).flatMap(([index, {name, value}]) => {
    const at = `${pointer}/${index}`
    const [key, text] = [asText(name), asText(value)]
    if (key === undefined || text === undefined || carried.has(at)) return []
    carried.mark(at)
    return [{type: 'extension_CdxPropertyEntry', extension_cdxPropName: key, extension_cdxPropValue: text}]
  })
  return entries.length === 0 ? {} : {extension: [{type: propertiesExtension, extension_cdxProperty: entries}]}
}
