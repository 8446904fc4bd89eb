import type {Comparison} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {listed} from '../../lib/text/listed.ts'

/** What could not be read where the baseline has AI. */
export interface Blind {
  /** empty for the source as a whole */
  readonly path: string
  readonly message: string
}

/**
 * What became unreadable since the baseline: files that named AI there, work that was given up, and languages in which
 * what is gone may be written now. What is reported as a change already (`not-read`) is left out.
 * @param old the inventory of the baseline; a lock has none, and says nothing of what could not be read when it was
 *   written
 */
export function blindSpots(
  before: Side,
  old: Inventory | undefined,
  {changes}: Pick<Comparison, 'changes'>,
  {gaps}: Inventory,
): Blind[] {
  const known = new Set(before.entries.flatMap(({paths}) => paths))
  const told = new Set(changes.flatMap(({class: name, after}) => (name === 'not-read' ? after : [])))
  const gone = changes.filter(({class: name}) => name === 'asset-removed').map(({name}) => name)
  const oldGaps = new Set(old?.gaps.map(keyOf))
  const isNew = (gap: Gap): boolean => old !== undefined && !oldGaps.has(keyOf(gap))
  const hides = (gap: Gap): boolean =>
    isLostWork(gap) ||
    (languageOf(gap) !== undefined && isNew(gap)) ||
    // a lock does not say whether it was one before
    (gap.code === 'submodule' && (old === undefined || isNew(gap)))
  const held = ({path, stage}: Gap): boolean => (stage === 'walk' || stage === 'extract') && known.has(path)
  return gaps.flatMap((gap): Blind[] => {
    const {path, message} = gap
    if (told.has(path)) return []
    if (gone.length > 0 && hides(gap)) {
      const what = gap.code === 'submodule' ? `${path} is ${message}` : message
      return [{path, message: `${what}; what is gone may still be there: ${listed(gone)}`}]
    }
    const counts = languageOf(gap) === undefined && held(gap) && isNew(gap)
    return counts ? [{path, message: `${path} held AI before, and was not read whole: ${message}`}] : []
  })
}

/** Files in which nothing but servers and permissions of assistants stands. */
const ofAssistants =
  /(?:^|\/)(?:\.?mcp\.json|mcp_(?:config|settings)\.json|claude_desktop_config\.json|\.(?:claude|codex|gemini|qwen|kiro)\/(?:settings(?:\.local)?|config)\.(?:json|toml))$/

/** Files that say by their name what an assistant may do, and cannot be read; of those in the baseline, none again. */
export function unreadSettings(
  {gaps = []}: Partial<Pick<Inventory, 'gaps'>>,
  old: Inventory | undefined,
  told: readonly string[],
): Blind[] {
  const known = new Set([...told, ...(old?.gaps ?? []).map(({path}) => path)])
  return gaps.flatMap(({path, stage, message}) =>
    stage === 'extract' && ofAssistants.test(path) && !known.has(path)
      ? [
          {
            path,
            message: `servers and permissions of an assistant are in ${path}, which was not read whole: ${message}`,
          },
        ]
      : [],
  )
}

/** A step that was given up, of the source as a whole. */
function isLostWork({path, stage}: Gap): boolean {
  return path === '' && stage === 'resolve'
}

function keyOf(gap: Gap): string {
  return languageOf(gap) ?? `${gap.path}\n${gap.code}`
}

function languageOf({code, message}: Gap): string | undefined {
  return code === 'language-not-read' ? / in ([^,]{1,60}),/.exec(message)?.[1] : undefined
}
