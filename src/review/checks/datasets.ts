import {listed} from '../../lib/text/listed.ts'
import type {RegistryAnswer, ReviewContext} from '../context.ts'
import {isVagueData} from '../facts/vague-data.ts'
import {hashesOf, licencesOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'
import {originsOf} from './licences.ts'
import {placedLicences} from './terms/placed.ts'

const told = 8

/** What the model learned from: named, found, licensed. */
export function checkDatasets(context: ReviewContext): void {
  const {view, notes, answers} = context
  const isBare = (model: Part): boolean =>
    notes.findings.some(({name, subject}) => name === 'little-stated' && subject === model.name)
  for (const model of view.models) {
    const {datasets, bases} = originsOf(model, view)
    if (
      datasets.length > 0 &&
      datasets.every(({name, node}) => isVague(name) && hashesOf(node).length === 0 && node['purl'] === undefined)
    ) {
      const message = `${model.name} names its data only as “${datasets
        .map(({name}) => name)
        .slice(0, told)
        .join('”, “')}”`
      notes.find('data-unknown', {
        subject: model.name,
        message,
        evidence: datasets.slice(0, told).map(part => notes.cite(part.pointer, part.name)),
      })
      continue
    }
    if (datasets.length > 0 || isBare(model) || !hasCard(model)) continue
    const message =
      bases.length > 0
        ? `${model.name} names its base model, but no training data`
        : `${model.name} names no training data`
    notes.find('data-unknown', {
      subject: model.name,
      message,
      // its provider tells nobody, the vendor included
      ...(isHosted(model, view) && {severity: 'low'}),
      evidence: [notes.cite(model.pointer, model.name)],
    })
  }
  tellUnlicensed(context)
  for (const answer of answers) if (!answer.found) tellMissing(answer, context)
}

function isVague(name: string): boolean {
  return name.length < longestVague && isVagueData(name)
}

/** Whoever writes more names something. */
const longestVague = 120

function tellUnlicensed({view, notes}: ReviewContext): void {
  const bare = view.datasets.filter(
    part => placedLicences(part, view).length === 0 && licencesOf(part.node).length === 0,
  )
  const names = [...new Set(bare.map(({name}) => name))]
  if (names.length > 0) {
    const message = `no license is given for ${listed(names, told)}`
    notes.find('dataset-licence-missing', {
      subject: names[0] ?? '',
      message,
      evidence: bare.slice(0, told).map(part => notes.cite(part.pointer, part.name)),
    })
  }
}

function tellMissing({kind, name, message}: RegistryAnswer, {view, notes}: ReviewContext): void {
  const part = view.parts.find(each => each.name === name)
  const asked = notes.citeElsewhere({source: 'registry', place: name, value: message})
  const evidence = part === undefined ? [asked] : [notes.cite(part.pointer, name), asked]
  notes.find(kind === 'dataset' ? 'dataset-missing' : 'model-missing', {subject: name, message, evidence})
}

function hasCard({node}: Part): boolean {
  return node['modelCard'] !== undefined || /^pkg:huggingface\//.test(String(node['purl']))
}
