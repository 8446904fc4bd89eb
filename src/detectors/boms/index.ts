import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {isBomName, recogniseBom} from './recognise.ts'

/** A BOM of this size is still hashed; a larger one is a gap. */
const bomLimitBytes = 256 * 1024 * 1024
const specPattern = /"specVersion"\s*:\s*"(\d\.\d)"|schema\/bom\/(\d\.\d)|"spdxVersion"\s*:\s*"SPDX-(\d\.\d)|SPDXVersion: SPDX-(\d\.\d)/

/** Bills of materials met on the way: listed with their digest, never read as configuration. */
export const boms: Detector = {
  id: 'boms',
  version: 1,
  finds: ['bom'],
  required: (file, head) => (head === undefined ? isBomName(file.path) : recogniseBom(new TextDecoder('latin1').decode(head)) !== undefined),
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  try {
    const text = await file.text(bomLimitBytes)
    const head = text.slice(0, 4096)
    const format = recogniseBom(head)
    if (format === undefined) return {assets: []}
    const spec = specPattern
      .exec(head)
      ?.slice(1)
      .find(version => version !== undefined)
    return {
      assets: [
        {
          kind: 'bom',
          id: localId('bom', file.path),
          name: file.path,
          aliases: [],
          digests: [{alg: 'sha256', hex: sha256Hex(text), of: 'content', from: 'computed'}],
          evidence: [
            {detector: 'boms', technique: 'manifest', path: file.path, line: 1, level: 'mentioned', scope: context.scopeOf(file.path), confidence: 1},
          ],
          facts: {format, ...(spec !== undefined && {specVersion: spec})},
        },
      ],
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: [], gaps: [{path: file.path, stage: 'extract', code: 'unreadable', message: error.message}]}
  }
}
