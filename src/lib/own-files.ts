import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {fileURLToPath} from 'node:url'

/**
 * Sources are TypeScript in development and JavaScript in the product: the built chunks lie flat in dist/, with the
 * files the build copies beside them.
 */
const inDevelopment = import.meta.url.endsWith('.ts')

/**
 * Absolute path of a file that the build copies to `dist/<name>`; undefined in development, where nothing is copied.
 */
function builtPath(name: string): string | undefined {
  if (inDevelopment) return undefined
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../${name}`, import.meta.url))
}

/** Absolute path of a file of our own: in the product `dist/<name>`, in development a file of an installed package. */
export function ownFilePath(name: string, developmentModule: string): string {
  return builtPath(name) ?? createRequire(import.meta.url).resolve(developmentModule)
}

/**
 * Our own rows of data, sorted by name: in the product the members of one JSON list `dist/<name>`, in development the
 * JSON files of a folder.
 * They are ours, and their schema is checked by tests: their type is taken on trust.
 * @param folder relative to the project's root
 */
export function readOwnRows<Row>(name: string, folder: string): Row[] {
  const built = builtPath(name)
  if (built !== undefined) return JSON.parse(readFileSync(built, 'utf8'))
  const absolute = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
  const files = readdirSync(absolute).filter(file => file.endsWith('.json'))
  return files.sort().map(file => parseRow(absolute + file))
}

/** A row that somebody is just writing says which file it is. */
function parseRow<Row>(path: string): Row {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path} is not valid JSON`, {cause: error})
  }
}

/**
 * Tells this very build from every other: hex digits that the build makes of all it wrote. Undefined in development.
 */
export function readBuildId(): string | undefined {
  const built = builtPath('build-id')
  return built !== undefined && existsSync(built) ? readFileSync(built, 'utf8') : undefined
}
