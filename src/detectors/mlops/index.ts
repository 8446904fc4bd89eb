import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {configuredIn, type Detector, type DetectorContext} from '../detector.ts'
import {toTrackedAssets} from './dvc.ts'
import {toMlflowModel, toProjectAssets} from './mlflow.ts'

/** A dvc.lock of thousands of stages, or the signature of a wide table. */
const textLimitBytes = 16 * 1024 * 1024
const detectorId = 'mlops'

/** What DVC tracks and what MLflow describes. */
export const mlops: Detector = {
  id: detectorId,
  version: 1,
  finds: ['model', 'dataset', 'weights'],
  required({path}) {
    if (path.endsWith('.dvc')) return !path.endsWith('/.dvc')
    return ['dvc.yaml', 'dvc.lock', 'MLmodel', 'MLproject'].some(name => path === name || path.endsWith(`/${name}`))
  },
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  const name = baseName(path)
  const answer = parseDocument(await file.text(textLimitBytes), path)
  if (!answer.ok) return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: answer.message}]}
  const evidence = configuredIn(path, context, detectorId, 0.95)
  if (name === 'MLmodel') return toMlflowModel(answer.document, path, evidence)
  if (name === 'MLproject') return {assets: toProjectAssets(answer.document, evidence)}
  return {assets: toTrackedAssets(answer.document, path, evidence)}
}
