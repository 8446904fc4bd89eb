/** What git stores under an oid. */
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

/** An object without its header. */
export interface GitObject {
  readonly type: ObjectType
  readonly content: Buffer
}

/** Each type by the number that packs use for it. */
export const typesByNumber: Readonly<Record<number, ObjectType>> = {1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag'}
