"""Which company an address speaks for: its registrable domain, and never a mail service. Pure.

The list of public suffixes comes with its package, so nothing is looked up elsewhere.
"""

import re
from functools import cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email
from publicsuffixlist import PublicSuffixList

from conference.i18n import Text, _

# By registrable domain: free and throwaway services, and the mail of internet providers.
FREE_MAIL = frozenset(Path(__file__).with_name("free_mail.txt").read_text("ascii").split())


def company_domain(email: str) -> str | None:
    """The registrable domain that stands for a company; None for a mail service's, and for what
    is no address on the internet."""
    host = email.rpartition("@")[2]
    domain = registrable(host)
    return None if domain is None or is_free_mail(domain) else domain


def registrable(host: str) -> str | None:
    """`Mail.Müller.DE` as `xn--mller-kva.de`: lower case, in the form the network knows.

    None for a suffix under which anybody may register, and for what is no name of a host.
    """
    try:
        name = validate_email(f"x@{host.strip().rstrip('.')}", check_deliverability=False)
    except EmailNotValidError:
        return None
    suffixes: PublicSuffixList = _suffixes()
    found: str | None = suffixes.privatesuffix(name.ascii_domain)
    return found


def read_domains(written: str) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """The registrable domains of a list as people write it, each once and in order, and a sentence
    for each entry that can stand for no company."""
    found, faults = set[str](), list[Text]()
    for word in re.split(r"[\s,;|]+", written.strip()):
        if not word:
            continue
        domain = registrable(_host(word))
        if domain is None:
            faults.append(_("“%(word)s” is not the domain of a company.", word=word[:80]))
        elif is_free_mail(domain):
            faults.append(
                _("%(domain)s is a mail service: addresses there tell no company.", domain=domain)
            )
        else:
            found.add(domain)
    return tuple(sorted(found)), tuple(faults)


def is_free_mail(domain: str) -> bool:
    return domain in FREE_MAIL


def readable(domain: str) -> str:
    """As people write it: `müller.de`."""
    if "xn--" not in domain:
        return domain
    try:
        return str(validate_email(f"x@{domain}", check_deliverability=False).domain)
    except EmailNotValidError:
        return domain


def _host(word: str) -> str:
    """Of an address, a link, or a host alone."""
    return re.sub(r"^[a-z]+://|[/?#:].*$", "", word, flags=re.IGNORECASE).rpartition("@")[2]


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
