import {createHash} from 'node:crypto'
import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {isBomName, isOwnBom, recogniseBom} from './recognise.ts'

/** A BOM of this size is still hashed; a larger one is a gap. */
const bomLimitBytes = 256n * 1024n * 1024n
/** The marker keys stand first. */
const headBytes = 4096
const chunkBytes = 1024n * 1024n
const specPattern =
  /"specVersion"\s*:\s*"(\d\.\d)"|schema\/bom\/(\d\.\d)|"spdxVersion"\s*:\s*"SPDX-(\d\.\d)|SPDXVersion: SPDX-(\d\.\d)/

/**
 * Bills of materials met on the way: listed with their digest, never read as configuration. Those of aibom are its
 * output, not part of the software.
 */
export const boms: Detector = {
  id: 'boms',
  version: 1,
  finds: ['bom'],
  required: (file, head) =>
    head === undefined ? isBomName(file.path) : recogniseBom(new TextDecoder('latin1').decode(head)) !== undefined,
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  try {
    const {byteLength} = file
    if (byteLength > bomLimitBytes)
      throw new AibomError('AIBOM_FILE_TOO_LARGE', `${byteLength} bytes, more than ${bomLimitBytes}`)
    const reader = await file.bytes()
    const head = decodeText(reader.read(0n, byteLength < headBytes ? Number(byteLength) : headBytes))
    const format = recogniseBom(head)
    if (format === undefined || isOwnBom(head)) return {assets: []}
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
          digests: [{alg: 'sha256', hex: sha256OfFile(reader), of: 'content', from: 'computed'}],
          evidence: [
            {
              detector: 'boms',
              technique: 'manifest',
              path: file.path,
              line: 1,
              level: 'mentioned',
              scope: context.scopeOf(file.path),
              confidence: 1,
            },
          ],
          facts: {format, ...(spec !== undefined && {specVersion: spec})},
        },
      ],
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: [], gaps: [{path: file.path, stage: 'extract', code: gapCodeOf(error), message: error.message}]}
  }
}

/** Of the bytes as they are: decoded text may differ from them. */
function sha256OfFile(reader: ByteReader): string {
  const hash = createHash('sha256')
  for (let offset = 0n; offset < reader.byteLength; offset += chunkBytes) {
    const rest = reader.byteLength - offset
    hash.update(reader.read(offset, Number(rest < chunkBytes ? rest : chunkBytes)))
  }
  return hash.digest('hex')
}
