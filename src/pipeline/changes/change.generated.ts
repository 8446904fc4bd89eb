// Generated from the schema by `npm run generate`. Do not edit.

export interface Change {
  /**
   * One of the classes in docs/changes.md.
   */
  class: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  kind: string
  /**
   * Identity of the asset, without its version.
   */
  id: string
  name: string
  /**
   * Identity on the old side, where it was another.
   */
  previousId?: string
  /**
   * The fact that differs; absent for an asset that came or went.
   */
  fact?: string
  before: string[]
  after: string[]
  /**
   * The change as a sentence.
   */
  message: string
  /**
   * Where to show it: on the new side, of what is gone on the old one.
   */
  place?: {
    path: string
    line?: number
  }
}
/**
 * Changes by severity.
 */
export interface Counts {
  critical: number
  high: number
  medium: number
  low: number
  info: number
}
/**
 * What agents, servers, skills and tools may do since the change, or no longer, each in one sentence: by themselves and through all that they can reach.
 */
export type Permissions = {
  change: 'widened' | 'narrowed' | 'new'
  kind: string
  id: string
  name: string
  /**
   * Identities of the models that drive it, where they are known.
   */
  models: string[]
  permissions: {
    /**
     * runs, reads, writes, network, credentials or auto-approves; disabled for a server that was switched on or off.
     */
    fact: string
    values: string[]
    /**
     * Identities of the servers, skills, tools, agents and services that give it, where it is not its own.
     */
    through: string[]
  }[]
  /**
   * The change as a sentence.
   */
  message: string
}[]
/**
 * What registries were asked about.
 */
export interface Upstream {
  /**
   * How many assets a registry was asked about.
   */
  asked: number
  /**
   * Of how many of them no commit is recorded, so that nobody can tell whether they moved.
   */
  noCommit: number
  /**
   * Assets that no registry was asked about: those of other registries, and those without an exact version.
   */
  notAsked: {
    what: string
    count: number
  }[]
  /**
   * Assets whose registry gave no answer.
   */
  failed: {
    id: string
    message: string
  }[]
}
/**
 * What one side does not state, and how often.
 */
export type NotCompared = {
  what: string
  count: number
}[]
