import {recordsOf, textsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHollow} from '../../facts/hollow.ts'

const openPattern = /^(?:public|open|none|unclassified|not sensitive|non-sensitive)$/i
/** A list that says that there is none of it. */
const nothingPattern = /^(?:no|none|not|without|does not|anonymi[sz]ed|synthetic)\b/i

/** Data sets that list what is sensitive in them, and are open to everybody. */
export function checkSensitiveData({view, notes}: ReviewContext): void {
  for (const part of view.datasets) {
    for (const [index, {classification, sensitiveData}] of recordsOf(part.node['data']).entries()) {
      const sensitive = textsOf(sensitiveData).filter(text => !nothingPattern.test(text) && !isHollow(text))
      const [first] = sensitive
      if (first === undefined || typeof classification !== 'string' || !openPattern.test(classification)) continue
      const message = `${part.name} holds ${first}, and is classified as ${classification}`
      const evidence = [notes.cite(`${part.pointer}/data/${index}`, `${classification}; ${sensitive.join(', ')}`)]
      notes.find('data-sensitive', {subject: part.name, message, evidence})
    }
  }
}
