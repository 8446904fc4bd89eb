import {join, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {asRecord, recordAt, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'

/** What a project set for the flags of every command that has them. */
export interface ProjectConfig {
  /** as the user may type it */
  readonly path: string
  /** under which its settings stand; empty where they are all that it holds */
  readonly keys: readonly string[]
  readonly values: UnknownRecord
}

const limitBytes = 1024 * 1024

/**
 * The configuration of a folder: `aibom.config.yaml`, else the key `aibom` of package.json, else `[tool.aibom]` of
 * pyproject.toml. No other folder is looked at: what a source that is judged holds must not change the judgement.
 * @param named the file that the user named instead; it must exist
 * @throws {AibomError} `AIBOM_CONFIG_INVALID`
 */
export async function readConfig(cwd: string, named: string | undefined): Promise<ProjectConfig | undefined> {
  if (named !== undefined) return {path: named, keys: [], values: await readYaml(cwd, named)}
  if (isFile(cwd, 'aibom.config.yaml'))
    return {path: 'aibom.config.yaml', keys: [], values: await readYaml(cwd, 'aibom.config.yaml')}
  return readPackageJson(cwd) ?? readPyproject(cwd)
}

async function readYaml(cwd: string, path: string): Promise<UnknownRecord> {
  const text = readUserFile(resolve(cwd, path), path, limitBytes, 'Name a file with --config FILE')
  const {parseYaml} = await import('../../lib/parse/yaml.ts')
  const {value} = parseYaml(text, path)
  if (value === null || value === undefined) return {}
  const values = asRecord(value)
  if (values === undefined) throw new AibomError('AIBOM_CONFIG_INVALID', `${path} is not a map of names and values`)
  return values
}

/** A package.json that is broken is none of our business. */
function readPackageJson(cwd: string): ProjectConfig | undefined {
  const path = 'package.json'
  if (!isFile(cwd, path)) return undefined
  const text = readUserFile(join(cwd, path), path, limitBytes, '')
  if (!text.includes('"aibom"')) return undefined
  const keys = ['aibom']
  const values = recordAt(parseJsonOrNothing(text), keys)
  return values === undefined ? undefined : {path, keys, values}
}

async function readPyproject(cwd: string): Promise<ProjectConfig | undefined> {
  const path = 'pyproject.toml'
  if (!isFile(cwd, path)) return undefined
  const text = readUserFile(join(cwd, path), path, limitBytes, '')
  if (!text.includes('tool.aibom')) return undefined
  const {parseToml} = await import('../../lib/parse/toml.ts')
  const keys = ['tool', 'aibom']
  const values = recordAt(parseToml(text, path).value, keys)
  return values === undefined ? undefined : {path, keys, values}
}

function isFile(cwd: string, path: string): boolean {
  return kindOfPath(join(cwd, path)) === 'file'
}
