import {toJsonText} from '../lib/escape/json.ts'

/** What a tool can say; its text is the same in every run. */
export interface SarifRule {
  readonly id: string
  readonly title: string
}

/** One thing said, of a file where it is of one. */
export interface SarifResult {
  readonly ruleId: string
  readonly level: 'error' | 'warning' | 'note'
  readonly message: string
  /** relative, by `/` */
  readonly path?: string | undefined
  readonly line?: number | undefined
  /** equal for the same finding in the next run */
  readonly fingerprint: string
}

const schemaUri = 'https://json.schemastore.org/sarif-2.1.0.json'

/** A SARIF 2.1.0 log of one run, which code hosts show beside the code. */
export function toSarif({toolVersion, rules, results}: {toolVersion: string; rules: readonly SarifRule[]; results: readonly SarifResult[]}): string {
  const driver = {
    name: 'aibom',
    semanticVersion: toolVersion,
    rules: rules.map(({id, title}) => ({id, shortDescription: {text: title}})),
  }
  const run = {tool: {driver}, columnKind: 'utf16CodeUnits', results: results.map(result => toResult(result, rules))}
  return toJsonText({$schema: schemaUri, version: '2.1.0', runs: [run]})
}

function toResult({ruleId, level, message, path, line, fingerprint}: SarifResult, rules: readonly SarifRule[]): object {
  const region = line === undefined ? {} : {region: {startLine: line}}
  return {
    ruleId,
    ruleIndex: rules.findIndex(({id}) => id === ruleId),
    level,
    message: {text: message},
    ...(path !== undefined && {locations: [{physicalLocation: {artifactLocation: {uri: toUri(path)}, ...region}}]}),
    partialFingerprints: {'aibom/v1': fingerprint},
  }
}

function toUri(path: string): string {
  return path.toWellFormed().split(/[\\/]/).map(encodeURIComponent).join('/')
}
