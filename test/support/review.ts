import {checkDocument} from '../../src/bom/check/check-document.ts'
import {parseAnyBom, parseBom} from '../../src/bom/read/parse.ts'
import type {ParsedBom} from '../../src/bom/read/parsed.ts'
import {jsonLines} from '../../src/bom/spec/lines.ts'
import type {ReviewContext} from '../../src/review/context.ts'
import {openNotebook} from '../../src/review/notes.ts'
import type {Profile} from '../../src/review/profiles/profile.ts'
import {review} from '../../src/review/review.ts'
import type {ReviewResult} from '../../src/review/review-result.generated.ts'
import {viewOf} from '../../src/review/view.ts'

/** Reviews a CycloneDX document as the command does, with nothing to hold it against. */
export function reviewOf(
  document: object | string,
  more: Partial<ReviewContext> = {},
  profiles: readonly Profile[] = [],
): Promise<ReviewResult> {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2)
  return reviewParsed(parseBom(text, 'bom.json'), text, more, profiles)
}

/** The same for a document of SPDX too. */
export function reviewOfAny(text: string): Promise<ReviewResult> {
  return reviewParsed(parseAnyBom(text, 'bom.json'), text)
}

async function reviewParsed(
  parsed: ParsedBom,
  text: string,
  more: Partial<ReviewContext> = {},
  profiles: readonly Profile[] = [],
): Promise<ReviewResult> {
  const {problems} = await checkDocument(text, 'bom.json')
  const context: ReviewContext = {
    view: viewOf(parsed.document),
    notes: openNotebook(jsonLines(text)),
    problems,
    isOwn: false,
    files: [],
    artifacts: [],
    answers: [],
    signature: {status: 'unsigned', message: 'it carries no signature'},
    purpose: undefined,
    nowMs: Date.parse('2026-11-28T12:00:00Z'),
    ...more,
  }
  return review(context, {
    name: 'bom.json',
    kind: 'bom',
    form: 'CycloneDX 1.6, JSON',
    sha256: undefined,
    heldAgainst: [],
    notChecked: [],
    profiles,
  })
}
