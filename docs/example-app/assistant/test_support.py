from .agents.support import SYSTEM_PROMPT


def test_the_prompt_names_the_company():
    assert "{company}" in SYSTEM_PROMPT
