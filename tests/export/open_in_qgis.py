"""Run by QGIS's own Python: open every layer of a GeoPackage and print what QGIS sees, as JSON."""

import json
import os
import sys

from qgis.core import QgsApplication, QgsProviderRegistry, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
seen = {}
connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(sys.argv[1], {})
for table in connection.tables():
    name = table.tableName()
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    layer.loadDefaultStyle()
    renderer = layer.renderer()
    seen[name] = {
        "features": layer.featureCount(),
        "rules": sum(rule.symbol() is not None for rule in renderer.rootRule().descendants())
        if renderer and renderer.type() == "RuleRenderer"
        else 0,
        "legend": [item.label() for item in renderer.legendSymbolItems()] if renderer else [],
        "temporal": layer.temporalProperties().isActive(),
    }
print(json.dumps(seen), flush=True)
# QGIS 3.22 without a screen crashes while it tidies up; everything was said by then.
os._exit(0)
