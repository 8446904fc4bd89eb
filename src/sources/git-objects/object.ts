/** Whether a text is a whole object id, by SHA-1 or SHA-256: 40 or 64 hex digits in lower case. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

/** What git stores under an oid. */
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

/** An object without its header. */
export interface GitObject {
  readonly type: ObjectType
  readonly content: Buffer
}

/** Each type by the number that packs use for it. */
export const typesByNumber: Readonly<Record<number, ObjectType>> = {1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag'}
