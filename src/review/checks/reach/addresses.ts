import {recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isCleartext} from '../services.ts'

/** Kinds of references that files are fetched from. */
const fetched: ReadonlySet<unknown> = new Set(['distribution', 'distribution-intake', 'vcs', 'source-distribution'])

/** Files that come unencrypted. */
export function checkAddresses({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'model' && part.role !== 'dataset' && part.role !== 'weights' && part.role !== 'file') continue
    for (const [index, {type, url}] of recordsOf(part.node['externalReferences']).entries()) {
      const address = String(url)
      if (!fetched.has(type) || !(isCleartext(address) || /^git:\/\//i.test(address))) continue
      const evidence = [notes.cite(`${part.pointer}/externalReferences/${index}/url`, address)]
      notes.find('address-cleartext', {
        subject: part.name,
        message: `${part.name} is fetched from ${address}`,
        evidence,
      })
    }
  }
}
