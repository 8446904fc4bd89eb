import type {Note} from '../notes.ts'
import type {ReviewRuleName} from '../rules.ts'

/** Which statements a finding puts in doubt: a field that is there and wrong does not answer what is asked. */
const fieldsByRule: Partial<Record<ReviewRuleName, RegExp>> = {
  'digest-length': /hashes/,
  'digest-hollow': /hashes/,
  'digest-conflict': /hashes/,
  'digest-differs': /hashes/,
  'digest-weak': /hashes/,
  'shard-missing': /hashes/,
  'file-missing': /hashes/,
  'weights-without-digest': /hashes/,
  'not-pinned': /\.version$|purl/,
  'version-differs': /\.version$|purl/,
  'version-missing': /\.version$/,
  'maker-differs': /supplier|manufacturer/,
  'look-alike': /purl|supplier|manufacturer|provider/,
  'purl-wrong': /purl/,
  'licence-differs': /licenses/,
  'licence-unclear': /licenses/,
  'licence-in-doubt': /licenses/,
  'licence-conflict': /licenses/,
  'licence-expired': /licenses/,
  'base-differs': /pedigree/,
  'base-in-doubt': /pedigree/,
  'base-unknown': /pedigree/,
  'reference-cycle': /pedigree|dependencies/,
  'reference-dangling': /dependencies|datasets/,
  'data-differs': /datasets/,
  'data-unknown': /datasets/,
  'dataset-missing': /=='data'/,
  'parameters-differ': /parameter:count/,
  'size-in-doubt': /parameter:count/,
  'architecture-differs': /rchitecture/,
  'architecture-in-doubt': /rchitecture/,
  'setting-differs': /hyperparameter|\.task$|language/,
  'quantization-in-doubt': /quantization/,
  'measure-differs': /quantitativeAnalysis/,
  'measure-wrong': /quantitativeAnalysis|hyperparameter/,
  'card-hollow': /modelCard/,
  'card-copied': /modelCard|description/,
  'date-future': /timestamp/,
  'date-impossible': /timestamp/,
  'bom-outdated': /timestamp/,
  'lifecycle-in-doubt': /lifecycles/,
  'data-sensitive': /classification|sensitiveData/,
  'service-boundary': /trust/,
  'service-elsewhere': /endpoints|provider/,
  'service-region': /endpoints|destination/,
  'vulnerability-unproven': /vulnerabilities/,
  'address-differs': /externalReferences/,
  'complete-claimed': /compositions/,
  'signature-invalid': /signature/,
  'bom-not-valid': /bomFormat|specVersion/,
}
const serious: ReadonlySet<string> = new Set(['critical', 'high', 'medium'])
const byName: ReadonlyMap<string, RegExp> = new Map(Object.entries(fieldsByRule))

/** Whose statement a path leads to. */
export interface Stated {
  /** name of the component or service; undefined for a statement of the document */
  readonly part: string | undefined
  /** name of what the BOM is of */
  readonly product: string | undefined
}

/** @returns the first finding that says otherwise than what a path leads to */
export function doubtOf(path: string, stated: Stated, notes: readonly Note[]): Note | undefined {
  return notes.find(
    note => serious.has(note.severity) && isAbout(note, path, stated) && byName.get(note.name)?.test(path) === true,
  )
}

/** A finding on one component says nothing of the metadata of the BOM; the graph is of all. */
function isAbout({subject}: Note, path: string, {part, product}: Stated): boolean {
  if (subject === '') return true
  if (part !== undefined) return subject === part
  if (path.startsWith('$.metadata.component')) return subject === product
  return !/^\$\.(?:metadata|version$|serialNumber|bomFormat|specVersion)/.test(path)
}
