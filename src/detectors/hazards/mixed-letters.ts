import {lookalikeName} from '../../rules/lookalike-name.ts'
import {type Hit, linesOf, matchesIn, type Scanner} from './hit.ts'

/** Letters of Cyrillic and Greek that nobody can tell from Latin ones. */
const alike = 'аАВеЕКМНоОрРсСТуУхХіІѕЅјЈһԁԛԝѵοΟΑΒΕΖΗΙΚΜΝΡΤΥΧνρι'
const quoted = new RegExp(`["'\`]@?([\\w.${alike}-]{2,60})/([\\w.${alike}-]{2,80})(?=[@:"'\`])`, 'g')
const mixed = new RegExp(`[A-Za-z][${alike}]|[${alike}][A-Za-z]`)
const shortestName = 4

/**
 * Names of owners and repositories in which letters of two alphabets stand side by side: no registry has them, and a
 * reader cannot see it.
 */
export const mixedLetters: Scanner = {
  reads: path => /\.(?:py|ipynb|[cm]?[jt]sx?|ya?ml|json|toml|sh)$/i.test(path),
  // most texts have none of these letters, which is seen sooner than that none stands beside another
  hint: new RegExp(`[${alike}]`),
  find(text) {
    if (!mixed.test(text)) return []
    const lines = linesOf(text)
    return [...matchesIn(lines, quoted)].flatMap(({1: owner = '', 2: name = '', index}): Hit[] => {
      const part = [owner, name].find(one => one.length >= shortestName && mixed.test(one))
      if (part === undefined) return []
      const message = `${owner}/${name} has letters of another alphabet that look like Latin ones`
      return [{rule: lookalikeName, line: lines.lineAt(index), message, fact: `${owner}/${name}`}]
    })
  },
}
