import {all} from '../../detectors/all.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {readOwnRows} from '../../lib/own-files.ts'

/** What decides a result besides the source: as long as it is the same, what has not changed is not read again. */
export interface Setting {
  readonly toolVersion: string
  readonly exclude: readonly string[]
  readonly online: boolean
}

/** The tool, its detectors and catalog, and the options, as one short text. */
export function settingOf({toolVersion, exclude, online}: Setting): string {
  const detectors = all.map(({id, version}) => `${id}@${version}`)
  const catalog = readOwnRows('catalog.json', 'src/catalog/libraries')
  return sha256Hex(JSON.stringify([toolVersion, detectors, catalog, exclude, online])).slice(0, 16)
}
