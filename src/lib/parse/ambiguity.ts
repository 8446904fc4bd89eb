/**
 * A place of a document that programs read in different ways: what one of them installs may not be what another
 * checked.
 */
export interface Ambiguity {
  readonly line: number | undefined
  readonly message: string
}

const shownLength = 60
const namesShown = 3

/** One entry for packages of several names: whoever asks for one of them gets another. */
export function severalNames(names: readonly string[], line: number | undefined): Ambiguity {
  const shown = names.slice(0, namesShown).map(name => JSON.stringify(name.slice(0, shownLength)))
  return {line, message: `one entry answers for packages of several names: ${shown.join(', ')}`}
}

/** A version of the format that is none of those that are read: what it means is not known. */
export function unknownVersion(stated: unknown, known: RegExp): Ambiguity[] {
  if (stated === undefined || known.test(String(stated))) return []
  const shown = JSON.stringify(stated)?.slice(0, shownLength)
  return [{line: undefined, message: `it is written in version ${shown} of its format, which aibom does not know`}]
}

/** A sign at which some programs end a line, and with it a comment, and others do not. */
export function oddLineEnd(text: string): Ambiguity[] {
  const at = text.search(/\r(?!\n)|[\u2028\u2029]/)
  return at === -1
    ? []
    : [{line: text.slice(0, at).split('\n').length, message: 'programs do not agree on where this line ends'}]
}

/** Two values under one name; a long name is cut. */
export function twice(name: string, line: number | undefined): Ambiguity {
  return {
    line,
    message: `the name ${JSON.stringify(name.slice(0, shownLength))} is there twice, and readers disagree on which one counts`,
  }
}
