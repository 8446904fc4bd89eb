import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {parseToml} from '../../lib/parse/toml.ts'
import {baseName} from '../../lib/path.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {assembleProjects} from './assemble/assemble.ts'
import {readPdmLock} from './locks/pdm-lock.ts'
import {readPipfile, readPipfileLock} from './locks/pipfile.ts'
import {readPoetryLock} from './locks/poetry-lock.ts'
import {readPylock} from './locks/pylock.ts'
import {readUvLock} from './locks/uv-lock.ts'
import {readPyproject, setuptoolsFiles} from './manifests/pyproject.ts'
import {readSetupCfg} from './manifests/setup-cfg.ts'
import {readSetupPy} from './manifests/setup-py.ts'
import {roleOf} from './names.ts'
import type {LockNote, ManifestNote, Note, Reading} from './notes.ts'
import {readEnvironment} from './requirements/environment.ts'
import {includedPaths, readIncludes} from './requirements/includes.ts'
import {type Include, parseRequirements, type RequirementsFile} from './requirements/requirements.ts'
import {gapsOfUnread} from './unread.ts'

/** Real lock files stay under 10 MB. */
const lockLimitBytes = 32 * 1024 * 1024
/** Lists and scripts that people write. */
const sourceLimitBytes = 4 * 1024 * 1024
/** Requirements of one such list; the longest in the wild, a frozen distribution's, have some hundreds. */
const declaredLimit = 20_000

/** Packages from PyPI: what manifests declare and lock files pin. */
export const python: Detector<Note> = {
  id: 'python',
  version: 1,
  finds: ['package'],
  assemblesAlike: true,
  required: file => roleOf(file.path) !== undefined,
  async extract(file, context) {
    try {
      const reading = bounded(await readFile(file, context))
      return {assets: [], gaps: reading.gaps, notes: reading.notes}
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      return failed(file.path, error)
    }
  },
  assemble: assembleProjects,
}

/** What a list holds beyond the limit is a gap: a few bytes there cost kilobytes here. */
function bounded({notes, gaps}: Reading): Reading {
  const isLong = (note: Note): note is ManifestNote => note.kind === 'manifest' && note.declared.length > declaredLimit
  return {
    notes: notes.map(note => (isLong(note) ? {...note, declared: note.declared.slice(0, declaredLimit)} : note)),
    gaps: [...gaps, ...notes.filter(isLong).map(tooLong)],
  }
}

function tooLong({path, declared}: ManifestNote): Gap {
  const message = `${declared.length} requirements, of which ${declaredLimit} are read`
  return {path, stage: 'extract', code: 'too-large', message}
}

function failed(path: string, error: AibomError): Extraction<Note> {
  const line = lineIn(error.message, path)
  return {
    assets: [],
    gaps: [{path, ...(line !== undefined && {line}), stage: 'extract', code: gapCodeOf(error), message: error.message}],
  }
}

/** The parsers of TOML, JSON and YAML begin with `path:line`. */
function lineIn(message: string, path: string): number | undefined {
  const digits = message.startsWith(`${path}:`) ? /^\d+/.exec(message.slice(path.length + 1))?.[0] : undefined
  return digits === undefined ? undefined : Number(digits)
}

async function readFile(file: OpenFile, context: DetectorContext): Promise<Reading> {
  const {path} = file
  const base = baseName(path)
  if (base === 'Pipfile.lock') return ofLock(readPipfileLock(await file.text(lockLimitBytes), path))
  if (base === 'Pipfile' || base.endsWith('.toml') || base.endsWith('.lock')) return readTomlFile(file, context)
  const text = await file.text(sourceLimitBytes)
  switch (roleOf(path)) {
    case 'requirements':
      return withIncludes(parseRequirements(text, path, 'requirements'), 'requirements', path, context)
    case 'constraints':
      return withIncludes(parseRequirements(text, path, 'constraints'), 'requirements', path, context)
    case 'environment': {
      const environment = readEnvironment(text, path)
      return environment === undefined ? {notes: [], gaps: []} : withIncludes(environment, 'environment', path, context)
    }
    default:
      return base === 'setup.py' ? readSetupPy(text, path) : readCfg(text, path, context)
  }
}

async function readTomlFile(file: OpenFile, context: DetectorContext): Promise<Reading> {
  const {path} = file
  const document = parseToml(await file.text(lockLimitBytes), path)
  switch (baseName(path)) {
    case 'Pipfile':
      return {notes: [readPipfile(document, path)], gaps: []}
    case 'poetry.lock':
      return ofLock(readPoetryLock(document, path))
    case 'uv.lock':
      return ofLock(readUvLock(document, path))
    case 'pdm.lock':
      return ofLock(readPdmLock(document, path))
    case 'pyproject.toml':
      return joined(
        readPyproject(document, path),
        await readIncludes(path, filesAsIncludes(setuptoolsFiles(document)), context),
      )
    default:
      return ofLock(readPylock(document, path))
  }
}

function ofLock(note: LockNote): Reading {
  return {notes: [note], gaps: gapsOfUnread(note.unread ?? [], note.path)}
}

async function readCfg(text: string, path: string, context: DetectorContext): Promise<Reading> {
  const reading = readSetupCfg(text, path)
  return joined(reading, await readIncludes(path, filesAsIncludes(reading.files), context))
}

function filesAsIncludes(files: readonly string[]): Include[] {
  return files.map(target => ({target, role: 'requirements'}))
}

async function withIncludes(
  found: RequirementsFile,
  dialect: 'requirements' | 'environment',
  path: string,
  context: DetectorContext,
): Promise<Reading> {
  const {declared, gaps, folders, includes} = found
  const own: Reading = {
    notes: [{kind: 'manifest', dialect, path, declared, folders, ...includedPaths(includes, path)}],
    gaps,
  }
  return joined(own, await readIncludes(path, includes, context))
}

function joined(a: Reading, b: Reading): Reading {
  return {notes: [...a.notes, ...b.notes], gaps: [...a.gaps, ...b.gaps]}
}
