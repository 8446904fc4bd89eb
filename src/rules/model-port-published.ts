import type {ThreatMeta} from '../inventory/finding.ts'

export const modelPortPublished: ThreatMeta = {
  id: 'AIB222',
  name: 'model-port-published',
  severity: 'medium',
  threat: 'model theft',
  title: 'The port of a model server is published on every interface',
  why: 'Only the key of the server protects the model from the network. Docker opens published ports despite the firewall of the machine, and a load balancer opens them to the internet.',
  fix: 'Publish it on 127.0.0.1, keep it on the internal network, or put a proxy with TLS and a rate limit in front of it.',
  references: ['OWASP LLM10:2025', 'CWE-1327', 'CWE-668'],
}
