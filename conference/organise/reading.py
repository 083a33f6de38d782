"""What organisers' forms have in common: texts in two languages, dates, times, colours, hosts."""

import re
from datetime import date, time
from urllib.parse import urlsplit

from conference import i18n
from conference.agenda.dates import language_name
from conference.agenda.formats.links import URL_LIMIT
from conference.i18n import LANGUAGES, Text, Translated, _
from conference.web import Form
from conference.web.forms import MISSING

COLOUR = re.compile(r"#[0-9a-f]{6}")
HOST = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
MOST_HOSTS = 20
MEDIA = re.compile(r"/media/[A-Za-z0-9][A-Za-z0-9._-]*")


def read_translated(
    form: Form, name: str, *, most: int, required: bool = True, lines: bool = False
) -> Translated:
    """From the fields `name_de` and `name_en`, of which one is enough."""
    texts = {
        code: form.text(f"{name}_{code}", most=most, required=False, lines=lines)
        for code, _word in LANGUAGES
    }
    if required and not any(texts.values()):
        form.fault(f"{name}_{LANGUAGES[0][0]}", MISSING)
    return Translated({code: text for code, text in texts.items() if text})


def typed_translated(name: str, text: Translated) -> dict[str, str]:
    """The two fields as they would have to be filled in. What is in no known language stands with
    the first, where somebody will see it and sort it out."""
    typed = {f"{name}_{code}": text.get(code, "") for code, _word in LANGUAGES}
    if text and not any(typed.values()):
        typed[f"{name}_{LANGUAGES[0][0]}"] = next(iter(text.values()))
    return typed


def labels_of(name: str, label: Text) -> dict[str, str]:
    """Of the two fields, in the locale in force: "Title, German"."""
    return {
        f"{name}_{code}": f"{label}, {language_name(code, i18n.locale())}" for code in i18n.LOCALES
    }


def read_date(form: Form, name: str) -> date:
    """As a browser writes it, or 17.9.2026."""
    written = form.text(name, most=20)
    day, dots, rest = written.partition(".")
    month, more_dots, year = rest.partition(".")
    iso = f"{year.strip()}-{month.strip():0>2}-{day.strip():0>2}" if dots and more_dots else written
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        form.fault(name, _("Write the day like 2026-09-17 or 17.9.2026."))
        return date(2000, 1, 1)
    if not 2000 <= found.year <= 2199:
        form.fault(name, _("Please check the year."))
    return found


def read_time(form: Form, name: str) -> time:
    written = form.text(name, most=8)
    try:
        return time.fromisoformat(f"{written:0>5}").replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        form.fault(name, _("Write the time like 09:30."))
        return time()


def read_colour(form: Form, name: str) -> str:
    """ "#rrggbb", or "" for none."""
    written = form.text(name, most=20, required=False).lower()
    colour = f"#{written}" if re.fullmatch(r"[0-9a-f]{6}", written) else written
    if colour and not COLOUR.fullmatch(colour):
        form.fault(name, _("Write a colour like #1f6f78: a hash and six digits or letters a to f."))
    return colour


def read_hosts(form: Form, name: str) -> str:
    """Origins with blanks between them, one a line as typed. A path behind them is dropped."""
    lines = form.text(name, most=2000, required=False, lines=True).lower().split()
    hosts = ["/".join(line.split("/")[:3]) for line in lines]
    for host in hosts:
        if not HOST.fullmatch(host):
            sentence = _("“%(host)s” is no address like https://video.example.", host=host[:80])
            form.fault(name, sentence)
    if len(hosts) > MOST_HOSTS:
        form.fault(name, _("At most %(most)d of them, please.", most=MOST_HOSTS))
    return " ".join(dict.fromkeys(hosts))


def read_address(form: Form, name: str, *, may_be_ours: bool = False) -> str:
    """ "" for none. `may_be_ours`: a file that this server has under /media."""
    written = form.text(name, most=URL_LIMIT, required=False)
    if not written or (may_be_ours and MEDIA.fullmatch(written)):
        return written
    try:
        parts = urlsplit(written)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in written:
        form.fault(name, _("Write an address that begins with https:// or http://."))
    return written
