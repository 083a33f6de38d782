"""Organisers' and importers' texts as safe HTML: Markdown without HTML, or HTML sanitised."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("linkify", True)
HTML_TAG = re.compile(r"</?(p|br|a|ul|ol|li|em|strong|b|i|h[1-6]|div|span)\b[^>]*>", re.IGNORECASE)
TAGS = {"p", "br", "a", "ul", "ol", "li", "em", "strong", "blockquote", "code", "pre", "h4", "hr"}
RENAMED = {"b": "strong", "i": "em"}


def rich(text: str) -> Markup:
    """Headings become bold paragraphs, so that no text disturbs the page's outline."""
    source = text if HTML_TAG.search(text) else MARKDOWN.render(text)
    for heading in range(1, 7):
        source = re.sub(rf"<h{heading}\b[^>]*>", "<p><strong>", source, flags=re.IGNORECASE)
        source = re.sub(rf"</h{heading}>", "</strong></p>", source, flags=re.IGNORECASE)
    clean = nh3.clean(
        source,
        tags=TAGS - {"h4"} | set(RENAMED),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - sanitised
