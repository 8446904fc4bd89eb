// Generated from the schema by `npm run generate`. Do not edit.

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
/**
 * Values that do not agree, each with its source.
 */
export type Conflict = {
  value: string
  source: string
}[]

export interface ReviewResult {
  schemaVersion: 1
  target: {
    /**
     * As typed.
     */
    name: string
    /**
     * What was read: a BOM that somebody else states, or the thing itself.
     */
    kind: 'bom' | 'source'
    /**
     * json or xml, and the version of the format.
     */
    form?: string
    /**
     * Of the BOM's bytes.
     */
    sha256?: string
    /**
     * Artifacts and registries that the claims were compared with.
     */
    heldAgainst: string[]
  }
  subject: {
    name: string
    version?: string
    maker?: string
    /**
     * What it is, in a sentence.
     */
    what: string
  }
  /**
   * What it is to be used for, as asked with --purpose.
   */
  purpose: string | null
  verdict: {
    /**
     * no: something contradicts a claim or the policy forbids it; not-yet: serious points are open; as-stated: no serious problem in what was stated and compared; unreadable: it could not be read (exit 3).
     */
    answer: 'no' | 'not-yet' | 'as-stated' | 'unreadable'
    headline: string
    reasons: {
      text: string
      /**
       * Index in findings.
       */
      finding?: number
    }[]
  }
  identity: Row[]
  signatures: Row[]
  files: {
    name: string
    /**
     * The model that it belongs to.
     */
    of: string
    digests: string[]
    /**
     * confirmed: the bytes at hand have the digest; stated: nothing was compared.
     */
    status: 'confirmed' | 'stated' | 'contradicted' | 'missing' | 'no-digest' | 'not-stated'
    /**
     * by bytes: safe, unsafe, unknown; by-name: the format alone tells that it may run code; unread: not judged.
     */
    safety: 'safe' | 'unsafe' | 'unknown' | 'by-name' | 'unread'
    note?: string
    evidence: number[]
  }[]
  licences: {
    subject: string
    role: 'weights' | 'data' | 'base' | 'code' | 'service'
    /**
     * As stated; null where nothing is.
     */
    licence: string | null
    commercial: 'yes' | 'no' | 'conditions' | 'unclear'
    /**
     * What it asks for, in plain words.
     */
    terms: string[]
    evidence: number[]
  }[]
  lineage: {
    nodes: {
      id: string
      kind: 'product' | 'model' | 'base' | 'dataset' | 'service' | 'agent' | 'code'
      name: string
      detail: string
      /**
       * A version and a digest, commit or license is stated of it.
       */
      known: boolean
    }[]
    edges: {
      from: string
      to: string
      kind: 'uses' | 'derived-from' | 'trained-on' | 'calls'
    }[]
    /**
     * Nodes that are left out of the picture; all are in the lists.
     */
    left?: number
  }
  services: {
    name: string
    provider?: string
    endpoints: string[]
    encrypted: 'yes' | 'no' | 'unknown'
    authenticated: 'yes' | 'no' | 'unknown'
    /**
     * Whether data crosses a trust boundary, as stated.
     */
    leaves?: boolean
    flows: string[]
    evidence: number[]
  }[]
  agents: {
    name: string
    kind: string
    /**
     * What it may do, as far as is stated; empty: nothing is stated.
     */
    may: string[]
    evidence: number[]
  }[]
  metrics: Row[]
  limits: Row[]
  /**
   * Against the BOM of --compare.
   */
  changes?: {
    against: string
    related: boolean
    changes: {
      severity: Severity
      class: string
      message: string
    }[]
  }
  comparison?: Comparison
  /**
   * What the BOM answers of each --profile.
   */
  profiles?: ProfileAnswers[]
  /**
   * The worst first.
   */
  findings: {
    rule: string
    name: string
    severity: Severity
    /**
     * Name of the component; empty: the document.
     */
    subject: string
    title: string
    message: string
    why: string
    fix: string
    /**
     * A claim contradicts the bytes, or a signature is invalid: exit 1.
     */
    contradicts: boolean
    conflict?: Conflict
    evidence: number[]
    /**
     * How often it was found, where more than once.
     */
    times?: number
    /**
     * Each case, where it was found more than once: the first 50.
     */
    items?: {
      subject: string
      message: string
      conflict?: Conflict
      evidence: number[]
    }[]
  }[]
  policy?: PolicyAnswer
  /**
   * What only the vendor can answer. With --answers, or where the BOM has answers, each with what the vendor says: claims, which nobody verified.
   */
  questions: Question[]
  counts: {
    critical: number
    high: number
    medium: number
    low: number
    info: number
  }
  /**
   * What statements rest on; they refer to it by index.
   */
  evidence: {
    source: 'bom' | 'answers' | 'artifact' | 'registry' | 'list' | 'clock'
    /**
     * JSON pointer in the BOM, path of a file, id and commit at a registry.
     */
    place: string
    line?: number
    value: string
  }[]
  /**
   * What was not looked at, in a sentence each.
   */
  notChecked: string[]
}
export interface Row {
  label: string
  value: string
  status: 'stated' | 'confirmed' | 'contradicted' | 'unknown' | 'empty'
  note?: string
  evidence: number[]
}
/**
 * This one and that of --compare, side by side; absent where the other is a lock.
 */
