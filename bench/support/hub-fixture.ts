import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../src/lib/narrow.ts'

/** The facts of a repository that a BOM must have. */
export interface Fixture {
  readonly kind: 'model' | 'dataset'
  readonly id: string
  readonly commit: string
  /** ids of the newest commits up to that one, and the date of the newest */
  readonly history: readonly string[]
  readonly released: string
  readonly licences: readonly string[]
  readonly baseModels: readonly string[]
  readonly datasets: readonly string[]
  readonly files: readonly {
    readonly path: string
    readonly size: number
    readonly oid: string
    readonly sha256?: string
  }[]
}

const hubNamePattern = /^[\w][\w.-]*(?:\/[\w][\w.-]*)?$/
const unstated = new Set(['unknown', 'other'])

export function readFixture(folder: string): Fixture {
  const repo = asRecord(JSON.parse(readFileSync(join(folder, 'repo.json'), 'utf8'))) ?? {}
  const api = asRecord(repo['api']) ?? {}
  const card = asRecord(api['cardData']) ?? {}
  const commit = asText(asRecord(asRecord(repo['refs'])?.['branches'])?.['main']) ?? ''
  const kind = repo['kind'] === 'dataset' ? 'dataset' : 'model'
  const commits = recordsOf(repo['commits'])
  const history = commits
    .slice(
      Math.max(
        0,
        commits.findIndex(({id}) => id === commit),
      ),
    )
    .slice(0, 100)
  return {
    kind,
    id: asText(repo['id']) ?? '',
    commit,
    history: history.flatMap(({id}) => asText(id) ?? []),
    released: asText(history[0]?.['date']) ?? '',
    licences: licencesOf(card),
    baseModels: kind === 'model' ? textsOf(card['base_model']).filter(name => hubNamePattern.test(name)) : [],
    datasets: kind === 'model' ? textsOf(card['datasets']).filter(name => hubNamePattern.test(name)) : [],
    files: filesOf(asRecord(asRecord(asRecord(repo['revisions'])?.[commit])?.['files']) ?? {}),
  }
}

/** `other` stands for the licence's own name. */
function licencesOf(card: UnknownRecord): string[] {
  const ids = [...textsOf(card['license']), ...textsOf(card['licenses'])].filter(id => !unstated.has(id.toLowerCase()))
  return ids.length > 0 ? ids : textsOf(card['license_name'])
}

function filesOf(files: UnknownRecord): Fixture['files'] {
  return Object.entries(files).flatMap(([path, value]) => {
    const file = asRecord(value) ?? {}
    // its bytes are made when the emulator starts
    if (file['generate'] !== undefined) return []
    const lfs = asRecord(file['lfs'])
    const sha256 = asText(lfs?.['oid'])
    return {
      path,
      size: Number(lfs?.['size'] ?? file['size']),
      oid: asText(file['oid']) ?? '',
      ...(sha256 !== undefined && {sha256}),
    }
  })
}
