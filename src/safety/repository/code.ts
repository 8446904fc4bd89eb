import {readCode} from '../../code/read-code.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import {codeActs} from '../../rules/code-acts.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {actingCalls} from '../code/judge-code.ts'
import type {RepositoryView} from './view.ts'

/**
 * Code that platforms load beside a model without being told to, and where the model is: endpoints of the hub,
 * `generate` of transformers, pipelines of diffusers, model archives of SageMaker, the Python backend of Triton.
 */
const loadedByName: readonly (readonly [
  name: RegExp,
  isBeside: (view: RepositoryView, folder: string, path: string) => boolean | Promise<boolean>,
])[] = [
  [/(?:^|\/)hubconf\.py$/, () => true],
  [/(?:^|\/)handler\.py$/, isHandler],
  [/(?:^|\/)custom_generate\/generate\.py$/, (view, folder) => hasModel(view, folderOf(folder))],
  [/(?:^|\/)code\/inference\.py$/, (view, folder) => hasModel(view, folderOf(folder))],
  [/(?:^|\/)\d{1,9}\/model\.py$/, isOfTriton],
  [
    /(?:^|\/)pipeline\.py$/,
    (view, folder) => view.byteLengths.has(folder === '' ? 'model_index.json' : `${folder}/model_index.json`),
  ],
]

/** Code that a configuration names, and all other code of that folder, which it may import. */
export async function examineCode(view: RepositoryView): Promise<void> {
  const folders = new Set<string>()
  for (const {path, format, findings} of view.files.values()) {
    // MLflow names the folder of the code, or a module in it
    const isNamed = (evidence: string): boolean => evidence.endsWith('.py') || format === 'mlflow'
    if (findings.some(({rule, evidence = ''}) => rule === codeInside.id && isNamed(evidence)))
      folders.add(folderOf(path))
  }
  for (const path of [...view.byteLengths.keys()].sort()) {
    if (!path.endsWith('.py')) continue
    const isNamed = [...folders].some(folder => folder === '' || path.startsWith(`${folder}/`))
    if (isNamed || (await isLoaded(view, path))) await examineModule(view, path)
  }
}

async function isLoaded(view: RepositoryView, path: string): Promise<boolean> {
  for (const [name, isBeside] of loadedByName)
    if (name.test(path) && (await isBeside(view, folderOf(path), path))) return true
  return false
}

/** The Python backend of Triton runs it in the folder of a version; the settings of the model may be left out. */
async function isOfTriton(view: RepositoryView, folder: string, path: string): Promise<boolean> {
  const settings = pathIn(folderOf(folder), 'config.pbtxt')
  if (settings !== undefined && view.byteLengths.has(settings)) return true
  return /^class TritonPythonModel\b/m.test((await view.text(path)) ?? '')
}

/** Endpoints of the hub run a class of this name, and the weights may come from elsewhere. */
async function isHandler(view: RepositoryView, folder: string, path: string): Promise<boolean> {
  return hasModel(view, folder) || /^class EndpointHandler\b/m.test((await view.text(path)) ?? '')
}

function hasModel({files}: RepositoryView, folder: string): boolean {
  return [...files.keys()].some(file => folderOf(file) === folder)
}

async function examineModule(view: RepositoryView, path: string): Promise<void> {
  view.find(path, codeInside, `the model brings the code ${path}`, {evidence: path})
  const text = await view.text(path)
  const module = text === undefined ? undefined : await readCode(text, path)
  if (module === undefined || 'message' in module) return
  for (const {name, line} of actingCalls(module))
    view.find(path, codeActs, `line ${line} of ${path} calls ${name}`, {evidence: name})
}
