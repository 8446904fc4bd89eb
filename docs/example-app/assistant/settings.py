from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment; the defaults are what production runs."""

    chat_model: str = Field(default="gpt-4o-mini-2024-07-18", description="answers the customer")
    summary_model: str = "claude-3-5-haiku-20241022"
    embedding_model: str = "sentence-transformers/all-MiniLM-L6-v2"
    embedding_revision: str = "8b3219a92973c328a8e22fadcfa821b5dc75636a"
    api_base: str | None = None


settings = Settings()
