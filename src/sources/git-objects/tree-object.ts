/** One line of a tree. */
export interface TreeEntry {
  /** octal, as it is stored: `100644`, `40000` */
  readonly mode: string
  readonly name: Buffer
  readonly oid: string
}

/**
 * What a tree lists: `<mode> <name>\0<oid>`, one after the other.
 * @param oidBytes 20 or 32
 * @returns undefined for a damaged one
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function parseTreeObject(tree: Buffer, oidBytes: number): readonly TreeEntry[] | undefined {
  const entries: TreeEntry[] = []
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at)
    const end = tree.indexOf(0, at)
    const next = end + 1 + oidBytes
    if (end === -1 || space === -1 || space > end || next > tree.length) return undefined
    const oid = tree.toString('hex', end + 1, next)
    entries.push({mode: tree.toString('latin1', at, space), name: tree.subarray(space + 1, end), oid})
    at = next
  }
  return entries
}
