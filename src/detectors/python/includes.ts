import {posix} from 'node:path'
import type {Gap} from '../../inventory/gap.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {folderOf} from '../../lib/path.ts'
import type {DetectorContext} from '../detector.ts'
import {roleOf} from './names.ts'
import type {ManifestNote, Reading} from './notes.ts'
import {type Include, parseRequirements} from './requirements.ts'

/** Real files include two or three others. */
const includeLimit = 100
const includeLimitBytes = 4 * 1024 * 1024
const nothing: Reading = {notes: [], gaps: []}

/** Paths of the constraint files that hold for a file. */
export function constraintsOf(includes: readonly Include[], path: string): string[] {
  return includes.filter(({role}) => role === 'constraints').map(({target}) => resolveTarget(path, target))
}

/** Reads the files that one includes by names that tell nothing (`-r deps.txt`): those with a telling name are read on their own. */
export async function readIncludes(path: string, includes: readonly Include[], context: DetectorContext): Promise<Reading> {
  const readings: Reading[] = []
  const seen = new Set([path])
  const queue = includes.map(include => ({...include, from: path}))
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const target = resolveTarget(next.from, next.target)
    if (seen.has(target) || seen.size > includeLimit) continue
    seen.add(target)
    const found = await readInclude(target, next, context)
    readings.push(found.reading)
    queue.push(...found.includes.map(include => ({...include, from: target})))
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
    const note: ManifestNote = {kind: 'manifest', dialect: 'requirements', path, declared, folders, constraints: constraintsOf(includes, path)}
    return {reading: {notes: [note], gaps}, includes}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {reading: {notes: [], gaps: [{path, stage: 'extract', code: gapCodeOf(error), message: error.message}]}, includes: []}
  }
}

function missing(path: string, target: string): Gap {
  return {path, stage: 'extract', code: 'missing-include', message: `includes ${target}, which is not there`}
}
