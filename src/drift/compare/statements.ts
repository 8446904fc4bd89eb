import type {AssetKind} from '../../inventory/asset.ts'
import type {ChangeClass} from '../change-class.ts'

interface OtherStatements {
  readonly class: ChangeClass
  readonly fact: 'also'
  readonly old: readonly string[]
  readonly now: readonly string[]
}

const classes: Readonly<Record<string, ChangeClass>> = {
  revision: 'version-changed',
  config: 'dataset-changed',
  chatTemplateSha256: 'chat-template-changed',
  launch: 'mcp-command-changed',
  transport: 'mcp-command-changed',
  origin: 'mcp-command-changed',
}

/** What further places state of the same asset (`launch ["bash"]`), one difference a field. */
export function compareOtherStatements(
  kind: AssetKind,
  old: readonly string[],
  now: readonly string[],
): OtherStatements[] {
  const fields = [...new Set([...old, ...now].map(fieldOf))]
  return fields.flatMap(field => {
    const [before, after] = [old.filter(text => fieldOf(text) === field), now.filter(text => fieldOf(text) === field)]
    return before.join('\n') === after.join('\n')
      ? []
      : [{class: classOf(kind, field), fact: 'also' as const, old: before, now: after}]
  })
}

function fieldOf(text: string): string {
  return text.slice(0, text.indexOf(' '))
}

function classOf(kind: AssetKind, field: string): ChangeClass {
  if (field === 'url' && kind === 'mcp-server') return 'mcp-url-changed'
  return classes[field] ?? 'origin-changed'
}
