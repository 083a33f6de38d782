"""The web kernel: pages and fragments, forms, refusals, static files, and the edge around all."""

from conference.web.forms import Form, normal_email, read_form, read_unsent
from conference.web.fragments import Fragment, morph, remove, upsert
from conference.web.pages import (
    SWITCH,
    AnyRequest,
    answer,
    html,
    is_htmx,
    own_path,
    page,
    settings_of,
    telling_when,
    viewer_of,
)

__all__ = [
    "SWITCH",
    "AnyRequest",
    "Form",
    "Fragment",
    "answer",
    "html",
    "is_htmx",
    "morph",
    "normal_email",
    "own_path",
    "page",
    "read_form",
    "read_unsent",
    "remove",
    "settings_of",
    "telling_when",
    "upsert",
    "viewer_of",
]
