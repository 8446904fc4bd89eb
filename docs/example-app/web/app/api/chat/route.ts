import {createOpenAI} from '@ai-sdk/openai'
import {streamText} from 'ai'
import {defaultModel} from './models'

const openai = createOpenAI({apiKey: process.env.OPENAI_API_KEY})

const system = `You help people of the web shop. Keep it short. Never promise a refund.`

export async function POST(request: Request) {
  const {messages, model = defaultModel} = await request.json()
  return streamText({model: openai(model), system, messages}).toDataStreamResponse()
}
