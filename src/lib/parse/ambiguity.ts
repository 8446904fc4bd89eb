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

/** Two values under one name; a long name is cut. */
export function twice(name: string, line: number | undefined): Ambiguity {
  return {
    line,
    message: `the name ${JSON.stringify(name.slice(0, shownLength))} is there twice, and readers disagree on which one counts`,
  }
}
