"""Reads an SPDX 3 file with the model that SPDX publishes: what is in it, and what a conformance checker says of its author and relationships."""
import json
import sys

from ntia_conformance_checker.ntia_checker import NTIAChecker
from spdx_python_model.bindings import v3_0_1 as spdx

objects = spdx.SHACLObjectSet()
with open(sys.argv[1], "rb") as file:
    spdx.JSONLDDeserializer().read(file, objects)
checker = NTIAChecker(sys.argv[1], sbom_spec="spdx3")
print(
    json.dumps(
        {
            "models": sorted(each.name for each in objects.foreach_type(spdx.ai_AIPackage)),
            "datasets": sorted(each.name for each in objects.foreach_type(spdx.dataset_DatasetPackage)),
            "relationships": sorted({str(each.relationshipType).rsplit("/", 1)[-1] for each in objects.foreach_type(spdx.Relationship)}),
            "problems": [str(each.validation_message) for each in checker.validation_messages],
            "hasAuthor": checker.doc_author,
            "hasTimestamp": checker.doc_timestamp,
        }
    )
)
