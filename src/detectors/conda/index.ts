import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {registryId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {condaPurl} from '../../lib/names/purl.ts'
import {asRecord, textsOf} from '../../lib/narrow.ts'
import {parseYaml} from '../../lib/parse/yaml.ts'
import {baseName} from '../../lib/path.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {type MatchSpec, parseMatchSpec} from './match-spec.ts'

const textLimitBytes = 4 * 1024 * 1024
/** The interpreter and the installer: no dependency of the software. */
const tools = new Set(['python', 'pip', 'conda'])

/** What conda installs of an environment file. Its `pip:` list is read by the Python detector. */
export const conda: Detector = {
  id: 'conda',
  version: 1,
  finds: ['package'],
  required: file => isEnvironmentName(baseName(file.path)),
  async extract(file, context) {
    try {
      return await readEnvironment(file, context)
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      // the Python detector reads the same file and reports it
      return {assets: []}
    }
  },
}

function isEnvironmentName(base: string): boolean {
  if (!base.endsWith('.yml') && !base.endsWith('.yaml')) return false
  return (
    base.startsWith('environment') ||
    base.includes('conda') ||
    base.includes('environment.y') ||
    base.startsWith('env.y')
  )
}

async function readEnvironment(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const text = await file.text(textLimitBytes)
  if (!text.includes('dependencies')) return {assets: []}
  const document = parseYaml(text, file.path, {scalars: 'strings'})
  const dependencies = asRecord(document.value)?.['dependencies']
  if (!Array.isArray(dependencies)) return {assets: []}
  const assets = dependencies.flatMap((item: unknown, at) => {
    const spec = textsOf(item).map(parseMatchSpec)[0]
    return spec === undefined || tools.has(spec.name)
      ? []
      : [toPackage(spec, evidence(file.path, document.lineOf(['dependencies', at]), spec, context))]
  })
  return {
    assets,
    relationships: assets.map(({id, version}) => ({
      from: 'subject',
      to: version === undefined ? id : `${id}@${version}`,
      kind: 'depends-on',
    })),
  }
}

function evidence(path: string, line: number | undefined, spec: MatchSpec, context: DetectorContext): Evidence {
  return {
    detector: 'conda',
    technique: 'manifest',
    path,
    ...(line !== undefined && {line}),
    symbol: spec.name,
    level: 'used',
    scope: context.scopeOf(path),
    confidence: spec.version === undefined ? 0.9 : 1,
  }
}

function toPackage(spec: MatchSpec, place: Evidence): AssetOf<'package'> {
  const {name, version, channel, build, constraint} = spec
  return {
    kind: 'package',
    id: `${registryId('package', 'conda', name)}${channel === undefined ? '' : `?channel=${channel}`}`,
    name,
    ...(version !== undefined && {version}),
    purl: condaPurl(name, version, {...(channel !== undefined && {channel}), ...(build !== undefined && {build})}),
    aliases: [],
    digests: [],
    evidence: [place],
    facts: {
      ecosystem: 'conda',
      scope: 'runtime',
      direct: true,
      distributions: [],
      ...(constraint !== undefined && version === undefined && {declared: [constraint]}),
      ...(channel !== undefined && {source: channel}),
    },
  }
}
