/** What a list can be ordered by. */
export const sortKeys = ['kind', 'name', 'version', 'license', 'place', 'scope', 'findings'] as const
export type SortKey = (typeof sortKeys)[number]
