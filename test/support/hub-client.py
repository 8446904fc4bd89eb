"""Asks a hub through PyPI huggingface_hub: questions as a JSON list on stdin, answers as a JSON list on stdout."""

import importlib
import json
import os
import sys

from huggingface_hub import DatasetCard, HfApi, ModelCard, constants
from huggingface_hub.errors import LocalEntryNotFoundError

starting_environment = dict(os.environ)


def options(question):
    return {"repo_id": question["id"], "repo_type": question.get("kind", "model"), "token": question.get("token") or False}


def info(question):
    said = HfApi().repo_info(**options(question), revision=question.get("revision"))
    return {"id": said.id, "commit": said.sha, "gated": said.gated, "private": said.private, "disabled": bool(said.disabled)}


def files(question):
    listed = HfApi().list_repo_tree(**options(question), revision=question.get("revision"), recursive=True)
    return [
        {"path": file.path, "size": file.size, "oid": file.blob_id, "sha256": file.lfs and file.lfs.sha256, "xetHash": file.xet_hash}
        for file in listed
        if hasattr(file, "blob_id")
    ]


def file(question):
    with open(HfApi().hf_hub_download(**options(question), filename=question["file"], revision=question.get("revision")), "rb") as content:
        return len(content.read())


def card(question):
    reader = DatasetCard if question.get("kind") == "dataset" else ModelCard
    return card_names(reader.load(question["id"], token=question.get("token") or False, ignore_metadata_errors=True))


def text(question):
    return card_names(ModelCard(question["text"], ignore_metadata_errors=True))


def card_names(read):
    data = read.data.to_dict()
    return {key: data.get(key) for key in ["license", "base_model", "datasets", "language"]}


def snapshot(question):
    where = {key: question[key] for key in ["cache_dir", "local_dir"] if key in question}
    constants.HF_HUB_DISABLE_SYMLINKS = not question.get("links", True)
    path = HfApi().snapshot_download(**options(question), revision=question.get("revision"), allow_patterns=question.get("only"), **where)
    return {"path": path, "verdict": checksums(question)}


def checksums(question):
    where = {key: question[key] for key in ["cache_dir", "local_dir"] if key in question}
    said = HfApi().verify_repo_checksums(**options(question), revision=question.get("revision"), **where)
    return {"checked": said.checked_count, "wrong": sorted(found["path"] for found in said.mismatches), "missing": list(said.missing_paths)}


def environment(question):
    """What is read of the environment, and a request that shows which token is sent."""
    os.environ.clear()
    os.environ.update(question["environment"])
    try:
        importlib.reload(constants)
        try:
            HfApi().model_info(question["id"])
            outcome = "answered"
        except Exception as error:
            outcome = type(error).__name__
        return {"cache": constants.HF_HUB_CACHE, "offline": constants.HF_HUB_OFFLINE, "endpoint": constants.ENDPOINT, "outcome": outcome}
    finally:
        os.environ.clear()
        os.environ.update(starting_environment)


answers = {ask.__name__: ask for ask in [info, files, file, card, text, snapshot, checksums, environment]}


def answer(question):
    try:
        return {"said": answers[question["ask"]](question)}
    except LocalEntryNotFoundError as error:
        # "neither at the hub nor in the cache": what the hub answered stands behind it
        return {"error": type(error.__cause__ or error).__name__}
    except Exception as error:
        return {"error": type(error).__name__}


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout, default=str)
