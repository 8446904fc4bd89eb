"""Logs and registers the models of the tests at an MLflow server, and writes what MLflow's own client says of them.

usage: python log_models.py http://127.0.0.1:PORT facts.json
"""

import hashlib
import json
import pathlib
import sys

import mlflow
import pandas
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression


class Rules(mlflow.pyfunc.PythonModel):
    """A model of plain Python, with a file of its own in a folder."""

    def predict(self, context, model_input, params=None):
        return model_input


def log_churn():
    """Two versions: the first in a stage, the second with an alias, a description and a tag."""
    table = pandas.DataFrame({"age": [31, 52, 47, 25], "spent": [0.5, 2.5, 1.5, 0.1]})
    labels = [0, 1, 1, 0]
    learned = LogisticRegression().fit(table, labels)
    for _ in range(2):
        with mlflow.start_run():
            mlflow.sklearn.log_model(
                learned,
                name="model",
                signature=infer_signature(table, learned.predict(table)),
                registered_model_name="churn",
            )
    client = mlflow.MlflowClient()
    client.update_model_version("churn", "2", description="Who will leave: second try")
    client.set_model_version_tag("churn", "2", "team", "growth")
    client.set_registered_model_alias("churn", "champion", "2")
    client.transition_model_version_stage("churn", "1", "Production")


def log_rules(name):
    """One version of the generic flavour, under a name with a space and letters beyond ASCII."""
    with open("table.json", "w", encoding="utf-8") as file:
        json.dump({"limit": 3}, file)
    with mlflow.start_run():
        mlflow.pyfunc.log_model(
            name="rules",
            python_model=Rules(),
            artifacts={"table": "table.json"},
            pip_requirements=["pandas==2.2.3"],
            registered_model_name=name,
        )


def register_elsewhere():
    """A version whose files lie in a bucket that nobody is to ask."""
    client = mlflow.MlflowClient()
    client.create_registered_model("elsewhere")
    client.create_model_version("elsewhere", source="s3://bucket.invalid/models/1?token=secret")


def facts_of(name, version):
    """What MLflow's client says of a version, and of its files where it can have them."""
    client = mlflow.MlflowClient()
    found = client.get_model_version(name, version)
    facts = {
        "name": found.name,
        "version": found.version,
        "runId": found.run_id,
        "source": found.source,
        "artifacts": client.get_model_version_download_uri(name, version),
    }
    if not facts["artifacts"].startswith("mlflow-artifacts:"):
        return facts
    files = sorted(list_files(facts["artifacts"], ""))
    copied = pathlib.Path(mlflow.artifacts.download_artifacts(facts["artifacts"]))
    digests = {path: hashlib.sha256((copied / path).read_bytes()).hexdigest() for path, _ in files}
    model = mlflow.models.Model.load(facts["artifacts"])
    requirements = mlflow.artifacts.load_text(facts["artifacts"] + "/requirements.txt")
    return {
        **facts,
        "modelUuid": model.model_uuid,
        "modelId": model.model_id,
        "mlflowVersion": model.mlflow_version,
        "flavors": sorted(model.flavors),
        "inputs": [json.dumps(column.to_dict()) for column in model.signature.inputs] if model.signature else [],
        "requirements": sorted(requirements.split()),
        "files": [f"{size} {path}" for path, size in files],
        "digests": digests,
    }


def list_files(root, folder):
    for entry in mlflow.artifacts.list_artifacts(artifact_uri=f"{root}/{folder}" if folder else root):
        path = f"{folder}/{entry.path.rsplit('/', 1)[-1]}" if folder else entry.path.rsplit("/", 1)[-1]
        if entry.is_dir:
            yield from list_files(root, path)
        else:
            yield path, entry.file_size


def main():
    mlflow.set_tracking_uri(sys.argv[1])
    mlflow.set_experiment("tests")
    log_churn()
    log_rules("prix élevés")
    register_elsewhere()
    versions = [("churn", "1"), ("churn", "2"), ("prix élevés", "1"), ("elsewhere", "1")]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump([facts_of(*each) for each in versions], file, ensure_ascii=False)


main()
