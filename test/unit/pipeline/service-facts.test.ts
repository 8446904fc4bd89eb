import {describe, expect, it} from 'vitest'
import {makeService} from '../../../src/inventory/make.ts'
import {completeService} from '../../../src/pipeline/link/service-facts.ts'

function crosses(provider: string, ...endpoints: string[]): boolean | undefined {
  return completeService(makeService({provider, endpoints}, [])).facts.crossesTrustBoundary
}

describe('completeService', () => {
  it.each([
    'http://localhost:8000/v1',
    'http://127.0.0.1',
    'http://10.1.2.3/v1',
    'http://172.20.0.4',
    'http://192.168.0.9:1',
    'http://[::1]:8000',
    'http://[fd12:3456::1]/v1',
    'http://[fe80::1]/v1',
    'http://vllm:8000',
    'host.docker.internal:11434',
    'http://models.default.svc',
  ])('keeps %s inside the trust boundary', endpoint => {
    expect(crosses('vllm', endpoint)).toBe(false)
  })

  it.each([
    'https://api.openai.com/v1',
    'https://10.example.com',
    'http://127.example.org',
    'http://172.40.0.1',
    'http://[2001:db8::1]/v1',
  ])('says that data for %s leave it', endpoint => {
    expect(crosses('vllm', endpoint)).toBe(true)
  })

  it('does not know of an endpoint that a variable names, nor of a server that anybody may run', () => {
    expect(crosses('vllm', 'https://${HOST}/v1')).toBeUndefined()
    expect(crosses('vllm')).toBeUndefined()
  })

  it('knows that a hosted provider is elsewhere, unless an endpoint says otherwise', () => {
    expect(crosses('openai')).toBe(true)
    expect(crosses('openai', 'http://localhost:4000')).toBe(false)
  })
})
