// Keeps the children of every [data-ranked] in order of their data-rank, highest first, ties by
// the number in their id. Nothing jumps under a finger: while pointer, keyboard focus or a recent
// touch is in a list, it waits. Rows glide to their places, unless less motion is wished.

import { onRendered } from "./rendered.js";

const CALM_MS = 320;
const AFTER_TOUCH_MS = 4000;
const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
const canHover = matchMedia("(hover: hover)");
const touched = new WeakMap();

const rank = (row) => Number(row.dataset.rank);
const number = (row) => Number(row.id.match(/\d+$/)?.[0] ?? 0);
const listOf = (event) => event.target.closest?.("[data-ranked]");

// A touch leaves :hover behind, and a click the focus: only what stays counts.
const isBusy = (list) =>
  (canHover.matches && list.matches(":hover")) ||
  list.querySelector(":focus-visible") ||
  Date.now() - (touched.get(list) ?? 0) < AFTER_TOUCH_MS;

const glide = (row, from) => {
  const by = from - row.getBoundingClientRect().top;
  if (by) row.animate({ translate: [`0 ${by}px`, "0 0"] }, { duration: CALM_MS, easing: "ease-out" });
};

const settle = (list) => {
  const rows = [...list.children];
  const ranked = rows.toSorted((a, b) => rank(b) - rank(a) || number(a) - number(b));
  if (rows.every((row, place) => row === ranked[place]) || isBusy(list)) return;
  const tops = new Map(rows.map((row) => [row, row.getBoundingClientRect().top]));
  list.append(...ranked);
  if (!lessMotion.matches) rows.forEach((row) => glide(row, tops.get(row)));
};

const settleLater = (event, delay = 0) => {
  const list = listOf(event);
  if (list) setTimeout(settle, delay, list);
};

onRendered("[data-ranked]", settle);
onRendered("[data-ranked] > [data-rank]", (row) => settle(row.parentElement), ["data-rank"]);
document.addEventListener("focusout", settleLater);
document.addEventListener("pointerout", settleLater);
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "mouse" || !listOf(event)) return;
  touched.set(listOf(event), Date.now());
  settleLater(event, AFTER_TOUCH_MS);
});
