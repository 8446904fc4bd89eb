import {normaliseKey} from '../../catalog/config-keys.ts'
import {providerSlug} from '../../catalog/service-settings.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import {readSqlRows, type SqlRow} from '../../lib/parse/sql-rows.ts'

/** Tables and columns that hold what a program asks models for. */
const aboutModels =
  /(?:^|_)(?:ai|llms?|models?|agents?|assistants?|prompts?|embeddings?|chatbots?|personas?|presets?)(?:_|$)/i

/** Columns of what people read beside an id. */
const labelColumn = /^(?:label|title|display_?name)$/i

/** Rows that a migration or seed puts into tables of models, agents and prompts. */
export function reportSql(text: string, {level, offset}: {level: Level; offset: number}, into: Collector): void {
  if (!/\binsert\s/i.test(text)) return
  for (const row of readSqlRows(text)) if (isAbout(row)) reportRow(row, {level, offset}, into)
}

function isAbout({table, texts}: SqlRow): boolean {
  return aboutModels.test(table) || texts.some(({column}) => aboutModels.test(column))
}

function reportRow({table, texts}: SqlRow, {level, offset}: {level: Level; offset: number}, into: Collector): void {
  const provider = texts.find(({column}) => /^(?:provider|vendor)(?:_?(?:code|name|id))?$/i.test(column))?.text
  for (const {column, text, line} of texts.filter(one => !labelColumn.test(one.column)))
    reportSetting(
      {
        key: column,
        value: text,
        symbol: `${table}.${column}`,
        ancestors: [normaliseKey(table)],
        line: line + offset,
        level,
        isAboutModels: true,
        isAboutTraining: false,
        provider: provider === undefined ? undefined : providerSlug(provider),
      },
      into,
    )
}
