// Keeps the children of every [data-ranked] in order of their data-rank, highest first, ties by
// the number in their id. Nothing jumps under a finger: while pointer, keyboard focus or a recent
// touch is in a list, it waits. Rows glide to their places from where they are seen, also when one
// of them grows, unless less motion is wished.

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

// Where the rows stood in their list when last painted: looked at once a frame, when all is laid out.
// The browser scrolls along with what grows above the sight, which no event has told of by then.
const places = new WeakMap();
let scrolled = scrollY;
addEventListener("scroll", () => {
  scrolled = scrollY;
});

// How far from its place a row is seen that is still on its way there.
const ahead = (row) => parseFloat(getComputedStyle(row).translate.split(" ")[1]) || 0;

const glide = (row) => {
  const from = places.get(row);
  const to = row.offsetTop - row.parentElement.offsetTop;
  places.set(row, to);
  const by = from - to + (from === to ? 0 : scrollY - scrolled);
  if (!by || lessMotion.matches) return;
  const way = [`0 ${by + ahead(row)}px`, "0 0"];
  row.animate({ translate: way }, { duration: CALM_MS, easing: "ease-out" });
};

const sized = new ResizeObserver((entries) => {
  for (const { target } of entries) [...target.children].forEach(glide);
});

// Once more, also if only the order has changed.
const look = (list) => {
  sized.unobserve(list);
  sized.observe(list);
};

const settle = (list) => {
  look(list);
  const rows = [...list.children];
  const ranked = rows.toSorted((a, b) => rank(b) - rank(a) || number(a) - number(b));
  if (rows.every((row, place) => row === ranked[place]) || isBusy(list)) return;
  list.append(...ranked);
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
