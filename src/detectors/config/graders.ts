import {modelReference} from '../../catalog/references/model.ts'
import {reportReference} from '../../catalog/setting.ts'
import {isPromptText} from '../../catalog/settings.ts'
import {asList, asRecord, asText} from '../../lib/narrow.ts'
import {templateVariables} from '../../lib/text/template.ts'
import type {DialectInput} from './dialect.ts'

/** The model of a grader, and what tells it how to judge: `graders: [{name: …, input: [{role: developer, content: …}]}]`. */
export function reportGraders({document, file, into, take}: DialectInput): void {
  for (const [at, grader] of (asList(asRecord(document.value)?.['graders']) ?? []).entries()) {
    const record = asRecord(grader)
    const model = modelReference(asText(record?.['model']) ?? '')
    if (model !== undefined) {
      take(['graders', at, 'model'])
      reportReference(model, {line: document.lineOf(['graders', at, 'model']), symbol: 'model', confidence: 0.85}, into)
    }
    for (const [turn, message] of (asList(record?.['input']) ?? []).entries()) {
      const said = asRecord(message)
      const text = asText(said?.['content'])
      const isSystem = /^(?:system|developer)$/.test(asText(said?.['role']) ?? '')
      if (text === undefined || !isSystem || !isPromptText(text)) continue
      const path = ['graders', at, 'input', turn, 'content']
      take(path)
      const variables = templateVariables(text)
      into.prompt(
        text,
        {
          line: document.lineOf(path),
          symbol: asText(record?.['name']) ?? `graders[${at}]`,
          level: file.level,
          confidence: 0.85,
        },
        {role: 'system', ...(variables.length > 0 && {variables})},
      )
    }
  }
}
