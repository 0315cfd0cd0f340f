"""What the service says of itself, in the form of each version."""

from typing import Any

from lionrock import __version__
from lionrock.serve.reconcile import kinds, preview
from lionrock.serve.reconcile.messages import MAX_QUERIES
from lionrock.serve.reconcile.wording import say

Shown = dict[str, Any]
VERSION, DRAFT = "0.2", "1.0-draft"


def manifest(root: str, base: str, lang: str) -> Shown:
    """The manifest of version 0.2. `root` is the address of the site, `base` that of this
    endpoint."""
    return _shared(root, lang) | {
        "versions": [VERSION],
        "identifierSpace": f"{root}/api/entities/",
        "schemaSpace": f"{root}/api/schema#",
        "view": {"url": f"{root}/{lang}/entity/{{{{id}}}}"},
        "feature_view": {"url": f"{base}/feature#{{{{id}}}}"},
        "preview": {
            "url": f"{base}/preview?id={{{{id}}}}",
            "width": preview.WIDTH,
            "height": preview.HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/extend/propose"},
            "property_settings": [
                {"name": one["id"], "label": one["name"], "help_text": one["helpText"]}
                | {key: one[key] for key in ("type", "default", "choices") if key in one}
                for one in _settings(lang)
            ],
        },
    }


def draft(root: str, base: str, lang: str) -> Shown:
    """The manifest of version 1.0-draft."""
    return _shared(root, lang) | {
        "versions": [DRAFT],
        "lang": lang,
        "dir": "ltr",
        "view": {"url": f"{root}/{lang}/entity/{{id}}"},
        "featureView": {"url": f"{base}/feature#{{id}}"},
        "preview": {"width": preview.WIDTH, "height": preview.HEIGHT},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {"proposeProperties": True, "propertySettings": _settings(lang)},
        "standardizedScore": True,
    }


def _shared(root: str, lang: str) -> Shown:
    default = kinds.described(kinds.DEFAULT, lang)
    return {
        "name": say("name", lang),
        "documentation": f"{root}/{lang}/about",
        "logo": f"{root}/static/favicon.svg",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": one["id"], "name": one["name"]} for one in default],
        "batchSize": MAX_QUERIES,
    }


def _settings(lang: str) -> list[Shown]:
    choices = [{"value": one, "name": say(f"content_{one}", lang)} for one in ("label", "id")]
    return [
        {
            "id": "limit",
            "name": say("setting_limit", lang),
            "type": "number",
            "default": 0,
            "helpText": say("setting_limit_help", lang),
        },
        {
            "id": "content",
            "name": say("setting_content", lang),
            "type": "select",
            "default": "label",
            "helpText": say("setting_content_help", lang),
            "choices": choices,
        },
    ]
