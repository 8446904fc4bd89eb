import {isDigestShaped, isKeyLike, isUuid} from './key-like.ts'
import {kindOfName} from './names.ts'
import {mark} from './tokens.ts'
import type {Writing} from './writing.ts'

const wordPattern = /(?<![A-Za-z0-9_~-])[A-Za-z0-9_~-]{20,512}(?![A-Za-z0-9_~-])/g
/** Base64 with signs that paths have too: in quotes or alone, never with a dot beside it. */
const base64Pattern = /(?<![\w/+.=@:-])(?=[A-Za-z0-9/]{0,200}[+/])[A-Za-z0-9+/]{36,512}={0,2}(?![\w/+.-])/g
/** How far back a word's name is looked for. */
const contextLength = 80
const nameBefore = /([A-Za-z_$][\w.$-]{0,60})\\{0,3}["'`]?\]?[ \t]*(?:[:=]|=>)[ \t]*\\{0,3}["'`(]{0,2}$/
const flagBefore = /--?([A-Za-z][\w-]{0,60})(?:[ \t]+|["'][ \t]*,\s{0,40}["'])$/
/** What says that hex behind it names bytes or a revision. */
const digestBefore =
  /(?:\bsha-?\d{1,3}|\bmd5|\bh1|\bblake\w{1,3}|@|#|\bcommit|\brev(?:ision)?|\b(?:runs|models):\/(?:m-)?)[ \t:=-]*$/i
const segmentBefore =
  /(?:commits?|tree|blobs?|raw|resolve|archive|tarball|tar\.gz|zip|snapshots?|revisions?|refs|objects|sha\d+|md5|mlruns\/\d+|runs?|models?|[0-9a-f]{2}\/[0-9a-f]{2})\/$/i
const hashBefore = /^(?:sha\d{1,3}|md5|h1)[-_]/i
/** Ids that services give to what users make: assistants, files, jobs. */
const idBefore = /^(?:asst|file|vs|thread|run|msg|pmpt|wf|batch|ftjob|ft|ep|m|proj|org|arn|job|model|dataset|exp)[_-]/

/** Words that are like keys, where nothing says that they name bytes, a revision or a thing. */
export function redactKeys(text: string, writing: Writing): string {
  return text
    .replace(base64Pattern, (word: string, at: number) =>
      isKeyLike(word, 36) && !isNamed(text, word, at) ? mark : word,
    )
    .replace(wordPattern, (word: string, at: number, whole: string) => {
      const isDigest = isDigestShaped(word) || isUuid(word)
      if ((writing === 'prose' && isDigest) || !isKeyLike(word)) return word
      return isNamed(whole, word, at) ? word : mark
    })
}

function isNamed(text: string, word: string, at: number): boolean {
  if (hashBefore.test(word) || idBefore.test(word)) return true
  const before = text.slice(Math.max(0, at - contextLength), at)
  if (digestBefore.test(before) || segmentBefore.test(before)) return true
  const after = text.slice(at + word.length, at + word.length + 8)
  if (/^\.[A-Za-z]/.test(after)) return true
  const name = nameBefore.exec(before)?.[1] ?? flagBefore.exec(before)?.[1]
  return name !== undefined && kindOfName(name) === 'identity'
}
