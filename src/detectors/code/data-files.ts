import type {Naming} from '../../code/module.ts'
import {makeDataset} from '../../inventory/make.ts'
import {pathText} from './files.ts'
import type {Finder} from './finder.ts'
import {literals} from './names/literals.ts'
import {snakeCase} from './names/snake-case.ts'

/**
 * Names that carry the rows to learn from, to evaluate with or to look up: `data_path`, `train_file`, `evalDataset`,
 * `test_data_file`.
 */
const dataName =
  /(?:^|_)(?:(?:train(?:ing)?|eval(?:uation)?|valid(?:ation)?|test|golden|benchmark)_(?:data(?:_?set)?_?)?(?:path|file|files|file_?name)|data(?:_?set)?_(?:path|file|files|file_?name)|(?:train(?:ing)?|eval(?:uation)?|golden|benchmark)_?data(?:_?set)?)$/i
/** Where a program puts what it made. */
const outputName = /(?:^|_)(?:out|outputs?|results?|save|saved|export|dest|dst|target|tmp|temp|cache)(?:_|$)/i
const rows = /^[^\s*{}$<>|]{1,300}\.(?:jsonl|csv|tsv|parquet|arrow)$/i

/**
 * Files of rows that a program is given by their path, beside a library of models; what it writes itself is no input.
 */
export function addDataFiles(finder: Finder, naming: Naming): void {
  const snake = snakeCase(naming.name)
  if (!finder.matcher.importsAi || !dataName.test(snake) || outputName.test(snake)) return
  for (const {value, level} of literals(naming.value, {module: finder.module, scope: naming.scope}, finder)) {
    const path = pathText(value)?.replace(/^(?:\.?\/)+/, '')
    if (level !== undefined || path === undefined || !rows.test(path) || path.includes('://') || finder.writes(path))
      continue
    if (finder.isTaken(value.place, path)) continue
    finder.take(value.place, path)
    const evidence = finder.evidence(value.place, {
      rule: 'data-file',
      level: 'configured',
      confidence: 0.8,
      symbol: naming.name,
    })
    finder.bag.add(makeDataset(path, [evidence]))
  }
}
