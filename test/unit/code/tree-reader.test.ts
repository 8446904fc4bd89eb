import {createRequire} from 'node:module'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Parser, TreeCursor} from 'web-tree-sitter'
import type {ParserMemory} from '../../../src/code/tree/tree-memory.ts'
import {readTree} from '../../../src/code/tree/tree-reader.ts'

const snippets: Readonly<Record<string, string>> = {
  python:
    'from x import a as b, c\n@d(1)\nclass K(B, m=1):\n  """doc"""\n  def f(self, *a, k: int = 2, **o) -> str:\n    return f"é{a!r}" if k else [*a][0:2]\n',
  tsx: 'import d, {a as b} from "x"\nexport default class K<T> extends B { m?: T = {a, ...b, [c]: 1}; f = async () => <A b="c">{d}</A> }\n`t${x}`\n',
  typescript:
    'type A = import("x").B<string>; const v = <A>w!; enum E { A = "a" }\n@d() class K { constructor(private readonly a: A) {} }\n',
  go: 'package m\nimport x "y"\ntype S struct { A string `json:"a"` }\nfunc (s *S) F(a ...int) (b error) { return x.Y{A: "b", 1: c[0:1]} }\n',
  java: 'package p; import static a.B.*; @A(b = "c") class K<T> extends B implements C { String f(int... a) { return a -> switch (a) { case 1 -> """t"""; }; } }',
  kotlin:
    'package p\nimport a.b as c\n@A("b") class K(val a: String = "x") : B() { fun f() = when (a) { "b" -> c { it.d }; else -> "${a} $b" } }\n',
  'c-sharp':
    'using A = B.C;\n[D("e")] class K : B { string F(int a = 1) => $@"x{a}" + a switch { 1 => "b", _ => null }; }\n',
  rust: 'use a::{b as c, d};\n#[e(f = "g")] impl<T> A for B { fn f(&self) -> &\'static str { match x { 1 | 2 => r#"y"#, _ => m!("z") } } }\n',
  ruby: 'require "a"\nclass K < B\n  attr_reader :a\n  def f(a, k: 1, **o) = case a when 1 then "x#{a}" else <<~T\n    t\n  T\n  end\nend\n',
  php: '<?php namespace A; use B\\C as D; class K extends D { public function f(?int $a = 1, ...$o) { return match($a) { 1 => "x{$a}", default => [...$o] }; } }',
}

const memory: Partial<ParserMemory> = {}
const require = createRequire(import.meta.url)
// an instance of its own: only the first call of init() shows the memory, and the product has made that call
const treeSitter: typeof import('web-tree-sitter') = require('web-tree-sitter')

async function parserOf(grammar: string): Promise<Parser> {
  await treeSitter.Parser.init(memory)
  const folder = grammar === 'kotlin' ? '@tree-sitter-grammars/tree-sitter-kotlin' : '@vscode/tree-sitter-wasm/wasm'
  return new treeSitter.Parser().setLanguage(
    await treeSitter.Language.load(require.resolve(`${folder}/tree-sitter-${grammar}.wasm`)),
  )
}

/** A row for each node that has a name or a field: type, field, start, end, kept parent. */
function rowsOfCursor(cursor: TreeCursor): number[][] {
  const rows: number[][] = []
  const parents: number[] = []
  let parent = 0
  for (;;) {
    const isKept = cursor.currentFieldId !== 0 || cursor.nodeIsNamed
    if (isKept) rows.push([cursor.nodeTypeId, cursor.currentFieldId, cursor.startIndex, cursor.endIndex, parent])
    const node = rows.length - 1
    if (cursor.gotoFirstChild()) {
      parents.push(parent)
      if (isKept) parent = node
      continue
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return rows
      parent = parents.pop() ?? 0
    }
  }
}

function rowsOfMemory(address: number): number[][] {
  const {types, fields, starts, ends, parents, count} = readTree(memory as ParserMemory, address, 50)
  return Array.from({length: count}, (_, node) =>
    [types, fields, starts, ends, parents].map(column => column[node] ?? -1),
  )
}

describe('a tree read from the parser’s memory is the one that its cursor shows', () => {
  it.each(Object.entries(snippets))('%s, whole and damaged', async (grammar, text) => {
    const parser = await parserOf(grammar)
    const damaged = fc.array(
      fc.tuple(fc.nat(text.length), fc.nat(6), fc.constantFrom('', '{', ')', '"', '\n', ' ', '@{{', '𝒳', 'é', '\0')),
      {
        maxLength: 3,
      },
    )
    fc.assert(
      fc.property(damaged, cuts => {
        const source = cuts
          .reduce((left, [at, length, put]) => left.slice(0, at) + put + left.slice(at + length), text)
          .repeat(2)
        const tree = parser.parse(source)
        if (tree === null) throw new Error('the parser gave up')
        const cursor = tree.walk()
        expect(rowsOfMemory(Reflect.get(tree, 0))).toEqual(rowsOfCursor(cursor))
        cursor.delete()
        tree.delete()
      }),
      {numRuns: 40},
    )
  })
})
