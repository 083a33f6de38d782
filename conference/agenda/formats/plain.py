"""Texts for where nothing can be set in bold: HTML without its tags, all else as it is."""

import html
import re

import nh3

BREAKS = re.compile(r"<(?:br|/p|/li|/h[1-6]|/div)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"</?(?:p|br|a|ul|ol|li|em|strong|b|i|h[1-6]|div|span)\b[^>]*>", re.IGNORECASE)


def plain_text(text: str) -> str:
    if not TAG.search(text):
        return text
    bare = html.unescape(nh3.clean(BREAKS.sub("\n", text), tags=set()))
    lines = (line.strip() for line in bare.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
