import {valueAt} from './walk.ts'

const reference = /\$\{([^{}$]{1,200})\}/g
/** A value that refers to a value that refers to …: deeper is a circle. */
const depthLimit = 3

/**
 * Puts in what a document says itself: `${vars.name}` of OmegaConf, Hydra and spaCy, and the default of
 * `${NAME:-default}`, `${NAME=default}`,
 * `${oc.env:NAME,default}`, and of `${NAME:default}` as Spring and Quarkus have it. What stays unknown is left as it
 * is.
 */
export function interpolate(text: string, root: unknown): string {
  let result = text
  for (let turn = 0; turn < depthLimit && result.includes('${') && result.length < 10_000; turn++) {
    const next = result.replace(reference, (whole, inside: string) => resolve(inside, root) ?? whole)
    if (next === result) break
    result = next
  }
  return result
}

function resolve(inside: string, root: unknown): string | undefined {
  const fallback =
    /^(?:[A-Za-z_]\w*:?[-=]|(?:oc\.)?env:[A-Za-z_]\w*,\s?|[A-Z][A-Z0-9_]*:|[a-z][\w-]*(?:\.[\w-]+)+:(?<!oc\.env:))(.*)$/s.exec(
      inside,
    )?.[1]
  if (fallback !== undefined) return fallback.replace(/^(["'])(.*)\1$/s, '$2')
  if (!/^[\w.-]+$/.test(inside)) return undefined
  const value = valueAt(root, inside.split('.'))
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
