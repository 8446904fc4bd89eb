import {readCode} from '../code/read-code.ts'
import {AibomError} from '../lib/errors.ts'
import {isJsonObject, parseStrictJson} from '../lib/strict-json.ts'
import {codeActs} from '../rules/code-acts.ts'
import {codeInside} from '../rules/code-inside.ts'
import {indexDiffers} from '../rules/index-differs.ts'
import {templateDiffers} from '../rules/template-differs.ts'
import {actingCalls} from './code/judge-code.ts'
import type {RepositoryRule, RepositoryView} from './repository.ts'

/** Code that platforms load beside a model without being told to. */
const loadedByName = /^(?:handler|hubconf)\.py$/
const templateFact = /(?:^|\.)chat_template(?:\.json|\.jinja)?\.sha256$/

/** Code that a configuration names, and all other code of that folder, which it may import. */
async function examineCode(view: RepositoryView): Promise<void> {
  const folders = new Set<string>()
  for (const {path, findings} of view.files.values()) {
    if (findings.some(({rule, evidence = ''}) => rule === codeInside.id && evidence.endsWith('.py'))) folders.add(folderOf(path))
  }
  for (const path of [...view.paths].sort()) {
    if (!path.endsWith('.py')) continue
    const isNamed = [...folders].some(folder => folder === '' || path.startsWith(`${folder}/`))
    const isLoaded =
      loadedByName.test(path.slice(path.lastIndexOf('/') + 1)) && [...view.files.keys()].some(file => folderOf(file) === folderOf(path))
    if (isNamed || isLoaded) await examineModule(view, path)
  }
}

async function examineModule(view: RepositoryView, path: string): Promise<void> {
  view.find(path, codeInside, `the model brings the code ${path}`, {evidence: path})
  const text = await view.text(path)
  const module = text === undefined ? undefined : await readCode(text, path)
  if (module === undefined || 'message' in module) return
  for (const {name, line} of actingCalls(module)) view.find(path, codeActs, `line ${line} of ${path} calls ${name}`, {evidence: name})
}

/** An index names its shards; each must be there. */
async function examineIndexes(view: RepositoryView): Promise<void> {
  for (const path of [...view.files.keys()].filter(file => /\.index\.json$/.test(file)).sort()) {
    const shards = shardsIn(await view.text(path))
    const folder = folderOf(path)
    for (const shard of [...shards].sort()) {
      const place = folder === '' ? shard : `${folder}/${shard}`
      if (!shard.includes('..') && !view.paths.has(place)) view.find(path, indexDiffers, `the shard ${shard} is not there`, {evidence: shard})
    }
  }
}

function shardsIn(text: string | undefined): Set<string> {
  try {
    const value = text === undefined ? undefined : parseStrictJson(text).value
    const weights = isJsonObject(value) ? value['weight_map'] : undefined
    return new Set(isJsonObject(weights) ? Object.values(weights).filter(shard => typeof shard === 'string') : [])
  } catch (error) {
    if (error instanceof AibomError) return new Set()
    throw error
  }
}

/** The default chat templates of the files of one folder. */
function examineTemplates(view: RepositoryView): void {
  const byFolder = new Map<string, Map<string, string[]>>()
  for (const {path, facts} of view.files.values()) {
    for (const [name, digest] of Object.entries(facts)) {
      if (!templateFact.test(name) || typeof digest !== 'string') continue
      const folder = byFolder.get(folderOf(path)) ?? new Map<string, string[]>()
      byFolder.set(folderOf(path), folder.set(digest, [...(folder.get(digest) ?? []), path]))
    }
  }
  for (const templates of byFolder.values()) {
    if (templates.size < 2) continue
    const paths = [...templates.values()].flat().sort()
    for (const path of paths) view.find(path, templateDiffers, `the chat templates of ${paths.join(' and ')} differ`, {member: 'chat_template'})
  }
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** Every rule over a repository. */
export const repositoryRules: readonly RepositoryRule[] = [examineCode, examineIndexes, examineTemplates]
