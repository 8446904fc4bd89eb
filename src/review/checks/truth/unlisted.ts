import {baseName} from '../../../lib/path.ts'
import {listed} from '../../../lib/text/listed.ts'
import {codeInside} from '../../../rules/code-inside.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {filesOf} from '../../view.ts'

const told = 8
/** What runs, or is loaded by what runs. */
const codePattern = /\.(?:py|pyc|pyd|so|dll|dylib|sh|bash|bat|cmd|ps1|exe|js|mjs|cjs|jar|class|wasm|ipynb)$/i
/** What a loader reads beside the weights: settings, vocabularies, templates. */
const settingsPattern =
  /(?:^|\/)(?:config|generation_config|tokenizer(?:_config)?|special_tokens_map|added_tokens|preprocessor_config|processor_config|adapter_config|model_index|vocab|chat_template|modules|sentence_bert_config|quantize_config)\.(?:json|jinja|yaml)$|(?:^|\/)(?:merges|vocab)\.txt$|\.(?:model|tiktoken|spm|bpe|jinja)$/i
/** Of tools that look after the folder, and of signatures. */
const besidePattern = /(?:^|\/)(?:\.git|\.github|\.cache|__pycache__|node_modules)\//

/** Files at hand of which the BOM says nothing: weights and code, and where it lists such files, settings. */
export function checkUnlisted(artifact: Artifact, {view, notes}: ReviewContext): void {
  const {shown, source} = artifact
  const stated = new Set(view.parts.map(({name}) => baseName(name)))
  const isUnlisted = (name: string): boolean => !stated.has(baseName(name))
  const files = view.models.flatMap(model => filesOf(view, model))
  if (files.length === 0) return
  const weights = weightsIn(artifact).filter(isUnlisted)
  const others = (artifact.paths ?? []).filter(path => isUnlisted(path) && !besidePattern.test(path))
  const programs = programsIn(artifact)
  const code = others.filter(path => (codePattern.test(path) || programs.has(path)) && !weights.includes(path))
  const listsSettings = files.some(({name}) => settingsPattern.test(name))
  const settings = listsSettings ? others.filter(path => settingsPattern.test(path)) : []
  const names = [...new Set([...weights, ...code, ...settings])]
  if (names.length === 0) return
  notes.find('file-not-stated', {
    subject: names[0] ?? '',
    message: `in ${shown} but not in the BOM: ${listed(names, told)}`,
    evidence: names
      .slice(0, told)
      .map(name => notes.citeElsewhere({source, place: `${shown} · ${name}`, value: 'not in the BOM'})),
  })
}

/** Files that an inspection found to be programs, whatever they are called. */
function programsIn({judged = []}: Artifact): ReadonlySet<string> {
  return new Set(
    judged.flatMap(({path, findings}) => (findings.some(({rule}) => rule === codeInside.id) ? [path] : [])),
  )
}

function weightsIn({inventory, source}: Artifact): string[] {
  return inventory.assets.flatMap(asset =>
    asset.kind === 'weights' && (asset.facts.present || source === 'registry') ? [asset.name] : [],
  )
}
