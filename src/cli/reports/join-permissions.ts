import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'

type Change = DiffResult['changes'][number]
type PermissionChange = DiffResult['permissions'][number]

const classes: Readonly<Record<PermissionChange['change'], string>> = {
  widened: 'permission-widened',
  narrowed: 'permission-narrowed',
  new: 'asset-added',
}

/**
 * Changes as reports list them: all that one actor may do more, or less, is one of them, told in one sentence. The JSON
 * result has each fact.
 */
export function joinPermissions(changes: readonly Change[], permissions: readonly PermissionChange[]): Change[] {
  const told = new Map(permissions.map(permission => [`${classes[permission.change]}\n${permission.id}`, permission]))
  const shown = new Set<string>()
  return changes.flatMap(change => {
    const key = `${change.class}\n${change.id}`
    const permission = told.get(key)
    if (permission === undefined) return [change]
    if (shown.has(key)) return []
    shown.add(key)
    const {fact: _fact, ...rest} = change
    const values = permission.permissions.flatMap(({fact, values: each}) => each.map(value => `${fact} ${value}`))
    return [{...rest, after: change.class === 'permission-narrowed' ? [] : values, message: permission.message}]
  })
}
