import {claimByName} from '../../detectors/weights/names.ts'
import type {FileEntry} from '../../inventory/source.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {isServing} from '../../safety/config/serving.ts'
import {maySayWhatToCall} from '../../safety/config/yaml-tags.ts'
import {probe} from '../../safety/probe.ts'
import {readers} from '../../safety/readers.ts'
import type {Source} from '../../sources/source.ts'
import {isHeadWorth} from '../extract/head-worth.ts'

/** Files of a repository that say nothing of a model under these names, whatever tool wrote them. */
const plainName =
  /(?:^|\/)(?:\.git|README|LICEN[CS]E|NOTICE)[^/]*$|\.(?:md|rst|lock)$|(?:^|\/)(?:model|dataset|space)s--[^/]+\/(?:refs|trees|\.no_exist)\//i

/** What a repository has much of, beside its models. */
const plainFormats: ReadonlySet<string> = new Set(['text', 'python', 'yaml'])

/** Configurations of Hydra, NeMo, Lightning and SpeechBrain have a loader call what they name. */
const yamlName = /\.ya?ml$/i
const yamlLimitBytes = 1024 * 1024

/**
 * Whether a file of a folder is part of a model: all that no plain name explains, and what has a plain name and the
 * content of a model.
 * A file named alone by the user is always inspected.
 */
export async function isModelFile(source: Source, entry: FileEntry): Promise<boolean> {
  if (entry.byteLength === 0n) return claimByName(entry.path) !== undefined
  const isPlain = plainName.test(entry.path) || !isHeadWorth(entry)
  if (entry.remote === true) return !isPlain
  if (!isPlain) return true
  const file = await source.open(entry.path)
  try {
    const bytes = await file.bytes()
    const part = probe(entry.path, bytes)
    if (yamlName.test(entry.path) && (isServing(entry.path) || namesTargets(bytes))) return true
    return readers.some(reader => !plainFormats.has(reader.format) && reader.matches(part) !== undefined)
  } finally {
    file.close?.()
  }
}

function namesTargets(bytes: ByteReader): boolean {
  return maySayWhatToCall(new TextDecoder().decode(bytes.read(0n, Math.min(Number(bytes.byteLength), yamlLimitBytes))))
}
