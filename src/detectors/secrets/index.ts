import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {Finding, RuleMeta} from '../../inventory/finding.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {makeService} from '../../inventory/make.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'
import {oneCredential} from '../../rules/one-credential.ts'
import {secretInSource} from '../../rules/secret-in-source.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {type FoundKey, findKeys, findReferences} from './keys.ts'
import {type Lines, lineOf, linesOf, type Stage, stageAt, stageOf} from './stage.ts'

/** Larger files are data or bundles. */
const limitBytes = 1024n * 1024n
const endings = new Set(
  'py pyi ipynb js jsx mjs cjs ts tsx mts cts vue svelte json jsonc json5 yaml yml toml ini cfg conf properties env sh bash zsh ps1 bat tf tfvars hcl bicep go java kt rb php rs cs swift dart scala r jl lua pl xml gradle md txt'.split(
    ' ',
  ),
)
/** Locks hold thousands of digests. */
const otherNames = /(?:^|[-.])lock\b|\.min\.|\.lock$/

/** A key's digest, and the environment that its file is for. */
interface Use {
  readonly sha256: string
  readonly stage: Stage
  readonly service: Asset
  readonly evidence: Evidence
}

/** Credentials of AI providers in files. Values are compared by digest within one run, and neither kept nor shown. */
export const secrets: Detector<Use> = {
  id: 'secrets',
  version: 1,
  finds: ['service'],
  required: isText,
  extract,
  assemble,
}

function isText({path, byteLength}: FileEntry): boolean {
  const name = baseName(path)
  if (byteLength > limitBytes || otherNames.test(name)) return false
  return (
    name.startsWith('.env') || name === 'Dockerfile' || endings.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
  )
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Use>> {
  const {path} = file
  const text = await textOf(file)
  if (typeof text !== 'string') return text
  const [keys, references] = [findKeys(text), findReferences(text)]
  if (keys.length === 0 && references.length === 0) return {assets: []}
  const lines = linesOf(text)
  const assets: Asset[] = []
  const findings: Finding[] = []
  const notes: Use[] = []
  for (const key of keys) {
    const {provider, value, variable} = key
    const evidence = evidenceOf(key, lines, path, context)
    const service = makeService({provider, endpoints: [], ...(isVariable(variable) && {environment: [variable]})}, [
      evidence,
    ])
    assets.push(service)
    findings.push(findingOf(secretInSource, service, evidence, `a key of ${provider} stands in ${path}`, value))
    for (const place of placesOf(text, value)) {
      const stage = stageAt(lines, path, place)
      if (stage !== undefined)
        notes.push({sha256: sha256Hex(value), stage, service, evidence: {...evidence, line: lineOf(lines, place)}})
    }
  }
  return {assets, findings, notes: [...notes, ...referencedKeys(references, lines, path, context)]}
}

function evidenceOf({at, variable}: FoundKey, lines: Lines, path: string, context: DetectorContext): Evidence {
  return {
    ...{
      detector: 'secrets',
      technique: 'syntax',
      path,
      line: lineOf(lines, at),
      level: 'configured',
      scope: context.scopeOf(path),
      confidence: 0.9,
    },
    ...(variable !== undefined && {symbol: variable}),
  }
}

/** Keys that a vault holds, by what asks for them: the same one for two environments is one key. */
function referencedKeys(references: readonly FoundKey[], lines: Lines, path: string, context: DetectorContext): Use[] {
  return references.flatMap(key => {
    const {provider, at, value, variable} = key
    const stage = stageAt(lines, path, at)
    if (stage === undefined || stageOf(value) !== undefined) return []
    const evidence = evidenceOf(key, lines, path, context)
    const environment = variable === undefined ? [] : [variable]
    return [
      {
        sha256: sha256Hex(value),
        stage,
        service: makeService({provider, endpoints: [], environment}, [evidence]),
        evidence,
      },
    ]
  })
}

/** Keys of settings are no variables of an environment. */
function isVariable(name: string | undefined): name is string {
  return name !== undefined && /^[A-Z][A-Z0-9_]*$/.test(name)
}

/** A file that cannot be read is told by whoever else reads it, too: each gap once is enough. */
async function textOf(file: OpenFile): Promise<string | Extraction<Use>> {
  try {
    return await file.text(Number(limitBytes))
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: [], gaps: [{path: file.path, stage: 'extract', code: gapCodeOf(error), message: error.message}]}
  }
}

/** Places of one value in a file that are looked at. */
const placeLimit = 20

function placesOf(text: string, value: string): number[] {
  const places: number[] = []
  for (
    let at = text.indexOf(value);
    at !== -1 && places.length < placeLimit;
    at = text.indexOf(value, at + value.length)
  )
    places.push(at)
  return places
}

/** The same key in files of both environments. */
function assemble(found: Extraction<Use>): Extraction<Use> {
  const {notes = [], ...rest} = found
  const developed = new Map(
    notes.flatMap(use => (use.stage === 'development' ? [[use.sha256, use.evidence.path] as const] : [])),
  )
  const shared = notes.flatMap(({sha256, stage, service, evidence}) => {
    const other = stage === 'production' ? developed.get(sha256) : undefined
    if (other === undefined) return []
    return [
      findingOf(
        oneCredential,
        service,
        evidence,
        other === evidence.path
          ? `${evidence.path} has one key of ${service.name} for development and production`
          : `the key of ${service.name} in ${evidence.path} is also that of ${other}`,
        sha256,
      ),
    ]
  })
  return {...rest, findings: [...(found.findings ?? []), ...shared]}
}

/** The fingerprint tells keys apart and gives nothing away: it is a digest of a digest, cut short. */
function findingOf({id}: RuleMeta, service: Asset, evidence: Evidence, message: string, value: string): Finding {
  const fingerprint = sha256Hex(`${id}\n${evidence.path}\n${sha256Hex(value)}`).slice(0, 32)
  return {rule: id, asset: keyOf(service), message, evidence: [evidence], fingerprint}
}
