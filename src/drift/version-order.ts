import {compare as comparePep440, valid as validPep440} from '@renovatebot/pep440'
import semver from 'semver'
import type {Entry} from './entry.ts'

const datePattern = /^\d{4}-?\d{2}-?\d{2}$/

/** Which of two versions of one asset is newer; undefined where their scheme has no order that we know. */
export function compareVersions({id}: Pick<Entry, 'id'>, before: string, after: string): number | undefined {
  if (id.startsWith('package:pypi/'))
    return validPep440(before) && validPep440(after) ? comparePep440(after, before) : undefined
  if (datePattern.test(before) && datePattern.test(after))
    return Number(after.replaceAll('-', '')) - Number(before.replaceAll('-', ''))
  const [old, now] = [semver.parse(before), semver.parse(after)]
  if (old !== null && now !== null) return semver.compare(now, old)
  return validPep440(before) && validPep440(after) ? comparePep440(after, before) : undefined
}
