import type {ReviewContext} from '../../context.ts'
import {referencesOf} from '../../view.ts'
import {isCleartext} from '../services.ts'

/** Kinds of references that files are fetched from. */
const fetched: ReadonlySet<unknown> = new Set(['distribution', 'distribution-intake', 'vcs', 'source-distribution'])

/** Files that come unencrypted. */
export function checkAddresses({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'model' && part.role !== 'dataset' && part.role !== 'weights' && part.role !== 'file') continue
    for (const {type, url, pointer} of referencesOf(part)) {
      if (!fetched.has(type) || !(isCleartext(url) || /^git:\/\//i.test(url))) continue
      const message = `${part.name} is fetched from ${url}`
      notes.find('address-cleartext', {subject: part.name, message, evidence: [notes.cite(pointer, url)]})
    }
  }
}
