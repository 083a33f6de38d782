"""Organisers' and importers' texts as safe HTML: Markdown without HTML, or HTML sanitised."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
HTML_TAG = re.compile(r"</?(p|br|a|ul|ol|li|em|strong|b|i|h[1-6]|div|span)\b[^>]*>", re.IGNORECASE)
BLOCKS = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "pre"}
INLINE = {"a", "b", "code", "em", "i", "strong"}


def rich(text: str) -> Markup:
    """Headings become bold paragraphs, so that no text disturbs the page's outline."""
    source = text if HTML_TAG.search(text) else MARKDOWN.render(text)
    source = re.sub(r"<h[1-6]\b[^>]*>", "<p><strong>", source, flags=re.IGNORECASE)
    source = re.sub(r"</h[1-6]>", "</strong></p>", source, flags=re.IGNORECASE)
    clean = nh3.clean(
        source,
        tags=BLOCKS | INLINE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - sanitised