export interface Comparison {
  here: string
  there: string
  rows: ComparisonRow[]
}
export interface ComparisonRow {
  part: 'answer' | 'identity' | 'licenses' | 'safety' | 'signatures' | 'data' | 'profiles' | 'findings'
  label: string
  here: string[]
  there: string[]
  same: boolean
}
export interface ProfileAnswers {
  /**
   * As asked for.
   */
  name: string
  title: string
  frameworks: {
    name: string
    version?: string
    /**
     * Whom it binds, and since when.
     */
    note?: string
    source?: string
  }[]
  requirements: {
    id: string
    /**
     * Index in frameworks.
     */
    framework: number
    text: string
    /**
     * partly: for some, in doubt, or not shown to suffice; undecidable: there is nothing that it could be asked of, or no BOM shows it.
     */
    status: 'met' | 'partly' | 'not' | 'undecidable'
    reason: string
    /**
     * Something that is asked for is not stated, here or for one of several.
     */
    lacks?: boolean
    /**
     * Who can say it.
     */
    from?: 'bytes' | 'registry' | 'vendor'
    relevance?: 'required' | 'recommended' | 'optional' | 'informative'
    /**
     * Date from which it binds.
     */
    appliesFrom?: string
    /**
     * The text of the framework itself was not read.
     */
    unverified?: boolean
    /**
     * JSONPath of the fields that answer it.
     */
    paths: string[]
    evidence: number[]
  }[]
  /**
   * Answers by who can say it. They are never added up to a score.
   */
  coverage: {
    from: 'bytes' | 'registry' | 'vendor' | 'unknown'
    met: number
    partly: number
    not: number
    undecidable: number
  }[]
}
/**
 * What the policy of --policy says.
 */
export interface PolicyAnswer {
  path: string
  /**
   * Over the file and all that it includes.
   */
  sha256: string
  /**
   * no: a finding of high or critical severity (exit 1); undecided: something that could be one had no answer (exit 3).
   */
  outcome: 'yes' | 'no' | 'undecided'
  findings: PolicyFinding[]
  undecided: {
    rule: string
    subject: string
    message: string
  }[]
  /**
   * What somebody answers for until a day: it does not count.
   */
  waived: Waiver[]
}
export interface PolicyFinding {
  rule: string
  name: string
  severity: Severity
  subject: string
  message: string
  why?: string
  fix?: string
}
export interface Waiver {
  rule: string
  subject: string
  message: string
  reason: string
  owner: string
  expires: string
}
export interface Question {
  /**
   * The same for the same question of any review.
   */
  reference: string
  text: string
  /**
   * Names of components; empty: the document.
   */
  about: string[]
  /**
   * What leads to the question.
   */
  found: string[]
  /**
   * The requirements and findings behind it.
   */
  because: string[]
  /**
   * Index in findings of the first that leads to it.
   */
  finding?: number
  answer?: Answer
}
export interface Answer {
  /**
   * answered: a claim of the vendor; not-known: the vendor says that it is not known or not told; hollow: filled with nothing, such as N/A; open: left empty.
   */
  status: 'answered' | 'not-known' | 'hollow' | 'open'
  text: string
  evidence: number[]
}
