import os

from datasets import load_dataset
from sentence_transformers import SentenceTransformer
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

from .settings import settings

RERANKER = "cross-encoder/ms-marco-MiniLM-L-6-v2"


def embedder() -> SentenceTransformer:
    return SentenceTransformer(settings.embedding_model, revision=settings.embedding_revision)


def reranker(name: str = RERANKER):
    tokenizer = AutoTokenizer.from_pretrained(name)
    return tokenizer, AutoModelForSequenceClassification.from_pretrained(name, use_safetensors=True)


def moderation():
    # what the operator chose; there is no default on purpose
    return pipeline("text-classification", model=os.environ["MODERATION_MODEL"])


def questions():
    return load_dataset("rajpurkar/squad_v2", split="validation")
