import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry} from '../../inventory/source.ts'

/** Languages that programs with models are written in and that we do not read yet, by the endings of their files. */
const languages: Readonly<Record<string, string>> = {
  'Kotlin scripts': 'kts',
  Scala: 'scala',
  Groovy: 'groovy',
  'F#': 'fs',
  'Visual Basic': 'vb',
  'Objective-C': 'mm',
  Dart: 'dart',
  Elixir: 'ex exs',
  Erlang: 'erl',
  Clojure: 'clj cljs',
  R: 'r rmd',
  Julia: 'jl',
  C: 'c',
  'C++': 'cc cpp cxx',
  CUDA: 'cu',
  Lua: 'lua',
  Perl: 'pl pm',
}
const languageByEnding: ReadonlyMap<string, string> = new Map(
  Object.entries(languages).flatMap(([language, endings]) =>
    endings.split(' ').map(ending => [ending, language] as const),
  ),
)

/**
 * One gap for each language that the source is written in and that nobody read: what its files say of models is
 * unknown.
 */
export function unreadLanguages(files: ReadonlyMap<string, FileEntry>): Gap[] {
  const found = new Map<string, {count: number; path: string}>()
  for (const {path, ignored} of files.values()) {
    const dot = path.lastIndexOf('.')
    const language =
      ignored === true || dot === -1 ? undefined : languageByEnding.get(path.slice(dot + 1).toLowerCase())
    if (language === undefined) continue
    const known = found.get(language)
    if (known === undefined) found.set(language, {count: 1, path})
    else {
      known.count++
      if (path < known.path) known.path = path
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([language, {count, path}]) => ({
      path,
      stage: 'extract' as const,
      code: 'language-not-read',
      message: `${count === 1 ? 'one file' : `${count} files`} in ${language}, a language that is not read yet: this is the first`,
    }))
}
