import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import type {OciDigest} from '../../registries/oci/manifest.ts'

/** A folder in the image layout: `oci-layout`, `index.json`, `blobs/<algorithm>/<hex>`. */
export function isOciLayout(folder: string): boolean {
  return (
    existsSync(join(folder, 'oci-layout')) &&
    existsSync(join(folder, 'index.json')) &&
    kindOfPath(join(folder, 'blobs')) === 'folder'
  )
}

/** Where an image layout keeps a blob, relative to its folder. */
export function layoutBlobPath({alg, hex}: OciDigest): string {
  return `blobs/${alg}/${hex}`
}
