import {isHubId} from '../../../catalog/models/model-names.ts'
import type {Value} from '../../../code/module.ts'
import type {Context} from '../../../code/resolve/resolved.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'

/** Entries of one map that are asked. */
const entryLimit = 200

/**
 * Whether a module calls a model of the hub so for short: a key of `MODEL_PATHS = {"klein": "acme/klein-4b"}`. The
 * model is the one that stands behind it.
 */
export function isShortName(finder: Finder, text: string): boolean {
  return shortNames(finder).has(text)
}

const shortNames = oncePer(
  (finder: Finder): ReadonlySet<string> =>
    new Set(
      finder.module.namings.flatMap(({value, scope}) => {
        if (value.kind !== 'map') return []
        const context = {module: finder.module, scope}
        const asked = value.entries.slice(0, entryLimit)
        return asked.flatMap(({key = '/', value}) =>
          !key.includes('/') && isOfHub(finder, value, context) ? [key] : [],
        )
      }),
    ),
)

function isOfHub(finder: Finder, value: Value, context: Context): boolean {
  const found = finder.resolver.resolve(value, context)
  for (const one of found) finder.note(one)
  return found.some(one => one.kind === 'text' && isHubId(one.text))
}
