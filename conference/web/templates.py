"""The Jinja environment: strict, escaped, in the locale in force when a template is rendered."""

from datetime import datetime, tzinfo
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from conference import i18n
from conference.i18n import Translated
from conference.resources import resource
from conference.web import numbers
from conference.web.assets import static_url
from conference.web.rich import rich
from conference.web.styles import styles_url


def render(template: str, **context: Any) -> str:
    return environment().get_template(template).render(**context)


def render_macro(template: str, macro: str, *arguments: Any) -> Markup:
    module = environment().get_template(template).module
    if not arguments:
        locale = i18n.locale()
        return _sentence(module, macro, locale, i18n.catalogue(locale))
    return Markup(getattr(module, macro)(*arguments))  # noqa: S704 - escaped by the macro


@lru_cache
def _sentence(module: TemplateModule, macro: str, locale: str, words: NullTranslations) -> Markup:
    """Without arguments a macro says the same each time, such as that an answer was saved."""
    return Markup(getattr(module, macro)())  # noqa: S704 - escaped by the macro


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static_url, styles_url=styles_url)
    env.globals.update(current_locale=i18n.locale, page_languages=i18n.LANGUAGES)
    env.filters.update(number=number, tenths=tenths, percent=percent, data_size=data_size)
    env.filters.update(tr=translated, day=day, clock=clock, moment=moment, rich=rich_text)
    return env


# `pass_context` keeps Jinja from folding these at compile time, in whatever locale that was.
@pass_context
def translated(context: Context, text: Translated) -> Markup:
    """A text of two languages: marked with its own where it is not the page's."""
    words, language = text.in_locale(i18n.locale())
    return escape(words) if language == i18n.locale() else _marked(escape(words), language, "span")


@pass_context
def rich_text(context: Context, text: Translated) -> Markup:
    """Organisers' Markdown or HTML, made safe."""
    words, language = text.in_locale(i18n.locale())
    body = rich(words)
    return body if language == i18n.locale() else _marked(body, language, "div")


@pass_context
def number(context: Context, value: float) -> str:
    return numbers.number(value)


@pass_context
def tenths(context: Context, value: float) -> str:
    return numbers.tenths(value)


@pass_context
def percent(context: Context, points: float) -> str:
    return numbers.percent(points)


@pass_context
def data_size(context: Context, count_bytes: int) -> str:
    return numbers.data_size(count_bytes)


@pass_context
def day(context: Context, moment: Any, zone: tzinfo | None = None, style: str = "full") -> str:
    """A date (or the date of a moment in `zone`): `full`, `long`, `medium`, `weekday` as in
    Sun 22 Nov, or a CLDR pattern."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(zone)
    locale = i18n.regional(i18n.locale())
    if style == "weekday":
        return format_skeleton("MMMEd", moment, locale=locale)
    return format_date(moment, style, locale=locale)


@pass_context
def clock(context: Context, moment: datetime, zone: tzinfo) -> str:
    """The time of day in `zone`, such as 09:30, in either language."""
    return format_time(moment, "HH:mm", tzinfo=zone, locale=i18n.regional(i18n.locale()))


@pass_context
def moment(context: Context, value: datetime, zone: tzinfo) -> str:
    return format_datetime(value, "medium", tzinfo=zone, locale=i18n.regional(i18n.locale()))


def _marked(words: Markup, language: str, tag: str) -> Markup:
    """HTML says `lang=""` where the language is unknown."""
    code = "" if language == i18n.UNKNOWN else language
    opening = Markup('<{} lang="{}">').format(tag, code)
    return opening + words + Markup("</{}>").format(tag)
