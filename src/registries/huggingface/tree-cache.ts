import {asRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {type HubEntry, toHubEntry} from './schema.ts'

const formatVersion = 1

/**
 * `trees/<commit>.json` of the hub's cache: every file of the commit, those that were not downloaded too.
 * @returns undefined where it is no such list
 * @see huggingface_hub `_tree_cache.py`: format_version, files → size, blob_id, lfs_sha256, lfs_size, xet_hash
 */
export function parseTreeCache(text: string): readonly HubEntry[] | undefined {
  const tree = asRecord(parseJsonOrNothing(text))
  const files = asRecord(tree?.['files'])
  if (tree?.['format_version'] !== formatVersion || files === undefined) return undefined
  const entries = Object.entries(files).flatMap(([path, file]) => toEntry(path, file) ?? [])
  return entries.length === Object.keys(files).length ? entries : undefined
}

function toEntry(path: string, file: unknown): HubEntry | null | undefined {
  const fields = asRecord(file)
  const sha256 = fields?.['lfs_sha256'] ?? undefined
  const size = fields?.['size']
  const lfs = sha256 === undefined ? {} : {lfs: {oid: sha256, size: fields?.['lfs_size'] ?? size}}
  return toHubEntry({path, size, oid: fields?.['blob_id'], xetHash: fields?.['xet_hash'], ...lfs})
}
