import {folderOf, pathIn} from '../../lib/path.ts'
import {statementDiffers} from '../../rules/statement-differs.ts'
import {leadsOut} from '../paths.ts'
import type {RepositoryView} from './view.ts'

/** An adapter against its weights, and against the base that it names in the same repository. */
export function examineAdapters(view: RepositoryView): void {
  for (const {path, facts} of view.files.values()) {
    if (!/(?:^|\/)adapter_config\.json$/.test(path)) continue
    judgeBase(view, path, facts['base_model_name_or_path'])
    judgeRank(view, path, facts['r'])
  }
}

/** A base that begins with a point lies in the repository, or nowhere. */
function judgeBase(view: RepositoryView, path: string, base: unknown): void {
  if (typeof base !== 'string' || !base.startsWith('./') || leadsOut(base) || !view.isWhole) return
  const place = pathIn(folderOf(path), base)
  if ([...view.byteLengths.keys()].some(file => file === place || file.startsWith(`${place}/`))) return
  view.find(path, statementDiffers, `its base ${base} is not there`, {
    member: 'base_model_name_or_path',
    evidence: base,
  })
}

/** The rank of LoRA is a side of each of its matrices. */
function judgeRank(view: RepositoryView, path: string, rank: unknown): void {
  const weights = view.files.get(pathIn(folderOf(path), 'adapter_model.safetensors') ?? '')
  if (typeof rank !== 'number' || weights === undefined) return
  for (const [name, shape] of weights.links?.tensors ?? []) {
    if (!/\.lora_A(?:\.\w+)?\.weight$/.test(name) || shape.startsWith(`${rank} × `)) continue
    view.find(path, statementDiffers, `it states the rank ${rank}, ${JSON.stringify(name)} is ${shape}`, {
      member: 'r',
      evidence: name,
    })
    return
  }
}
