import {resolve} from 'node:path'
import type {Asset, AssetKind} from '../../inventory/asset.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import {compareText} from '../../lib/sort.ts'
import {approvedNamesOf, originOf} from '../../policy/approved-names.ts'
import {openSide, type SideOptions} from '../changes/open-side.ts'
import type {PolicyInitResult} from './init-result.generated.ts'
import {isProvider} from './subjects.ts'

/** What `aibom policy init` is asked. */
export interface InitPolicyOptions extends SideOptions {
  /** a source or a BOM, as typed */
  readonly source: string
  /** the file to write, as typed */
  readonly output: string
}

/**
 * `aibom policy init`: a policy that approves what is there, to be looked at and cut down.
 * @throws {AibomError} `AIBOM_POLICY_EXISTS` (exit 2), and for a source that cannot be opened
 */
export async function initPolicy(options: InitPolicyOptions): Promise<PolicyInitResult> {
  const absolutePath = resolve(options.cwd, options.output)
  if (kindOfPath(absolutePath) !== undefined) {
    throw new AibomError('AIBOM_POLICY_EXISTS', `${options.output} is there already`, {
      hint: 'Check it with: aibom policy test',
      exit: 2,
    })
  }
  const {inventory} = await openSide(options.source, options)
  const approved = approvedOf(inventory?.assets ?? [])
  options.signal.throwIfAborted()
  writeWhole(absolutePath, policyText(approved), options.output)
  return {schemaVersion: 1, policy: options.output, approved}
}

type Approved = Readonly<Record<string, string[]>>

function approvedOf(assets: readonly Asset[]): Approved {
  const namesOf = (kind: AssetKind): string[] =>
    sorted(assets.filter(asset => asset.kind === kind).flatMap(asset => approvedNamesOf(asset)[0] ?? []))
  return {
    providers: sorted(assets.flatMap(asset => originOf(asset, isProvider).provider ?? [])),
    registries: sorted(assets.flatMap(asset => originOf(asset, isProvider).registry ?? [])),
    models: namesOf('model'),
    datasets: namesOf('dataset'),
    mcpServers: namesOf('mcp-server'),
  }
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareText)
}

function policyText(approved: Approved): string {
  const lists = Object.entries(approved).flatMap(([list, names]) =>
    names.length === 0 ? [`  ${list}: []`] : [`  ${list}:`, ...names.map(name => `    - ${JSON.stringify(name)}`)],
  )
  return `# What AI this project may contain, and how bad each finding is: read by "aibom check".
# Check this file with "aibom policy test"; "aibom policy explain RULE" tells what a rule is about.
version: 1

# Whole names: * stands for anything but /, ** for anything. A list that is left out approves everything, an empty one nothing.
# These are what was found when the file was written: take out what nobody should use.
approved:
${lists.join('\n')}

# How bad a finding is, by the name of a rule or the class of a change: critical, high, medium, low, info, off.
severities: {}

# Findings that somebody answers for, until a day:
#   - rule: model-not-approved
#     asset: "model:openai/gpt-4o"
#     reason: trial of the support team
#     owner: support@example.com
#     expires: 2027-01-31
waivers: []

# Rules of your own, in CEL:
#   - id: no-code-from-models
#     when: asset.kind == "model" && asset.remoteCode
#     severity: high
#     why: Code that comes with a model runs with our rights.
#     fix: Use a model that needs none.
rules: []
`
}
