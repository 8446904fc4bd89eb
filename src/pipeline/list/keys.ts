import type {Scope} from '../../inventory/evidence.ts'

/** What a list can be ordered by. */
export const sortKeys = ['kind', 'name', 'version', 'license', 'place', 'scope', 'findings'] as const
/** What a list can be ordered by, as `--sort` takes it. */
export type SortKey = (typeof sortKeys)[number]

/** The parts of a project, from what a user ships to what others wrote; `development` is for assistants and CI. */
export const listedScopes = [
  'product',
  'development',
  'example',
  'test',
  'docs',
  'vendored',
] as const satisfies readonly (Scope | 'development')[]
/** A part of a project. */
export type ListedScope = (typeof listedScopes)[number]

/** What `--scope` of a list takes; `all` is every part, as for `generate`. */
export const scopeWords = [...listedScopes, 'all'] as const
