import {describe, expect, it} from 'vitest'
import {readSqlRows} from '../../../src/lib/parse/sql-rows.ts'

const flat = (text: string): string[] =>
  readSqlRows(text).map(
    ({table, texts}) => `${table}: ${texts.map(one => `${one.line} ${one.column}=${one.text}`).join(', ')}`,
  )

describe('rows that SQL puts into tables', () => {
  it.each<[string, string, string[]]>([
    [
      'of several tuples, with numbers, calls and nested brackets',
      "insert into public.models (name, \"size\", made) values\n  ('gpt-4o', 8, now()),\n  ('it''s', (1 + 2), null);",
      ['models: 2 name=gpt-4o', "models: 3 name=it's"],
    ],
    [
      'of a dump, whose columns the table says',
      "CREATE TABLE `chat_model` (\n `id` int COMMENT 'a, b',\n `model_name` varchar(50),\n PRIMARY KEY (`id`)\n);\nINSERT INTO `chat_model` VALUES (1, 'bge-m3');",
      ['chat_model: 6 model_name=bge-m3'],
    ],
    ['in PostgreSQL’s quotes', 'INSERT INTO prompts (text) VALUES ($p$You, (too)$p$)', ['prompts: 1 text=You, (too)']],
    ['behind comments', "INSERT INTO m (a,\n b) VALUES ('x', -- it's no (, )\n 'y')", ['m: 2 a=x, 3 b=y']],
    ['of a table that nobody knows', "INSERT INTO m VALUES ('x')", []],
    ['of a statement that does not end', "INSERT INTO m (a) VALUES ('x'; INSERT INTO n (a) VALUES ('y')", ['n: 1 a=y']],
    ['of a query', 'INSERT INTO m (a) SELECT a FROM n', []],
  ])('reads those %s', (_name, text, expected) => expect(flat(text)).toEqual(expected))

  it('takes linear time where nothing ends', () => {
    const started = performance.now()
    for (const part of [
      'INSERT INTO m (',
      'INSERT INTO m (a) VALUES ($$',
      "insert into m (a) values ('",
      '(',
      'INSERT INTO m (a) VALUES (1), (2 ',
    ])
      readSqlRows(part.repeat(Math.floor(400_000 / part.length)))
    readSqlRows(`INSERT INTO m (a) VALUES ('${"\\'".repeat(200_000)}`)
    readSqlRows(`INSERT INTO m (a) VALUES (${Array.from({length: 50_000}, (_, at) => `$t${at}$ `).join('')}`)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
