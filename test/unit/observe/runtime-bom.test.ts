import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {startIntake} from '../../../src/pipeline/observe/observe.ts'
import {projectRoot} from '../../support/run.ts'

const workload = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    timestamp: '2026-11-01T00:00:00Z',
    tools: {components: [{type: 'application', name: 'k8s-aibom', version: '0.1.0'}]},
    component: {type: 'application', name: 'prod/desk-model', 'bom-ref': 'root'},
  },
  components: [
    {type: 'application', name: 'vllm', 'bom-ref': 'vllm'},
    {type: 'machine-learning-model', name: 'acme/desk-7b', 'bom-ref': 'model'},
  ],
}

function seenIn(bytes: Buffer) {
  const {fold, intake} = startIntake([], {})
  expect(intake.document(bytes)).toBe(true)
  const services = [...fold.observations.values()]
  const seen = services.flatMap(service => [...service.seen.values()].map(({kind, name}) => `${kind} ${name}`))
  return {services: services.map(({name}) => name), seen, coverage: intake.coverage}
}

describe('BOMs of k8s-aibom', () => {
  it('say which model a workload runs, in a service of its name', () => {
    const {services, seen, coverage} = seenIn(Buffer.from(JSON.stringify(workload)))
    expect(services).toEqual(['desk-model'])
    expect(seen).toContain('model acme/desk-7b')
    expect(coverage).toMatchObject({ai: expect.any(Number), notTelemetry: 0, spans: 0})
  })

  it('are told from a BOM of a build, which says nothing of what runs', () => {
    const {seen, coverage} = seenIn(
      Buffer.from(JSON.stringify({...workload, metadata: {component: workload.metadata.component}})),
    )
    expect(seen).toEqual([])
    expect(coverage.notTelemetry).toBe(1)
  })

  const real = join(projectRoot, '../shared/fixtures/traces/k8s-aibom/vllm-deployment-output.json')
  it.skipIf(!existsSync(real))('of a real deployment are read (skipped without ../shared)', () => {
    const {services, seen} = seenIn(readFileSync(real))
    expect(services).toEqual(['vllm-llama3'])
    expect(seen).toContain('model meta-llama/Llama-3.1-8B-Instruct')
  })
})
