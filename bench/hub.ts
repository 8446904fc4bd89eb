import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {asList, asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../src/lib/narrow.ts'
import {type Fixture, readFixture} from './support/hub-fixture.ts'
import {bar} from './support/measure.ts'

interface Hub {
  readonly url: string
  readonly log: readonly {readonly host?: string; readonly url: string}[]
  close(): unknown
}

interface Outcome {
  readonly differences: readonly string[]
  readonly requests: number
  readonly requestLimit: number
}

/**
 * The hub's BOMs against the facts of a folder of repositories: commit and the commits before it, files with sizes and
 * digests, licence, base models, data sets; the same twice gives the same bytes; the requests that were sent.
 * `npm run bench -- hub FIXTURES [EMULATOR]`: FIXTURES holds `{models,datasets}/<org>/<name>/repo.json`, EMULATOR is
 * the folder of a hub emulator.
 */
export async function run([
  fixtures = '',
  emulator = resolve(fixtures, '../../tools/hub-emulator'),
]: string[]): Promise<boolean> {
  const {startHub} = await import(pathToFileURL(resolve(emulator, 'lib/server.mjs')).href)
  const hub: Hub = await startHub({fixtures: [resolve(fixtures)], weights: 'declared'})
  const folder = mkdtempSync(join(tmpdir(), 'aibom-hub-'))
  try {
    const repositories = listRepositories(resolve(fixtures)).map(readFixture)
    let right = 0
    let requests = 0
    for (const fixture of repositories) {
      const outcome = await compare(fixture, hub, folder)
      const isRight = outcome.differences.length === 0 && outcome.requests <= outcome.requestLimit
      if (isRight) right++
      requests += outcome.requests
      const told = outcome.differences.length === 0 ? 'equal' : outcome.differences.join('; ')
      console.log(
        `${isRight ? 'ok  ' : 'MISS'} ${fixture.kind} ${fixture.id}: ${told}; ${outcome.requests} requests of ${outcome.requestLimit}`,
      )
    }
    console.log(`${right} of ${repositories.length} repositories equal their facts; ${requests} requests`)
    return bar('repositories that differ', repositories.length - right, 0)
  } finally {
    await hub.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

function listRepositories(fixtures: string): string[] {
  return ['models', 'datasets'].flatMap(kind => {
    const root = join(fixtures, kind)
    if (!existsSync(root)) return []
    return foldersOf(root).flatMap(organisation =>
      foldersOf(organisation).filter(folder => existsSync(join(folder, 'repo.json'))),
    )
  })
}

function foldersOf(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(entry => join(folder, entry.name))
    .sort()
}

async function compare(fixture: Fixture, hub: Hub, folder: string): Promise<Outcome> {
  const before = hub.log.length
  const first = await generate(fixture, hub, folder, 'first')
  const asked = hub.log.slice(before).filter(({url}) => isAbout(url, fixture))
  const second = await generate(fixture, hub, folder, 'second')
  const differences =
    first === undefined
      ? ['no BOM']
      : [...differencesOf(fixture, first), ...(first === second ? [] : ['other bytes the second time'])]
  const contents = new Set(asked.map(({url}) => url).filter(url => url.includes('/resolve/')))
  const pages = asked.filter(({url}) => url.includes('/tree/')).length
  return {differences, requests: asked.length, requestLimit: 2 + pages + contents.size}
}

/** Requests for the repository itself: its lineage and redirects to where its files are stored are others. */
function isAbout(url: string, {kind, id}: Fixture): boolean {
  const path = decodeURIComponent(url.split('?')[0] ?? '')
  return path.startsWith(`/api/${kind}s/${id}`) || path.startsWith(kind === 'dataset' ? `/datasets/${id}/` : `/${id}/`)
}

async function generate({kind, id}: Fixture, hub: Hub, folder: string, name: string): Promise<string | undefined> {
  const output = join(folder, `${name}.cdx.json`)
  rmSync(output, {force: true})
  const words = [
    'bin/run.js',
    'generate',
    `${kind === 'model' ? 'hf' : 'hf-dataset'}:${id}`,
    '--output',
    output,
    '--quiet',
  ]
  const env = {PATH: process.env['PATH'], HOME: folder, HF_ENDPOINT: hub.url}
  const child = spawn(process.execPath, words, {env, stdio: ['ignore', 'inherit', 'inherit']})
  await new Promise(done => child.on('close', done))
  return existsSync(output) ? readFileSync(output, 'utf8') : undefined
}

function differencesOf(fixture: Fixture, text: string): string[] {
  const bom = asRecord(JSON.parse(text)) ?? {}
  const subject = asRecord(asRecord(bom['metadata'])?.['component'])
  const components = recordsOf(bom['components'])
  const own = components.find(component => component['bom-ref'] === `${fixture.kind}:huggingface/${fixture.id}`)
  if (own === undefined) return ['the repository is no component']
  return [
    ...(fixture.kind === 'dataset' || own === components[0] ? [] : ['the model does not stand first']),
    ...(subject?.['name'] === fixture.id ? [] : ['the subject is not named by the repository']),
    ...(own['version'] === fixture.commit ? [] : [`commit ${String(own['version'])}`]),
    ...historyDifferences(fixture, own),
    ...missing('licence', fixture.licences, licencesOf(own)),
    ...missing('base', fixture.baseModels, ancestorsOf(own)),
    ...missing('data set', fixture.datasets, datasetsOf(own)),
    ...fileDifferences(fixture, own),
  ]
}

function historyDifferences({history, released}: Fixture, own: UnknownRecord): string[] {
  const commits = recordsOf(asRecord(own['pedigree'])?.['commits']).map(({uid}) => uid)
  return [
    ...(commits.join() === history.join() ? [] : [`${commits.length} commits of ${history.length}`]),
    ...(asRecord(own['releaseNotes'])?.['timestamp'] === released ? [] : ['another date']),
  ]
}

function missing(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const lower = new Set(found.map(text => text.toLowerCase()))
  return expected.filter(text => !lower.has(text.toLowerCase())).map(text => `${what} ${text}`)
}

function licencesOf(component: UnknownRecord): string[] {
  return recordsOf(component['licenses']).flatMap(({license, expression}) => {
    const {id, name} = asRecord(license) ?? {}
    return [id, name, expression].flatMap(text => asText(text) ?? [])
  })
}

function ancestorsOf(component: UnknownRecord): string[] {
  return recordsOf(asRecord(component['pedigree'])?.['ancestors']).map(({group, name}) =>
    [group, name].flatMap(part => asText(part) ?? []).join('/'),
  )
}

function datasetsOf(component: UnknownRecord): string[] {
  const parameters = asRecord(asRecord(component['modelCard'])?.['modelParameters'])
  return recordsOf(parameters?.['datasets']).flatMap(
    ({ref}) => asText(ref)?.replace(/^dataset:(huggingface\/)?/, '') ?? [],
  )
}

/** Every file stands in the list with its size and digest; each weight file that LFS keeps is a component with both. */
function fileDifferences({files}: Fixture, own: UnknownRecord): string[] {
  const listed = new Set(propertiesOf(own, 'aibom:hub:file'))
  const weights = new Map(recordsOf(own['components']).map(component => [String(component['bom-ref']), component]))
  return files.flatMap(({path, size, sha256, oid}) => {
    const digests = [...(sha256 === undefined ? [] : [`sha256:${sha256}`]), `git:${oid}`]
    const lines = listed.has([size, ...digests, path].join(' ')) ? [] : [`file ${path} is not listed`]
    const component = weights.get(`weights:${path}`)
    if (component === undefined || sha256 === undefined) return lines
    const hashes = recordsOf(component['hashes']).map(({content}) => content)
    const isRight =
      hashes.includes(sha256) && propertiesOf(component, 'aibom:weights:byte-length').includes(String(size))
    return isRight ? lines : [...lines, `weights ${path}`]
  })
}

function propertiesOf(component: UnknownRecord, name: string): string[] {
  return asList(component['properties']).flatMap(property => {
    const {name: own, value} = asRecord(property) ?? {}
    return own === name ? textsOf(value) : []
  })
}
