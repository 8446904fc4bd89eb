import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence, Technique} from '../../inventory/evidence.ts'
import type {ModelFacts} from '../../inventory/facts.ts'
import type {Gap} from '../../inventory/gap.ts'
import {keyOf} from '../../inventory/identity.ts'
import {baseName} from '../../lib/path.ts'
import type {DetectorContext} from '../detector.ts'
import type {NoteOf} from './note.ts'

/** A model with its surroundings, as the assembly collects them. */
export interface Assembled {
  readonly assets: Asset[]
  readonly relationships: Relationship[]
  readonly gaps: Gap[]
}

/** A weight file that was read, with its asset. */
export type WeightsNote = NoteOf<'weights'>

/** Files that an index or a numbered set promises and that are not here. */
export const missingShardProperty = 'aibom:model:missing-shard'
const confidence = 0.9

/** A file of a model's folder: it configures a model, and no code was seen to use it. */
export function evidenceAt(
  context: DetectorContext,
  path: string,
  rule: string,
  technique: Technique,
  line?: number,
): Evidence {
  return {
    detector: `weights/${rule}`,
    technique,
    path,
    ...(line !== undefined && {line}),
    level: 'configured',
    scope: context.scopeOf(path),
    confidence,
  }
}

/** A model that no registry is known to have. */
export function localModel(
  id: string,
  name: string,
  evidence: readonly Evidence[],
  facts: ModelFacts,
): AssetOf<'model'> {
  return {kind: 'model', id, name, aliases: [], digests: [], evidence, facts}
}

/** The model holds these files. */
export function contain(model: Asset, files: readonly WeightsNote[]): Relationship[] {
  return files.map(({asset}) => ({from: keyOf(model), to: keyOf(asset), kind: 'contains'}))
}

/** Elements of all files; undefined unless each of them tells. */
export function sumParameters(files: readonly WeightsNote[]): bigint | undefined {
  let sum = 0n
  for (const {asset} of files) {
    if (asset.facts.parameters === undefined) return undefined
    sum += asset.facts.parameters
  }
  return files.length === 0 ? undefined : sum
}

/** Last part of a path, without what a numbered set and the format add. */
export function stemOf(path: string): string {
  const name = baseName(path)
  return name.replace(/\.\w+$/, '').replace(/-\d{5}-of-\d{5}$/, '')
}
