import {type Collector, collector} from '../../inventory/collector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {baseName} from '../../lib/path.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {reportDockerfile} from './dockerfile.ts'
import {reportModelfile} from './modelfile.ts'

/** Larger files are no build recipe. */
const limitBytes = 1024 * 1024

/** Container images and Ollama models as they are built: Dockerfile, Containerfile, Modelfile. */
export const containers: Detector = {
  id: 'containers',
  version: 1,
  finds: ['model', 'weights', 'dataset', 'service', 'prompt', 'package'],
  required: file => readerOf(file.path) !== undefined,
  extract,
}

/** `Dockerfile`, `Dockerfile.gpu`, `api.Dockerfile`, `Containerfile`; `Modelfile`, `Modelfile.small`, `x.modelfile` */
function readerOf(path: string): ((text: string, into: Collector) => void) | undefined {
  const name = baseName(path).toLowerCase()
  if (/\.(?:py|ts|js|md|txt|json|ya?ml|dockerignore)$/.test(name)) return undefined
  if (isDockerfileName(name) || name.endsWith('.docker')) return reportDockerfile
  return /(?:^|[._-])modelfile(?:$|[._-])/.test(name) ? reportModelfile : undefined
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const report = readerOf(file.path)
  const rule = report === reportModelfile ? 'modelfile' : 'dockerfile'
  const into = collector({
    detector: `containers/${rule}`,
    technique: 'manifest',
    path: file.path,
    scope: context.scopeOf(file.path),
  })
  try {
    report?.(await file.text(limitBytes), into)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    into.gap(gapCodeOf(error), error.message)
  }
  return into.done()
}
