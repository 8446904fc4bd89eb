import type {Asset} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {parseDocument, type StructuredDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {configuredIn, type Detector, type DetectorContext} from '../detector.ts'

const detectorId = 'skills'
const textLimitBytes = 8 * 1024 * 1024
/** A project has some tens. */
const skillLimit = 10_000
const lockNames = new Set(['skills-lock.json', '.skill-lock.json', 'toolhive.lock.yaml'])

/**
 * Skills that a lock file of their installers pins: where they come from, at which commit, with which digest of their
 * folder.
 */
export const skills: Detector = {
  id: detectorId,
  version: 1,
  finds: ['prompt'],
  required: ({path}) => lockNames.has(baseName(path)),
  extract,
}

/** A skill of a lock, whatever its tool. */
interface LockedSkill {
  readonly name: string
  readonly keys: readonly (string | number)[]
  readonly version?: string | undefined
  readonly source?: string | undefined
  /** who signed it, as the tool found out when it was installed */
  readonly signer?: string | undefined
  /** `sha256:…`, of the folder or of the artifact that it came in */
  readonly digests: readonly (string | undefined)[]
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  const answer = parseDocument(await file.text(textLimitBytes), path)
  const root = answer.ok ? asRecord(answer.document.value) : undefined
  const read =
    root === undefined ? undefined : baseName(path).endsWith('.yaml') ? readToolhive(root) : readSkillsLock(root)
  if (!answer.ok || read === undefined) {
    const message = answer.ok ? `${path} is not a lock of skills in a version that aibom reads` : answer.message
    return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message}]}
  }
  return {assets: read.slice(0, skillLimit).map(skill => toAsset(skill, answer.document, path, context))}
}

/**
 * `npx skills`: version 1 in a project, 3 in the home folder. The hash covers the files of the folder, names and
 * contents.
 * @see vercel-labs/skills, skills-lock.json
 */
function readSkillsLock(root: UnknownRecord): LockedSkill[] | undefined {
  const listed = asRecord(root['skills'])
  if (listed === undefined || typeof root['version'] !== 'number') return undefined
  return Object.entries(listed).flatMap(([name, value]) => {
    const entry = asRecord(value)
    if (entry === undefined) return []
    const hash = asText(entry['computedHash']) ?? asText(entry['skillFolderHash'])
    const from = asText(entry['sourceUrl']) ?? asText(entry['source'])
    const path = asText(entry['skillPath'])
    const source = from === undefined || path === undefined ? from : `${from}#${path}`
    return [{name, keys: ['skills', name], version: asText(entry['ref']), source, digests: [hash]}]
  })
}

/**
 * @see stacklok/toolhive, toolhive.lock.yaml version 1: digest is that of an OCI manifest or a commit, contentDigest
 * that of the folder
 */
function readToolhive(root: UnknownRecord): LockedSkill[] | undefined {
  if (root['version'] !== 1 && root['version'] !== undefined) return undefined
  return ['skills', 'plugins'].flatMap(list =>
    indexedRecords(root[list]).flatMap(([index, entry]): LockedSkill[] => {
      const name = asText(entry['name'])
      if (name === undefined) return []
      const digest = asText(entry['digest'])
      const hasCommit = isCommit(digest)
      const provenance = asRecord(entry['provenance'])
      return [
        {
          name,
          keys: [list, index, 'name'],
          version: hasCommit ? digest : asText(entry['version']),
          source: asText(entry['resolvedReference']) ?? asText(entry['source']),
          signer: asText(provenance?.['signerIdentity']) ?? asText(entry['signerIdentity']),
          digests: [hasCommit ? undefined : digest, asText(entry['contentDigest'])],
        },
      ]
    }),
  )
}

function toAsset(skill: LockedSkill, document: StructuredDocument, path: string, context: DetectorContext): Asset {
  const {name, version, source, signer} = skill
  const line = document.lineOf(skill.keys)
  return {
    kind: 'prompt',
    id: localId('prompt', path, name),
    name,
    ...(version !== undefined && {version}),
    ...(signer !== undefined && {author: signer}),
    ...(source !== undefined && {references: [{type: 'distribution' as const, url: redactUrl(source)}]}),
    aliases: [],
    digests: skill.digests.flatMap(toDigest),
    evidence: [{...configuredIn(path, context, detectorId, 0.95), ...(line !== undefined && {line})}],
    facts: {role: 'skill'},
  }
}

function toDigest(text: string | undefined): Digest[] {
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/.exec(text ?? '')?.[1]
  return hex === undefined ? [] : [{alg: 'sha256', hex, of: 'tree', from: 'declared'}]
}
