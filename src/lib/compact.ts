/** The same object without its absent fields. */
export function compact<T extends object>(
  fields: T,
): {[K in keyof T as undefined extends T[K] ? never : K]: T[K]} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
} {
  const all = fields as Readonly<Record<string, unknown>>
  const present: Record<string, unknown> = {}
  for (const key of Object.keys(all)) if (all[key] !== undefined) present[key] = all[key]
  return present as ReturnType<typeof compact<T>>
}

/** The same lists without the empty ones. */
export function withoutEmpty(lists: Readonly<Record<string, readonly unknown[]>>): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}
