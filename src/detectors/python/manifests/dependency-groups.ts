import {asList, asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'

/** A requirement with its place, from 0, so that its line can be told. */
export interface GroupItem {
  readonly group: string
  /** place in its group */
  readonly at: number
  readonly text: string
}

/**
 * Requirements of `[dependency-groups]`, each in the group that writes it: `{include-group = "x"}` repeats what x lists
 * and adds no package.
 * @see PEP 735
 */
export function collectGroups(groups: UnknownRecord): GroupItem[] {
  return Object.entries(groups).flatMap(([group, items]) =>
    asList(items).flatMap((item, at) => {
      const text = asRecord(item) === undefined ? asText(item) : undefined
      return text === undefined ? [] : {group, at, text}
    }),
  )
}
