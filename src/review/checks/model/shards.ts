import {listed} from '../../../lib/text/listed.ts'
import type {ReviewContext} from '../../context.ts'
import {shardOf} from '../../facts/shards.ts'
import {filesOf, type Part} from '../../view.ts'

/** Real models come in some hundred files at most. */
const mostShards = 2000
const told = 6

/** Numbered files of which not all are there. */
export function checkShards({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const sets = new Map<string, {readonly of: number; readonly indexes: Set<number>; readonly file: Part}>()
    for (const file of filesOf(view, model)) {
      const shard = shardOf(file.name)
      if (shard === undefined || shard.of > mostShards) continue
      const set = sets.get(shard.stem) ?? {of: shard.of, indexes: new Set<number>(), file}
      sets.set(shard.stem, set)
      set.indexes.add(shard.index)
    }
    for (const {of, indexes, file} of sets.values()) {
      const missing = Array.from({length: of}, (_, index) => index + 1).filter(index => !indexes.has(index))
      if (missing.length === 0) continue
      const message = `${file.name} is one of ${of} files, but only ${indexes.size} are listed; missing: ${listed(missing.map(String), told)}`
      notes.find('shard-missing', {subject: model.name, message, evidence: [notes.cite(file.pointer, file.name)]})
    }
  }
}
