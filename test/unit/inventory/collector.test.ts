import {expect, it} from 'vitest'
import {collector} from '../../../src/inventory/collector.ts'

it('joins what is said of a service on one line, however often', () => {
  const into = collector({detector: 'config', path: 'a.json', technique: 'manifest', scope: 'product'})
  const hosts = Array.from({length: 20_000}, (_, at) => `https://r${at}.example`)
  const started = performance.now()
  for (const host of hosts) into.service('azure-openai', {line: 1, confidence: 0.9}, {endpoints: [host]})
  into.service('azure-openai', {line: 2, confidence: 0.9}, {endpoints: []})
  const {assets} = into.done()
  expect(performance.now() - started).toBeLessThan(5000)
  expect(assets).toMatchObject([{facts: {endpoints: [...hosts].sort()}}, {facts: {endpoints: []}}])
})
