import rows from './actions.json' with {type: 'json'}

/** A GitHub action that uses AI, a row of actions.json. */
export interface AiAction {
  /** `owner/repository`, lower case */
  readonly uses: string
  /** slug of the provider, where it can only be this one */
  readonly service?: string
}

const byName: ReadonlyMap<string, AiAction> = new Map(rows.map(row => [row.uses, row]))

/** @param uses value of a workflow step: `anthropics/claude-code-action@v1` */
export function aiAction(
  uses: string,
): {readonly action: AiAction; readonly name: string; readonly ref?: string} | undefined {
  const [name = '', ref] = uses.trim().split('@', 2)
  const action = byName.get(name.toLowerCase())
  return action === undefined ? undefined : {action, name, ...(ref !== undefined && {ref})}
}
