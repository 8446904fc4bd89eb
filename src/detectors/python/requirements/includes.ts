import {posix} from 'node:path'
import type {Gap} from '../../../inventory/gap.ts'
import {AibomError, gapCodeOf} from '../../../lib/errors.ts'
import {folderOf} from '../../../lib/path.ts'
import {redactUrl} from '../../../lib/redact/url.ts'
import type {DetectorContext} from '../../detector.ts'
import {roleOf} from '../names.ts'
import type {ManifestNote, Reading} from '../notes.ts'
import {withoutCredentials} from '../origin.ts'
import {type Include, parseRequirements} from './requirements.ts'

/** Real files include two or three others. */
const includeLimit = 100
const includeLimitBytes = 4 * 1024 * 1024
const nothing: Reading = {notes: [], gaps: []}

/** Paths of the constraint and the requirements files that a file names. */
export function includedPaths(
  includes: readonly Include[],
  path: string,
): {readonly constraints: string[]; readonly includes: string[]} {
  const of = (wanted: Include['role']): string[] =>
    includes
      .filter(({role, target}) => role === wanted && !isUrl(target))
      .map(({target}) => resolveTarget(path, target))
  return {constraints: of('constraints'), includes: of('requirements')}
}

function isUrl(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
}

/**
 * Reads the files that one includes by names that tell nothing (`-r deps.txt`): those with a telling name are read on
 * their own.
 */
export async function readIncludes(
  path: string,
  includes: readonly Include[],
  context: DetectorContext,
): Promise<Reading> {
  const readings: Reading[] = []
  const seen = new Set([path])
  const queue: (Include & {readonly from: string})[] = []
  const add = (found: readonly Include[], from: string): void => {
    for (const include of found) {
      if (isUrl(include.target)) readings.push({notes: [], gaps: [remote(from, include)]})
      else queue.push({...include, from})
    }
  }
  add(includes, path)
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const target = resolveTarget(next.from, next.target)
    if (seen.has(target) || seen.size > includeLimit) continue
    seen.add(target)
    const found = await readInclude(target, next, context)
    readings.push(found.reading)
    add(found.includes, target)
  }
  return {notes: readings.flatMap(({notes}) => notes), gaps: readings.flatMap(({gaps}) => gaps)}
}

function resolveTarget(path: string, target: string): string {
  return posix.join(folderOf(path), target)
}

async function readInclude(
  path: string,
  {from, role}: Include & {from: string},
  context: DetectorContext,
): Promise<{reading: Reading; includes: readonly Include[]}> {
  const ownRole = roleOf(path)
  try {
    const file = path.startsWith('../') ? undefined : await context.sibling(path)
    if (file === undefined) return {reading: {notes: [], gaps: [missing(from, path)]}, includes: []}
    if (ownRole === 'requirements' || ownRole === 'constraints') return {reading: nothing, includes: []}
    const {declared, gaps, folders, includes} = parseRequirements(await file.text(includeLimitBytes), path, role)
    const note: ManifestNote = {
      kind: 'manifest',
      dialect: 'requirements',
      path,
      declared,
      folders,
      ...includedPaths(includes, path),
    }
    return {reading: {notes: [note], gaps}, includes}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {
      reading: {notes: [], gaps: [{path, stage: 'extract', code: gapCodeOf(error), message: error.message}]},
      includes: [],
    }
  }
}

/** What another machine serves may be different tomorrow: it is named and not fetched. */
function remote(path: string, {target, role}: Include): Gap {
  const lack =
    role === 'requirements' ? 'the packages it lists are not in the BOM' : 'the versions it pins are not known'
  return {
    path,
    stage: 'extract',
    code: 'missing-include',
    message: `includes ${redactUrl(withoutCredentials(target))}, which is not fetched: ${lack}`,
  }
}

function missing(path: string, target: string): Gap {
  return {path, stage: 'extract', code: 'missing-include', message: `includes ${target}, which is not there`}
}
