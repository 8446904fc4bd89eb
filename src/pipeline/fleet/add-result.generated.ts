// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet add`.
 */
export interface FleetAddResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The database, without its password.
   */
  database: string
  /**
   * How many sources are new to the fleet.
   */
  added: number
  /**
   * How many it had already.
   */
  known: number
  /**
   * Every source that was named, new or not.
   */
  sources: {
    /**
     * As it is scanned; a path is absolute.
     */
    address: string
    /**
     * How it is read: fetched by git, walked as a folder, read as a BOM, or asked of a registry.
     */
    form: 'git' | 'folder' | 'bom' | 'registry'
    name: string
  }[]
  /**
   * Absolute paths of folders and links that were left out, since they hold neither a repository nor a BOM.
   */
  passedOver: string[]
}
