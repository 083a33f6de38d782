"""Rows that change places glide there, and never jump."""

import pytest

from tests.browser.site import Site
from tests.browser.staging import staged
from tests.browser.steps import a_live_question, connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_rows_that_are_moved_while_they_glide_go_on_from_where_they_are(site: Site) -> None:
    stage = await staged(site)
    for text in ("First", "Second", "Third"):
        await a_live_question(site, stage, text, stage.anna.person_id)
    async with site.window(stage.sabine) as page:
        await page.emulate_media(reduced_motion="no-preference")
        await page.goto(stage.path)
        await connected(page)

        at_first, halfway, sent_on, at_last = await page.evaluate(MOVED_TWICE)

    assert [in_order(tops) for tops in (at_first, at_last)] == [[1, 2, 3], [2, 3, 1]]
    assert halfway != pytest.approx(at_first, abs=1)
    assert sent_on == pytest.approx(halfway, abs=1)


def in_order(tops: dict[str, float]) -> list[int]:
    return [int(row.removeprefix("question-")) for row in sorted(tops, key=tops.__getitem__)]


# Where the rows are seen: as they stand, halfway to their next places, as they are sent from there
# to others, and as they have come to those.
MOVED_TWICE = """async () => {
  const rows = [...document.querySelector("#questions").children];
  const glides = () => rows.flatMap((row) => row.getAnimations());
  const seen = () => Object.fromEntries(
    rows.map((row) => [row.id, row.getBoundingClientRect().top]));
  const painted = async () => { for (const _ of "12") await new Promise(requestAnimationFrame); };
  const upwards = async (row, rank, ms) => {
    row.dataset.rank = rank;
    await painted();
    for (const glide of glides()) { glide.pause(); glide.currentTime = ms; }
    return seen(); };
  const tops = [seen(), await upwards(rows[2], 2e9, 160), await upwards(rows[1], 3e9, 0)];
  for (const glide of glides()) glide.finish();
  return [...tops, seen()]; }"""
