/** What the customer may choose from. */
export const models = [
  {id: 'gpt-4o', label: 'Precise', provider: 'openai'},
  {id: 'gpt-4o-mini', label: 'Fast', provider: 'openai'},
] as const

export const defaultModel = process.env.CHAT_MODEL ?? 'gpt-4o-mini'
