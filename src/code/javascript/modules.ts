import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {packageOf} from '../resolve/specifier.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'

/** `import A, {b as c} from 'x'`, `import * as ns from 'x'`, `import 'x'`. */
export function visitImport(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const module = sourceOf(builder, node)
  if (module === undefined) return
  const line = builder.line(node)
  builder.imports.push({target: {module, path: []}, line})
  for (const clause of childrenOf(tree, node)) {
    if (tree.type(clause) === 'import_clause')
      for (const child of childrenOf(tree, clause)) importPart(builder, child, module)
  }
}

function importPart(builder: ModuleBuilder, node: number, module: string): void {
  const {tree} = builder
  const line = builder.line(node)
  const bind = (name: string, path: readonly string[], at: number): void => {
    builder.imports.push({target: {module, path}, line: at})
    builder.bind(builder.root, name, {kind: 'import', from: {module, path}, line: at}, at)
  }
  const type = tree.type(node)
  if (type === 'identifier') bind(builder.text(node), ['default'], line)
  if (type === 'namespace_import') {
    const [name] = childrenOf(tree, node)
    if (name !== undefined) bind(builder.text(name), [], line)
  }
  if (type !== 'named_imports') return
  for (const child of childrenOf(tree, node)) {
    const {name, alias} = specifierOf(builder, child)
    if (name !== '') bind(alias, [name], builder.line(child))
  }
}

function specifierOf(builder: ModuleBuilder, node: number): {name: string; alias: string} {
  const nameNode = childIn(builder.tree, node, 'name')
  const aliasNode = childIn(builder.tree, node, 'alias')
  const name = nameNode === -1 ? '' : builder.text(nameNode)
  return {name, alias: aliasNode === -1 ? name : builder.text(aliasNode)}
}

function sourceOf(builder: ModuleBuilder, node: number): string | undefined {
  const source = childIn(builder.tree, node, 'source')
  const value = source === -1 ? undefined : builder.value(source)
  return value?.kind === 'text' ? packageOf(value.text) : undefined
}

/** `export {a as b} from 'x'`, `export * from 'x'`, `export default …`; declarations are bound by themselves. */
export function visitExport(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const module = sourceOf(builder, node)
  const line = builder.line(node)
  if (module !== undefined) builder.imports.push({target: {module, path: []}, line})
  const value = childIn(tree, node, 'value')
  if (value !== -1) {
    builder.targets.set(value, 'default')
    builder.exports.set('default', builder.value(value))
  }
  const declaration = childIn(tree, node, 'declaration')
  if (declaration !== -1 && /^export\s+default\b/.test(tree.text.slice(tree.start(node), tree.start(node) + 20)))
    exportDeclaration(builder, declaration)
  let clauses = 0
  for (const child of childrenOf(tree, node)) {
    if (tree.type(child) === 'export_clause') exportClause(builder, child, module)
    if (tree.type(child) === 'namespace_export' && module !== undefined) exportNamespace(builder, child, module)
    if (tree.type(child) === 'export_clause' || tree.type(child) === 'namespace_export') clauses++
  }
  if (module !== undefined && clauses === 0) builder.wildcards.push(module)
}

function exportDeclaration(builder: ModuleBuilder, node: number): void {
  const name = childIn(builder.tree, node, 'name')
  if (name !== -1) builder.exports.set('default', {kind: 'name', name: builder.text(name), line: builder.line(node)})
}

function exportClause(builder: ModuleBuilder, node: number, module: string | undefined): void {
  for (const child of childrenOf(builder.tree, node)) {
    const {name, alias} = specifierOf(builder, child)
    const line = builder.line(child)
    const value: Value =
      module === undefined ? {kind: 'name', name, line} : {kind: 'import', from: {module, path: [name]}, line}
    if (name !== '') builder.exports.set(alias, value)
  }
}

function exportNamespace(builder: ModuleBuilder, node: number, module: string): void {
  const [name] = childrenOf(builder.tree, node)
  if (name !== undefined)
    builder.exports.set(builder.text(name), {kind: 'import', from: {module, path: []}, line: builder.line(node)})
}
