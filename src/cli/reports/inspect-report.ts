import {createHash} from 'node:crypto'
import type {InspectResult} from '../../pipeline/inspect/result.generated.ts'
import {ruleOf} from '../../rules/all.ts'

type File = InspectResult['files'][number]

const levels = {unsafe: 'error', unknown: 'warning', safe: 'note'} as const

/** What a SARIF log says of an inspection: the files with their digests, the rules that spoke, and what they said. */
export function inspectReport({files}: InspectResult) {
  const ids = [...new Set(files.flatMap(({findings}) => findings.map(({rule}) => rule)))].sort()
  return {
    rules: ids.map(id => ({id, title: ruleOf(id)?.title ?? id, meta: ruleOf(id)})),
    files: files.map(({path, sha256, coverage}) => ({path, sha256, byteLength: coverage.byteLength})),
    results: files.flatMap(resultsOf),
  }
}

function resultsOf({path, findings}: File) {
  return findings.map(({rule, verdict, message, member, offset, evidence = ''}) => ({
    ruleId: rule,
    level: levels[verdict],
    message: `${message}${member === undefined ? '' : ` (in ${member})`}`,
    path,
    offset: member === undefined ? offset : undefined,
    // no offset: the same finding in a file that was saved again stays the same
    fingerprint: createHash('sha256')
      .update(`${rule}\n${path}\n${member ?? ''}\n${evidence}`)
      .digest('hex')
      .slice(0, 32),
  }))
}

/** One case a file, as build servers list them: the worst finding says what is wrong. */
export function inspectCases({files}: InspectResult) {
  return files.map(({path, format, verdict, findings}) => {
    const [worst] = findings.filter(finding => finding.verdict === verdict)
    const more = findings.length > 1 ? `, and ${findings.length - 1} more` : ''
    const message = worst === undefined ? `${path} is not proven safe` : `${path}: ${worst.message}${more}`
    const kind = verdict === 'unsafe' ? ('failure' as const) : ('error' as const)
    return {
      name: path,
      className: `aibom.inspect.${format ?? 'unknown'}`,
      problem: verdict === 'safe' ? undefined : {kind, type: worst?.rule ?? verdict, message},
    }
  })
}
