/** How something was seen; CycloneDX's words for it are in bom/parts/evidence. */
export type Technique = 'syntax' | 'manifest' | 'binary' | 'file-name' | 'registry'
/** used: a call or default of the program · configured: a setting it reads · mentioned: named, with no sign of use. */
export type Level = 'used' | 'configured' | 'mentioned'
/** What the file that names something is for; `product` is all that is none of the others. */
export type Scope = 'product' | 'test' | 'example' | 'docs' | 'vendored'

/**
 * What becomes of a model by its name there, where it is not plainly loaded: a server is asked for it · a folder is
 * called like it · it is loaded, and the code that comes with it may run.
 */
export type Use = 'asked-for' | 'folder' | 'remote-code'

/** Why we believe that an asset exists. */
export interface Evidence {
  /** id of the detector, and of its rule where it has several: `code/transformers`, `npm/package-lock` */
  readonly detector: string
  readonly technique: Technique
  /** relative to the source, `/`-separated */
  readonly path: string
  /** counts from 1 */
  readonly line?: number
  /** the name in the source that carries it: a constant, a function, a key */
  readonly symbol?: string
  /** notebook cell, counts from 0 among all cells; `line` stays the line of the file */
  readonly cell?: number
  readonly level: Level
  readonly use?: Use
  readonly scope: Scope
  /** 0 … 1 */
  readonly confidence: number
}

/** Those that registries, locks and hubs state; md5 and sha1 are kept as stated and prove nothing. */
export type DigestAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'blake2b' | 'blake3'

/** A git oid is no digest of the content, a declared digest is no computed one: both are said. */
export interface Digest {
  readonly alg: DigestAlgorithm
  /** lower case */
  readonly hex: string
  readonly of: 'content' | 'git-blob' | 'tree'
  readonly from: 'computed' | 'declared'
}
