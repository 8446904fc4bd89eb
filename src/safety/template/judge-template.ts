import {sha256Hex} from '../../lib/digest.ts'
import {templateBackdoor} from '../../rules/template-backdoor.ts'
import {templateCondition} from '../../rules/template-condition.ts'
import {templateEscapes} from '../../rules/template-escapes.ts'
import {templateUnread} from '../../rules/template-unread.ts'
import {LimitReached} from '../budget.ts'
import type {Examination, Place} from '../reader.ts'
import {type Doubt, findBackdoors} from './backdoors.ts'
import {findEscapes} from './escapes.ts'
import {mostRepeats} from './repeats.ts'
import {parseTemplate} from './syntax.ts'

/** Real templates have up to 20,000 characters. */
const limit = 1_000_000
const internalsInText = /__(?:class|base|bases|mro|subclasses|globals|builtins|init|import|dict)__/
const loadsOther = /\{%-?\s*(?:import|include|extends|from)\b/

/** Judges a chat template, parsed and never rendered. @param key where it stands in the file */
export function judgeTemplate(file: Examination, key: string, text: string): void {
  if (text.length > limit) throw new LimitReached(`a chat template of ${text.length} characters`)
  file.fact(`${key}.sha256`, sha256Hex(text))
  const place = {member: key}
  const program = parseTemplate(text)
  if (program === undefined) {
    const reason = loadsOther.exec(text)?.[0] ?? internalsInText.exec(plainCharacters(text))?.[0]
    if (reason === undefined) file.find(templateUnread, `the template ${key} cannot be parsed`, place)
    else file.find(templateEscapes, `the template ${key} asks for ${reason}`, {...place, evidence: reason})
    return
  }
  const times = mostRepeats(program)
  if (times !== undefined) file.find(templateUnread, `the template ${key} repeats something ${times} times`, place)
  for (const what of withinDepth(() => findEscapes(program, text)))
    file.find(templateEscapes, `the template ${key} asks for ${what}`, {...place, evidence: what})
  reportDoubts(
    file,
    `the template ${key}`,
    withinDepth(() => findBackdoors(program, text)),
    place,
  )
}

/** Python reads escapes in a text of a template that the parser here does not know. */
function plainCharacters(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([0-7]{1,3}))/g,
    (_, x?: string, u?: string, octal?: string) =>
      String.fromCharCode(octal === undefined ? Number.parseInt(x ?? u ?? '', 16) : Number.parseInt(octal, 8)),
  )
}

/** @param owner what holds them, as a message begins */
export function reportDoubts(file: Examination, owner: string, doubts: readonly Doubt[], place: Place = {}): void {
  for (const {kind, what} of doubts)
    file.find(kind === 'backdoor' ? templateBackdoor : templateCondition, `${owner} has ${what}`, {
      ...place,
      evidence: what,
    })
}

/** What an analysis finds; it follows expressions inside each other as deep as the stack goes. */
function withinDepth<T>(analysis: () => T): T {
  try {
    return analysis()
  } catch (error) {
    if (error instanceof RangeError) throw new LimitReached('expressions of a template stand too deep in each other')
    throw error
  }
}
