import {PackageURL} from 'packageurl-js'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {MlflowVersion} from './client.ts'

const evidence: Evidence = {
  detector: 'registries/mlflow',
  technique: 'registry',
  path: '.',
  level: 'used',
  scope: 'product',
  confidence: 1,
}

/**
 * A reference with what the registry says that it stands for. A version number is a pin; an alias, a stage and the newest version move.
 * @param endpoint address of the registry, without credentials
 */
export function describeMlflowVersion(reference: AssetOf<'model'>, found: MlflowVersion, endpoint: string): AssetOf<'model'> {
  const isPinned = reference.version === found.version
  const qualifiers = {repository_url: endpoint, ...(found.runId !== undefined && {run_id: found.runId})}
  const stated: readonly (readonly [name: string, value: string | undefined])[] = [
    ['aibom:mlflow:model-version', found.version],
    ['aibom:mlflow:run-id', found.runId],
    ['aibom:mlflow:source', found.source],
    ['aibom:mlflow:status', found.status],
    ['aibom:mlflow:stage', found.stage === 'None' ? undefined : found.stage],
  ]
  return {
    ...reference,
    version: reference.version ?? found.version,
    purl: new PackageURL('mlflow', undefined, found.name, found.version, qualifiers, undefined).toString(),
    ...(found.description !== undefined && {description: found.description}),
    evidence: [evidence],
    facts: {...reference.facts, ...(!isPinned && {floating: true})},
    properties: Object.fromEntries(stated.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]]))),
  }
}
