"""Signing in by a mailed link, the account page, signing out.

The pages of a link are asked for by mail scanners, too: GET changes nothing there, and what they
show loads nothing that could carry the link away.
"""

import asyncio
from datetime import UTC
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts import actions, queries
from conference.accounts.browsers import browser_name
from conference.accounts.cookies import (
    asked_cookie,
    new_token,
    next_cookie,
    read_asked,
    read_next,
    sign_in_cookie,
    token_hash,
)
from conference.accounts.guards import Viewer, require_confirmed
from conference.accounts.links import resolve_role_link
from conference.accounts.models import Reach
from conference.accounts.roles import roles_in_words
from conference.accounts.signing import Signing, SignInOffer
from conference.db import Database
from conference.errors import Invalid, NotFound, SignInNeeded, TooMany
from conference.i18n import _
from conference.settings import Settings
from conference.web import AnyRequest, Form, html, own_path, page, read_form, telling_when
from conference.web.limits import Limit, Limits, origin_of
from conference.web.templates import render

ASKING = Limit(60, per_s=60)
FAILING = Limit(100, per_s=60)
FREE_FAILURES = 10
LONGEST_PAUSE_S = 2.0


@get("/sign-in", name="show_sign_in")
async def show_sign_in(request: AnyRequest) -> Response[str]:
    """`?next=`: where to go once signed in."""
    back = own_path(request.query_params.get("next", ""), "")
    return page(request, "accounts/sign_in.html", entered={"next": back}, errors={})


@post("/sign-in", name="send_links")
async def send_links(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limits: NamedDependency[Limits],
) -> Response[Any]:
    """The same answer for every address."""
    form = await read_form(request)
    email = form.email("email")
    try:
        await limits.check(("links", origin_of(request)), ASKING)
        form.finish()
    except (Invalid, TooMany) as refusal:
        return _sign_in_again(request, form, refusal)
    # The same browser may ask twice, and each of the links shall work in it.
    asked = read_asked(request.headers.get("cookie", ""), settings) or new_token()
    await actions.queue_links(db, email=email, browser_hash=token_hash(asked), locale=i18n.locale())
    lasts_s = int(actions.LINK_LASTS.total_seconds())
    cookies = [asked_cookie(settings, asked, lasts_s)]
    if back := own_path(form.entered.get("next", ""), ""):
        cookies.append(next_cookie(settings, back, lasts_s))
    return Redirect("/sign-in/sent", status_code=303, cookies=cookies)


@get("/sign-in/sent", name="show_sent")
async def show_sent(request: AnyRequest) -> Response[str]:
    return page(request, "accounts/sent.html")


@get("/sign-in/{token:str}", name="show_offer")
async def show_offer(
    request: AnyRequest,
    token: FromPath[str],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    signing: NamedDependency[Signing],
    limits: NamedDependency[Limits],
) -> Response[str]:
    async with database.reading() as db:
        offer = await _offer(db, request, settings, signing, token)
    if offer is None:
        return await _unknown_link(request, limits)
    return html(render("accounts/offer.html", locale=i18n.locale(), offer=offer))


@post("/sign-in/{token:str}", name="accept_offer")
async def accept_offer(
    request: AnyRequest,
    token: FromPath[str],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    signing: NamedDependency[Signing],
    limits: NamedDependency[Limits],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    """Takes no `db`: a wrong link is answered slowly, and no transaction may wait meanwhile."""
    try:
        async with database.writing() as db:
            offer = await _offer(db, request, settings, signing, token)
            if offer is None:
                raise NotFound
            cookie_token, max_age_s = await actions.accept_offer(
                db,
                offer,
                old=viewer,
                browser=browser_name(request.headers.get("user-agent", "")),
            )
    except NotFound:
        return await _unknown_link(request, limits)
    cookies = [sign_in_cookie(settings, cookie_token, max_age_s)]
    back = read_next(request.headers.get("cookie", ""), settings)
    # What needed a sign-in may need a role, too, which the personal link does not give.
    if not back or offer.reach != Reach.FULL:
        return Redirect(own_path(offer.next_path), status_code=303, cookies=cookies)
    return Redirect(back, status_code=303, cookies=[*cookies, next_cookie(settings, "", 0)])


@get("/account", name="show_account")
async def show_account(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    signing: NamedDependency[Signing],
) -> Response[str]:
    viewer = require_confirmed(viewer)
    parts = [await section(db, viewer) for section in signing.sections]
    return page(
        request,
        "accounts/account.html",
        account=await queries.account(db, viewer),
        roles=roles_in_words(viewer.grants),
        sections=[part for part in parts if part],
        utc=UTC,
    )


@put("/account/language", name="choose_language")
async def choose_language(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    """For mails and for every browser that has made no choice of its own, which this one does."""
    viewer = require_confirmed(viewer)
    form = await read_form(request)
    language = form.one_of("language", i18n.LOCALES)
    form.finish()
    await actions.set_language(db, viewer, language)
    return Redirect(f"/account?lang={language}", status_code=303)


@delete("/account/sign-ins/{sign_in_id:int}", status_code=303, name="close_sign_in")
async def close_sign_in(
    sign_in_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    """Closing the own one is signing out."""
    if viewer is None:
        raise SignInNeeded(_("You are signed out already."))
    await actions.close_own_sign_in(db, viewer, sign_in_id)
    if sign_in_id != viewer.sign_in_id:
        return Redirect("/account#sign-ins", status_code=303)
    return Redirect(
        "/",
        status_code=303,
        cookies=[sign_in_cookie(settings, "", 0)],
        headers={"clear-site-data": '"cookies", "storage"'},
    )


def _sign_in_again(request: AnyRequest, form: Form, refusal: Invalid | TooMany) -> Response[str]:
    errors = refusal.fields if isinstance(refusal, Invalid) else {"email": refusal.sentence}
    shown = page(
        request,
        "accounts/sign_in.html",
        status=refusal.status,
        entered=form.entered,
        errors=errors,
    )
    return telling_when(shown, refusal)


async def _offer(
    db: AsyncSession, request: AnyRequest, settings: Settings, signing: Signing, token: str
) -> SignInOffer | None:
    asked = read_asked(request.headers.get("cookie", ""), settings)
    offer = await resolve_role_link(db, settings, token, asked)
    for resolve in signing.resolvers:
        offer = offer or await resolve(db, settings, token)
    return offer


async def _unknown_link(request: AnyRequest, limits: Limits) -> Response[str]:
    """Who tries many is slowed down, and nobody is locked out: a right link opens all the same."""
    failures = await limits.count(("failed link", origin_of(request)), FAILING)
    await asyncio.sleep(pause_s(failures))
    return html(render("accounts/unknown_link.html", locale=i18n.locale()), 404)


def pause_s(failures: int) -> float:
    """How long an answer waits after so many wrong links within a minute."""
    return min(LONGEST_PAUSE_S, 0.1 * max(0, failures - FREE_FAILURES))


ROUTES = (
    show_sign_in,
    send_links,
    show_sent,
    show_offer,
    accept_offer,
    show_account,
    choose_language,
    close_sign_in,
)
