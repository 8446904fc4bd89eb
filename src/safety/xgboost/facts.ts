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
  judgeTrees(file, memberOf(booster, 'model') ?? memberOf(memberOf(booster, 'gbtree'), 'model'))
  const names = learner['feature_names']
  if (Array.isArray(names) && names.length > 0) file.fact('feature_names', names.slice(0, namesShown))
  say(file, 'tree_count', memberOf(memberOf(memberOf(booster, 'model'), 'gbtree_model_param'), 'num_trees'))
  return true
}

/** A child that is no node of its tree is read from memory that belongs to something else. */
function judgeTrees(file: Examination, model: JsonValue | undefined): void {
  const trees = memberOf(model, 'trees')
  if (!Array.isArray(trees)) return
  for (const [index, tree] of trees.entries()) {
    const sides = ['left_children', 'right_children'].map(name => memberOf(tree, name))
    const [nodes] = sides
    const count = Array.isArray(nodes) ? nodes.length : 0
    const isNode = (child: JsonValue): boolean => Number(child) >= -1 && Number(child) < count
    if (sides.some(children => Array.isArray(children) && (children.length !== count || !children.every(isNode))))
      file.find(headerLayout, `tree ${index} has children that are not among its ${count} nodes`, {
        evidence: `tree ${index}`,
      })
  }
}

function say(file: Examination, name: string, value: JsonValue | undefined): void {
  if (value === undefined || typeof value === 'object') return
  file.fact(name, typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)
}
