import type {Metric, Probe, TestReport} from '../inventory/test-report.ts'
import {redactText} from '../lib/redact/text.ts'
import {redactUrl} from '../lib/redact/url.ts'

/** A report as it may leave the program: settings and labels of tools hold keys now and then. */
export function redactReport(report: TestReport): TestReport {
  const {target, probes, metrics, notes} = report
  return {
    ...report,
    target: {
      ...target,
      ...(target.name !== undefined && {name: redactText(target.name)}),
      ...(target.provider !== undefined && {provider: redactText(target.provider)}),
      ...(target.endpoint !== undefined && {endpoint: redactUrl(target.endpoint)}),
    },
    probes: probes.map(redactProbe),
    metrics: metrics.map(redactMetric),
    notes: notes.map(note => redactText(note)),
  }
}

function redactProbe(probe: Probe): Probe {
  const {name, detector} = probe
  return {...probe, name: redactText(name), ...(detector !== undefined && {detector: redactText(detector)})}
}

function redactMetric(metric: Metric): Metric {
  const {type, slice} = metric
  return {...metric, type: redactText(type), ...(slice !== undefined && {slice: redactText(slice)})}
}
