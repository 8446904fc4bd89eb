import {isJsonObject, type JsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import type {Examination} from '../reader.ts'

const namesShown = 64

/** States what a model of XGBoost says of itself. @returns false where the value is no such model */
export function statModel(file: Examination, value: JsonValue): boolean {
  const learner = memberOf(value, 'learner')
  if (!isJsonObject(learner) || !isJsonObject(learner['learner_model_param'])) return false
  const version = memberOf(value, 'version')
  if (Array.isArray(version)) file.fact('version', version.map(String).join('.'))
  const booster = learner['gradient_booster']
  say(file, 'objective', memberOf(learner['objective'], 'name'))
  say(file, 'booster', memberOf(booster, 'name'))
  const shape: JsonObject = learner['learner_model_param']
  for (const name of ['num_feature', 'num_class', 'base_score']) say(file, name, shape[name])
  judgeTrees(
    file,
    memberOf(booster, 'model') ?? memberOf(memberOf(booster, 'gbtree'), 'model'),
    Number(shape['num_feature'] ?? 0),
  )
  const names = learner['feature_names']
  if (Array.isArray(names) && names.length > 0) file.fact('feature_names', names.slice(0, namesShown))
  say(file, 'tree_count', memberOf(memberOf(memberOf(booster, 'model'), 'gbtree_model_param'), 'num_trees'))
  return true
}

/** A child or a feature that is none of the model is read from memory that belongs to something else. */
function judgeTrees(file: Examination, model: JsonValue | undefined, features: number): void {
  const trees = memberOf(model, 'trees')
  if (!Array.isArray(trees)) return
  for (const [index, tree] of trees.entries()) {
    const fault = faultOf(tree, features)
    if (fault !== undefined) file.find(headerLayout, `tree ${index} has ${fault}`, {evidence: `tree ${index}`})
  }
}

function faultOf(tree: JsonValue, features: number): string | undefined {
  const sides = ['left_children', 'right_children'].map(name => memberOf(tree, name))
  const [nodes] = sides
  const count = Array.isArray(nodes) ? nodes.length : 0
  const isNode = (child: JsonValue): boolean => Number(child) >= -1 && Number(child) < count
  if (sides.some(children => Array.isArray(children) && (children.length !== count || !children.every(isNode))))
    return `children that are not among its ${count} nodes`
  const stated = Number(memberOf(memberOf(tree, 'tree_param'), 'num_nodes') ?? count)
  if (stated > count) return `${count} nodes and states ${stated}`
  const splits = memberOf(tree, 'split_indices')
  const isLeaf = (index: number): boolean => Array.isArray(nodes) && Number(nodes[index]) === -1
  if (
    features > 0 &&
    Array.isArray(splits) &&
    splits.some((split, index) => !isLeaf(index) && Number(split) >= features)
  )
    return `splits by features that are not among the ${features} of the model`
  return leadsBack(sides.map(children => (Array.isArray(children) ? children : [])))
    ? 'a node that is below itself'
    : undefined
}

/** Whether a way from the root comes to a node twice: whoever asks such a tree never ends. */
function leadsBack(sides: readonly (readonly JsonValue[])[]): boolean {
  const seen = new Set<number>()
  const ahead = [0]
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    if (seen.has(node)) return true
    seen.add(node)
    for (const children of sides) {
      const child = Number(children[node] ?? -1)
      if (child >= 0) ahead.push(child)
    }
  }
  return false
}

function say(file: Examination, name: string, value: JsonValue | undefined): void {
  if (value === undefined || typeof value === 'object') return
  file.fact(name, typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)
}
