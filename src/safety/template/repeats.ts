import {childOf, isNode, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** A sandbox refuses a longer `range`; no chat template counts so far. */
const mostTimes = 100_000

/** How often a template repeats a text or a part of itself, where that may fill the memory: `"x" * 999999999`. */
export function mostRepeats(program: TemplateNode): number | undefined {
  let most = 0
  for (const node of nodesOf(program)) for (const times of timesIn(node)) most = Math.max(most, times)
  return most > mostTimes ? most : undefined
}

function timesIn(node: TemplateNode): number[] {
  if (node.type === 'CallExpression' && textOf(childOf(node, 'callee')) === 'range')
    return listOf(node, 'args').map(numberOf)
  const operator = isNode(node['operator']) ? node['operator']['value'] : undefined
  if (node.type !== 'BinaryExpression' || operator !== '*') return []
  return [childOf(node, 'left'), childOf(node, 'right')].map(numberOf)
}

function numberOf(node: TemplateNode | undefined): number {
  return node?.type === 'IntegerLiteral' ? Number(node['value']) : 0
}
