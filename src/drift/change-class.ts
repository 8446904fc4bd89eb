import type {AssetKind} from '../inventory/asset.ts'
import type {Severity} from '../inventory/severity.ts'

/**
 * Every kind of change that a comparison, or a look at the registries, can report: its severity and what it means. The
 * list is closed: `--fail-on` takes these names, and a name is never reused.
 */
export const changeClasses = {
  'content-changed': {
    severity: 'critical',
    means: 'the bytes differ although the version is the same: this may be a swapped file',
  },
  'integrity-changed': {
    severity: 'critical',
    means: 'the same package version now has another digest: the archive may have been replaced',
  },
  'signature-lost': {severity: 'critical', means: 'it was signed before and is not now'},
  'signature-unchecked': {
    severity: 'high',
    means: 'it was signed before, and nobody looked whether it still is: verify it with the same keys or identities',
  },
  'signer-changed': {severity: 'critical', means: 'somebody else signed it'},
  'file-replaced': {
    severity: 'critical',
    means: 'its registry now lists different bytes for the recorded version',
  },
  'repository-gone': {
    severity: 'critical',
    means: 'it is deleted or hidden from you: if somebody else takes the name, you get their files next time',
  },
  'repository-renamed': {
    severity: 'high',
    means: 'the old name redirects only until somebody else takes it: use the new one',
  },
  'revision-deleted': {severity: 'high', means: 'the recorded revision can no longer be fetched or compared'},
  'scan-warned': {severity: 'high', means: 'the scanner of its registry warns about these files'},
  'package-withdrawn': {
    severity: 'high',
    means: 'its publisher or registry withdrew that version, often because of a fault or an attack',
  },
  'model-retired': {severity: 'high', means: 'requests to it fail'},
  'asset-added': {severity: 'high', means: 'nobody has approved it yet'},
  'asset-replaced': {severity: 'high', means: 'another one takes its place, and nobody has approved it yet'},
  'revision-moved': {severity: 'high', means: 'the name is the same, but it points to another commit'},
  'version-down': {severity: 'high', means: 'an older version may bring back problems that a newer one fixed'},
  'file-changed': {severity: 'high', means: 'the file changed together with its revision'},
  'pin-lost': {severity: 'high', means: 'nothing says any longer which bytes are used'},
  'license-changed': {severity: 'high', means: 'the terms of use are different'},
  'base-model-changed': {severity: 'high', means: 'it derives from another model'},
  'dataset-changed': {severity: 'high', means: 'it uses other data'},
  'origin-changed': {severity: 'high', means: 'it comes from another place'},
  'provider-changed': {severity: 'high', means: 'another provider receives the data'},
  'endpoint-changed': {severity: 'high', means: 'data goes to another address'},
  'data-flow-changed': {severity: 'high', means: 'the application sends or receives other data'},
  'prompt-changed': {severity: 'high', means: 'the instructions to the model are different'},
  'chat-template-changed': {
    severity: 'high',
    means: 'the template decides what the model sees, regardless of the prompt',
  },
  'mcp-command-changed': {severity: 'high', means: 'it is started in another way'},
  'mcp-url-changed': {severity: 'high', means: 'tools come from another server'},
  'tools-changed': {severity: 'high', means: 'the model can call other tools, or their descriptions changed'},
  'permission-widened': {severity: 'high', means: 'it may do more than before'},
  'credentials-changed': {severity: 'high', means: 'it receives other credentials'},
  'remote-code-enabled': {severity: 'high', means: 'code that comes with the model now runs'},
  'format-changed': {severity: 'high', means: 'the file format is different, and some formats can run code'},
  'content-unknown': {severity: 'high', means: 'its digest was known before, but now there is none to compare'},
  'not-read': {severity: 'high', means: 'it was seen here before, but the file could not be read this time'},
  'access-restricted': {severity: 'medium', means: 'only some accounts can get its files, so a build may fail'},
  'package-deprecated': {severity: 'medium', means: 'its publisher recommends something else'},
  'model-deprecated': {severity: 'medium', means: 'requests to it will fail from that day on'},
  'architecture-changed': {severity: 'medium', means: 'it is another kind of model'},
  'quantization-changed': {
    severity: 'medium',
    means: 'the numbers are stored with another precision, so answers differ',
  },
  'parameters-changed': {severity: 'medium', means: 'the model has another size'},
  'settings-changed': {severity: 'medium', means: 'its settings are different, so answers differ'},
  'uses-changed': {severity: 'medium', means: 'it works with other models, servers or tools'},
  'version-changed': {severity: 'medium', means: 'the version is different, and nothing says which one is newer'},
  'version-up': {severity: 'medium', means: 'a newer version'},
  'packages-changed': {severity: 'medium', means: 'the lock file installs other packages'},
  'package-added': {severity: 'medium', means: 'a new dependency'},
  'files-added': {severity: 'medium', means: 'the same version has more files than before'},
  'files-removed': {severity: 'medium', means: 'the same version has fewer files than before'},
  'asset-removed': {severity: 'low', means: 'it is gone'},
  'package-removed': {severity: 'low', means: 'a dependency is gone'},
  'permission-narrowed': {severity: 'low', means: 'it may do less than before'},
  'remote-code-disabled': {severity: 'low', means: 'code that comes with the model no longer runs'},
  pinned: {severity: 'info', means: 'it now names one version'},
  signed: {severity: 'info', means: 'it is now signed'},
} as const satisfies Record<string, {readonly severity: Severity; readonly means: string}>

/** The name of a change, as reports and `--fail-on` have it. */
export type ChangeClass = keyof typeof changeClasses

const tellsContent: ReadonlySet<ChangeClass> = new Set([
  'version-up',
  'version-changed',
  'files-added',
  'files-removed',
])

/** Less of a guardrail is never a small matter. */
const weakensGuardrail: ReadonlySet<ChangeClass> = new Set(['asset-removed', 'settings-changed', 'uses-changed'])

/**
 * What an asset other than a package is cannot be told from its version number, so every change of it is to be looked
 * at.
 */
export function severityOf(name: ChangeClass, kind: AssetKind): Severity {
  if (kind === 'guardrail' && weakensGuardrail.has(name)) return 'high'
  // what an MCP server is told may be the folder or the host that it serves
  if (kind === 'mcp-server' && name === 'settings-changed') return 'high'
  return kind !== 'package' && tellsContent.has(name) ? 'high' : changeClasses[name].severity
}

/** Whether a word of the user's names one; own names only, so `toString` is none. */
export function isChangeClass(text: string): text is ChangeClass {
  return Object.hasOwn(changeClasses, text)
}
