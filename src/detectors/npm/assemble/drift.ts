import semver from 'semver'
import type {Gap} from '../../../inventory/gap.ts'
import type {Declared, LockedPackage} from '../lock.ts'
import {parseSpec} from '../spec.ts'

/** How many names a message lists. */
const namesShown = 5

/** A dependency that manifest and lock do not agree on. */
export interface Drift {
  readonly declared: Declared
  readonly locked?: string | undefined
}

/**
 * Whether the locked version is outside the declared range. Tags, URLs, folders and overruled packages are not judged.
 */
export function isOutside(declared: Declared, range: string | undefined, locked: LockedPackage): boolean {
  const wanted = range ?? parseSpec(declared.alias, declared.spec).range
  if (wanted === undefined || locked.version === undefined || locked.source !== undefined) return false
  if (semver.validRange(wanted, {loose: true}) === null || semver.valid(locked.version, {loose: true}) === null)
    return false
  return !semver.satisfies(locked.version, wanted, {loose: true, includePrerelease: true})
}

/** One gap for a manifest and its lock. */
export function driftGap(path: string, lockPath: string, drifts: readonly Drift[]): Gap {
  const names = drifts
    .slice(0, namesShown)
    .map(
      ({declared, locked}) =>
        `${declared.alias}@${declared.spec} (${locked === undefined ? 'not locked' : `locked ${locked}`})`,
    )
  const more = drifts.length > namesShown ? ` and ${drifts.length - namesShown} more` : ''
  const line = drifts[0]?.declared.line
  return {
    path,
    ...(line !== undefined && {line}),
    stage: 'extract',
    code: 'lock-drift',
    message: `${path} and ${lockPath} do not agree on ${names.join(', ')}${more}: install again and commit the lock file`,
  }
}

/**
 * A manifest that no lock file speaks for.
 * @param ignored path of a lock file that lies there although git ignores it
 */
export function noLockGap(path: string, dependencies: readonly Declared[], ignored: string | undefined): Gap {
  const line = dependencies[0]?.line
  const count = `${dependencies.length} ${dependencies.length === 1 ? 'dependency' : 'dependencies'}`
  return {
    path,
    ...(line !== undefined && {line}),
    stage: 'extract',
    ...(ignored === undefined
      ? {
          code: 'no-lock',
          message: `${path} declares ${count}, but no lock file pins them: only ranges are known, and their dependencies are unknown. Commit the lock file of npm, pnpm, yarn or bun`,
        }
      : {
          code: 'ignored-lock',
          message: `${path} declares ${count}; ${ignored} is ignored by git and not tracked, so it is not read: only ranges are known. Commit the lock file`,
        }),
  }
}
