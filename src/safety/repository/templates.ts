import {addTo} from '../../lib/group.ts'
import {folderOf} from '../../lib/path.ts'
import {templateDiffers} from '../../rules/template-differs.ts'
import type {RepositoryView} from './view.ts'

const templateFact = /(?:^|\.)chat_template(?:\.json|\.jinja)?\.sha256$/

/** The default chat templates of the files of one folder. */
export function examineTemplates(view: RepositoryView): void {
  const byFolder = new Map<string, Map<string, string[]>>()
  for (const {path, facts} of view.files.values()) {
    for (const [name, digest] of Object.entries(facts)) {
      if (!templateFact.test(name) || typeof digest !== 'string') continue
      const folder = byFolder.get(folderOf(path)) ?? new Map<string, string[]>()
      addTo(folder, digest, path)
      byFolder.set(folderOf(path), folder)
    }
  }
  for (const templates of byFolder.values()) {
    if (templates.size < 2) continue
    const paths = [...templates.values()].flat().sort()
    for (const path of paths)
      view.find(path, templateDiffers, `the chat templates of ${paths.join(' and ')} differ`, {member: 'chat_template'})
  }
}
