from openai import OpenAI
from pydantic_ai import Agent

from ..settings import settings

SYSTEM_PROMPT = """You are the support assistant of {company}.
Answer from the given articles only. Say so when they do not hold the answer."""

client = OpenAI(base_url=settings.api_base)

triage = Agent(
    "anthropic:claude-3-5-haiku-20241022",
    name="triage",
    system_prompt="Sort the question into billing, technical or other. Answer with one word.",
)


def answer(company: str, articles: list[str], question: str) -> str:
    reply = client.chat.completions.create(
        model=settings.chat_model,
        messages=[
            {"role": "system", "content": SYSTEM_PROMPT.format(company=company)},
            {"role": "user", "content": "\n\n".join([*articles, question])},
        ],
    )
    return reply.choices[0].message.content or ""
