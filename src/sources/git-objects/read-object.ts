import type {GitFolder} from '../git/folder.ts'
import type {ObjectType} from './object.ts'
import {ObjectStore} from './object-store.ts'

/**
 * One object of a repository, checked against its name; see {@link ObjectStore}.
 * @param oid 40 or 64 hex digits
 * @param limitBytes of the object, and of each object that it is stored as a difference from
 * @returns undefined where the repository does not hold it, or it is damaged, too large, or of another type
 */
export function readGitObject(git: GitFolder, oid: string, type: ObjectType, limitBytes: number): Buffer | undefined {
  using store = new ObjectStore(git, limitBytes)
  return store.read(oid, type)
}
