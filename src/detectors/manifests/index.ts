import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {manifestOf} from './names.ts'

/** The readers of packages refuse more. */
const fileLimitBytes = 64n * 1024n * 1024n

/**
 * The files that declare or pin dependencies, with the digest of what was read: a package is only as true as they are.
 */
export const manifests: Detector = {
  id: 'manifests',
  version: 1,
  finds: ['dependency-manifest'],
  required: file => manifestOf(file.path) !== undefined,
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const facts = manifestOf(file.path)
  if (facts === undefined || file.byteLength > fileLimitBytes) return {assets: []}
  try {
    const reader = await file.bytes()
    const hex = sha256Hex(reader.read(0n, Number(reader.byteLength)))
    return {
      assets: [
        {
          kind: 'dependency-manifest',
          id: localId('dependency-manifest', file.path),
          name: file.path,
          aliases: [],
          digests: [{alg: 'sha256', hex, of: 'content', from: 'computed'}],
          evidence: [
            {
              detector: 'manifests',
              technique: 'file-name',
              path: file.path,
              line: 1,
              level: 'used',
              scope: context.scopeOf(file.path),
              confidence: 1,
            },
          ],
          facts,
        },
      ],
    }
  } catch (error) {
    // the reader of its packages reports why
    if (error instanceof AibomError) return {assets: []}
    throw error
  }
}
