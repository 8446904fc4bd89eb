import {judgedImport} from '../config/targets.ts'
import type {RepositoryView} from './view.ts'

const moduleNote = /(?:^|\/)pickle_module_info\.txt$/
const ownModules: ReadonlySet<string> = new Set(['mlflow.pytorch.pickle_module', 'pickle', 'cloudpickle', 'dill'])

/** MLflow imports the module that this file of a model of torch names, and has it load the weights. */
export async function examinePickleModules(view: RepositoryView): Promise<void> {
  for (const path of [...view.byteLengths.keys()].filter(file => moduleNote.test(file)).sort()) {
    const module = (await view.text(path))?.trim()
    if (module === undefined || ownModules.has(module)) continue
    const {rule, message} = judgedImport(module, new Set())
    view.find(path, rule, `it ${message}`, {evidence: module})
  }
}
