import {type ChangeClass, changeClasses, isChangeClass} from '../../drift/change-class.ts'
import {AibomError} from '../../lib/errors.ts'
import type {CheckResult} from './check-result.generated.ts'
import type {DiffResult} from './diff-result.generated.ts'
import type {LockResult} from './lock-result.generated.ts'

/**
 * The classes of `--fail-on`.
 * @throws {AibomError} `AIBOM_USAGE` for a name that is none: a misspelt gate must not stay open
 */
export function parseFailOn(names: readonly string[]): (ChangeClass | 'any')[] {
  return names.map(name => {
    if (name === 'any' || isChangeClass(name)) return name
    throw new AibomError('AIBOM_USAGE', `--fail-on does not know the class ${name}`, {
      hint: `Use any, or one of: ${Object.keys(changeClasses).join(', ')}`,
    })
  })
}

/** What the fact tells more closely than the class. */
const meansByFact: Readonly<Record<string, string>> = {
  'mcp-command-changed command': 'it starts another program',
  'mcp-command-changed argument': 'it is started with other arguments',
}

/** What a change means, as text without a full stop. */
export function meaningOf({class: name, fact}: Pick<DiffResult['changes'][number], 'class' | 'fact'>): string {
  const closer = meansByFact[`${name} ${fact ?? ''}`]
  if (closer !== undefined) return closer
  return isChangeClass(name) ? changeClasses[name].means : ''
}

/** 1 where one of the named classes is among the changes, `any` for all of them. */
export function exitOf({changes}: Pick<DiffResult, 'changes'>, failOn: readonly (ChangeClass | 'any')[]): 0 | 1 {
  return changes.some(change => failOn.some(name => name === 'any' || name === change.class)) ? 1 : 0
}

/** 1 where something failed, 3 where something is undecided. */
export function outcomeExitOf({outcome}: Pick<CheckResult, 'outcome'>): 0 | 1 | 3 {
  return outcome === 'failed' ? 1 : outcome === 'undecided' ? 3 : 0
}

/** 1 while somebody has to decide, 3 where files could not be read. */
export function lockExitOf({pending, gaps, unlocked}: LockResult, strict: boolean): 0 | 1 | 3 {
  if (pending.length > 0) return 1
  return strict && gaps + unlocked > 0 ? 3 : 0
}
