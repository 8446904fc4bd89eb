import type {ThreatMeta} from '../inventory/finding.ts'

export const pickleBesideSafetensors: ThreatMeta = {
  id: 'AIB243',
  name: 'pickle-beside-safetensors',
  severity: 'medium',
  threat: 'supply chain',
  title: 'Pickled weights are next to the same weights in a safe format',
  why: 'A pickle runs code when it is loaded. Nobody needs it if safetensors are available, but some programs still load it first.',
  fix: 'Delete the pickled files, or load with use_safetensors=True.',
  references: ['OWASP LLM03:2025', 'CWE-502', 'https://atlas.mitre.org/techniques/AML.T0011.000'],
}
