import type {JsonObject, JsonValue} from '../../lib/parse/strict-json.ts'

/** Files by which a server finds the code that it runs, and their keys that name it. */
const files: readonly (readonly [name: RegExp, keys: readonly string[]])[] = [
  [/(?:^|\/)bentofile\.ya?ml$/, ['service']],
  [/(?:^|\/)cog\.ya?ml$/, ['predict', 'train']],
]
/** `service:svc`, `pkg.service:Service`, `predict.py:Predictor`, `./predict.py:Predictor` */
const reference = /^(?:\.\/)?([\w./-]{1,200}?)(?:\.py)?(?::\w+)?$/

/** Whether a file says which code a server runs. */
export function isServing(name: string): boolean {
  return files.some(([pattern]) => pattern.test(name))
}

/** The modules that such a file has its server run, as they are imported. */
export function servedModules(name: string, settings: JsonObject): readonly (readonly [key: string, module: string])[] {
  const [, keys = []] = files.find(([pattern]) => pattern.test(name)) ?? []
  return keys.flatMap(key => {
    const module = moduleIn(settings[key])
    return module === undefined ? [] : [[key, module] as const]
  })
}

function moduleIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? (reference.exec(value.trim())?.[1] ?? value) : undefined
}
