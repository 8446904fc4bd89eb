import {folderOf, pathIn} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {RepositoryView} from './view.ts'

/** What MLflow installs before it loads a model, by the names that it writes. */
const files = ['conda.yaml', 'requirements.txt', 'python_env.yaml']
/** An address that a package, a list of packages or a channel is fetched from. */
const address = /(?:\b(?:git|hg|svn|bzr)\+)?\b(?:https?|ftp|ssh|file|git):\/\/[^\s'"#,\]]+/g
/** Addresses of one file that are named. */
const shown = 16
const comment = /(?:^|\s)#.*$/gm
/** Registries and channels that honest models name; whoever else is asked may answer with any code. */
const known =
  /^https?:\/\/(?:pypi\.org|files\.pythonhosted\.org|download\.pytorch\.org|conda\.anaconda\.org|repo\.anaconda\.com|(?:data|storage)\.pyg\.org|pypi\.nvidia\.com)(?:\/|$)/

/** Packages that a model of MLflow has installed from elsewhere than the usual registries. */
export async function examineEnvironments(view: RepositoryView): Promise<void> {
  for (const {path, format} of view.files.values()) {
    if (format !== 'mlflow') continue
    for (const name of files) {
      const text = await view.text(pathIn(folderOf(path), name) ?? name)
      const addresses = new Set((text ?? '').replace(comment, '').match(address))
      for (const found of [...addresses].filter(each => !known.test(each)).slice(0, shown)) {
        const evidence = redactUrl(found)
        view.find(path, needsCode, `${name} has a package installed from ${evidence}`, {member: name, evidence})
      }
    }
  }
}
