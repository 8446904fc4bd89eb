import {isRecordedTraffic} from '../../formats/recorded-traffic.ts'
import {withoutResourceDefinitions} from '../../formats/resource-definitions.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {parseYamlStream} from '../../lib/parse/yaml.ts'
import {baseName} from '../../lib/path.ts'
import type {AssembleContext, Detector, DetectorContext} from '../detector.ts'
import {type ComposeService, composeExposure, composeServices} from './compose.ts'
import {type BuiltImage, builtImage} from './dockerfile.ts'
import {type Exposure, extractionOf} from './exposure.ts'
import {kubernetesExposures, kubernetesNotes, type Route, type Workload} from './kubernetes.ts'
import {scriptExposures} from './script.ts'
import {unitExposures} from './unit.ts'
import {valuesExposures} from './values.ts'

/** Larger files are data. */
const limitBytes = 1024 * 1024

type Kind = 'yaml' | 'dockerfile' | 'script' | 'unit' | 'make'

/** What only all files together tell. */
type Note =
  | {readonly kind: 'image'; readonly image: BuiltImage}
  | {readonly kind: 'service'; readonly service: ComposeService}
  | Workload
  | Route

/** Words without which no file starts a model server, or leads to one. */
const hint =
  /vllm|sglang|text-generation|text-embeddings|lmdeploy|trtllm|tensorrt|llama|tritonserver|ollama|localai|local-ai|infinity|xinference|ramalama|lorax|tensorflow|mlflow|nvcr\.io\/nim|whisper|speaches|webui|11434|\bkind:\s*["']?(?:Service|Ingress|Route)\b|\bbuild:/

/** Locks of packages, which start nothing and have tens of thousands of lines. */
const lockNames = /(?:^|[-.])lock\./

/** Model servers that others than their own machine reach, and whether they ask for a key. */
export const serving: Detector<Note> = {
  id: 'serving',
  version: 1,
  finds: ['service'],
  required: file => kindOf(file) !== undefined,
  extract,
  assemble,
}

function kindOf({path}: FileEntry | OpenFile): Kind | undefined {
  const name = baseName(path).toLowerCase()
  if (name.endsWith('.yaml') || name.endsWith('.yml')) return lockNames.test(name) ? undefined : 'yaml'
  if (name.endsWith('.sh') || name.endsWith('.bash') || name.endsWith('.zsh')) return 'script'
  if (name.endsWith('.service') || (name.endsWith('.conf') && path.includes('.service.d/'))) return 'unit'
  if (
    name === 'makefile' ||
    name === 'gnumakefile' ||
    name === 'justfile' ||
    name === 'procfile' ||
    name.endsWith('.mk')
  )
    return 'make'
  return isDockerfileName(name) && !/\.(?:py|ts|js|md|json|dockerignore)$/.test(name) ? 'dockerfile' : undefined
}

/** Files that cannot be read are gaps of the detectors that list what is in them. */
async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Note>> {
  try {
    const text = await file.text(limitBytes)
    return hint.test(text) ? read(text, file, context) : {assets: []}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: []}
  }
}

function read(text: string, file: OpenFile, context: DetectorContext): Extraction<Note> {
  const {path} = file
  switch (kindOf(file)) {
    case 'yaml':
      return isRecordedTraffic(text) ? {assets: []} : readYaml(text, path, context)
    case 'dockerfile': {
      const {built, exposures} = builtImage(text, path)
      return {...extractionOf(exposures, context), notes: built === undefined ? [] : [{kind: 'image', image: built}]}
    }
    case 'unit':
      return extractionOf(unitExposures(text, path), context)
    case 'make':
      return extractionOf(scriptExposures(text.replace(/^[ \t]*(?:[@-]+|\w{1,30}:[ \t]+(?=\w))/gm, ''), path), context)
    case 'script':
      return extractionOf(scriptExposures(text, path), context)
    case undefined:
      return {assets: []}
  }
}

function readYaml(text: string, path: string, context: DetectorContext): Extraction<Note> {
  const exposures: Exposure[] = []
  const notes: Note[] = []
  for (const document of parseYamlStream(withoutResourceDefinitions(text), path)) {
    notes.push(...composeServices(document, path).map(service => ({kind: 'service', service}) as const))
    notes.push(...kubernetesNotes(document, path))
    exposures.push(...valuesExposures(document, path))
  }
  return {...extractionOf(exposures, context), notes}
}

/** Images by their Dockerfiles, and services of Kubernetes by the labels of pods, wherever they stand. */
function assemble({notes = [], ...found}: Extraction<Note>, context: AssembleContext): Extraction<Note> {
  const images = new Map(notes.flatMap(note => (note.kind === 'image' ? [[note.image.path, note.image] as const] : [])))
  const workloads = notes.filter(note => note.kind === 'workload')
  const routes = notes.filter(note => note.kind === 'route')
  const composed = notes.flatMap(note => (note.kind === 'service' ? composeExposure(note.service, images) : []))
  const {assets, findings = []} = extractionOf([...composed, ...kubernetesExposures(workloads, routes)], context)
  return {...found, assets: [...found.assets, ...assets], findings: [...(found.findings ?? []), ...findings]}
}
