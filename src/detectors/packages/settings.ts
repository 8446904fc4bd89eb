import {folderOf} from '../../lib/path.ts'
import {isExactVersion} from './exact-version.ts'
import type {Ecosystem, Entry, Note, Setting} from './notes.ts'

/** Folders above a file whose settings hold for it. */
const ancestorLimit = 32
/** `${name}`, `$(name)`, `$name` */
const propertyPattern = /\$(?:\{([\w.-]{1,100})\}|\(([\w.-]{1,100})\)|(\w{1,100}))/g
/** Properties that stand for one another. */
const chainLimit = 8

/** What files say for the projects below their folder: versions, properties, aliases. */
export class Settings {
  readonly #byFolder = new Map<string, Note[]>()

  constructor(notes: readonly Note[]) {
    for (const note of notes) {
      if (note.settings === undefined) continue
      const key = `${note.ecosystem}\0${folderOf(note.path)}`
      const same = this.#byFolder.get(key)
      if (same === undefined) this.#byFolder.set(key, [note])
      else same.push(note)
    }
  }

  /** The setting nearest to a file, its own first, and the file that it stands in. */
  find(
    name: string,
    {ecosystem, path, settings}: Note,
  ): {readonly setting: Setting; readonly path: string} | undefined {
    const own = settings?.get(name)
    if (own !== undefined) return {setting: own, path}
    for (const folder of ancestors(folderOf(path), ecosystem)) {
      for (const note of this.#byFolder.get(`${ecosystem}\0${folder}`) ?? []) {
        const found = note.settings?.get(name)
        if (found !== undefined) return {setting: found, path: note.path}
      }
    }
    return undefined
  }

  /** A version with the properties in it replaced; undefined where one of them is not known. */
  versionOf(text: string, note: Note): string | undefined {
    let version = text
    for (let round = 0; round < chainLimit && version.includes('$'); round++) {
      const replaced = version.replace(propertyPattern, (all, ...names: unknown[]) => {
        const name = names.slice(0, 3).find(one => typeof one === 'string')
        return this.find(propertyName(String(name), note), note)?.setting.value ?? all
      })
      if (replaced === version || replaced.length > 200) return undefined
      version = replaced
    }
    return version.includes('$') ? undefined : version
  }
}

/** Gradle's `project.x` and `ext.x` are `x`; MSBuild tells no cases apart. */
function propertyName(name: string, {ecosystem, dialect}: Note): string {
  if (ecosystem === 'nuget') return name.toLowerCase()
  return dialect === 'gradle' ? name.replace(/^(?:project|rootProject|ext|extra)\./, '') : name
}

function* ancestors(folder: string, ecosystem: Ecosystem): Generator<string> {
  let at = folder
  for (let count = 0; count < ancestorLimit; count++) {
    yield at
    // the version catalogue of a Gradle build lies beside it
    if (ecosystem === 'maven') yield at === '' ? 'gradle' : `${at}/gradle`
    if (at === '') return
    at = folderOf(at)
  }
}

/** An entry after properties, aliases and central versions. */
export interface Completed {
  readonly entry: Entry
  /** where else it is said */
  readonly places: readonly {readonly path: string; readonly line?: number | undefined}[]
}

/** An entry with the name and version that other files give it; of a bundle each member. */
export function completed(entry: Entry, note: Note, settings: Settings): readonly Completed[] {
  if (entry.alias !== undefined) return byAlias(entry, entry.alias, note, settings)
  const name = settings.versionOf(entry.name, note) ?? entry.name
  if (entry.version !== undefined)
    return [{entry: {...entry, name, version: settings.versionOf(entry.version, note)}, places: []}]
  const central = settings.find(`version:${note.ecosystem === 'nuget' ? name.toLowerCase() : name}`, note)
  const version = central === undefined ? undefined : settings.versionOf(central.setting.value, note)
  if (central === undefined || version === undefined) return [{entry: {...entry, name}, places: []}]
  return [{entry: {...entry, name, version}, places: [{path: central.path, line: central.setting.line}]}]
}

function byAlias(entry: Entry, alias: string, note: Note, settings: Settings): readonly Completed[] {
  const bundle = settings.find(`bundle:${alias}`, note)
  if (bundle !== undefined)
    return bundle.setting.value.split(' ').flatMap(member => byAlias(entry, member, note, settings))
  const found = settings.find(`alias:${alias}`, note)
  if (found?.setting.name === undefined || found.setting.name === '')
    return entry.name === '' ? [] : [{entry, places: []}]
  const {name, value, origin, line} = found.setting
  const version = entry.version ?? (value === '' ? undefined : value)
  return [{entry: {...entry, name, version, origin: entry.origin ?? origin}, places: [{path: found.path, line}]}]
}

/** A version that names one release, as the ecosystem writes it. */
export function exactOf(entry: Entry, note: Note): string | undefined {
  return entry.version !== undefined && (note.role !== 'manifest' || isExactVersion(note, entry.version))
    ? entry.version.replace(/^=+\s*/, '')
    : undefined
}
