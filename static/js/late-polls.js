// Nothing jumps under a finger: a poll that opens above something that is being read waits behind
// [data-late-polls], and when one closes its place is kept until somebody clicks or types elsewhere,
// or looks away. On a page that has just come, and without this module, all polls are shown.

import { onRendered } from "./rendered.js";

const CAUSED_MS = 500;
const panel = document.getElementById("polls-panel");
const place = panel.querySelector(".polls__place");
const show = panel.querySelector("[data-late-polls]");
// As the style sheets have it: the questions stand below.
const isWide = matchMedia("(width >= 62rem)");
const shown = new Set();
let caused = 0;
let isLoading = true;

const isInTheWay = (poll) => isWide.matches || place.querySelector(`.poll:not(#${poll.id})`);

const fold = (poll) => {
  if (isLoading || !panel.checkVisibility() || !isInTheWay(poll)) shown.add(poll.id);
  const isLate = !shown.has(poll.id);
  if (poll.classList.contains("poll--late") !== isLate) poll.classList.toggle("poll--late", isLate);
};

const offer = () => {
  const isNone = !place.querySelector(".poll--late");
  if (show.hidden !== isNone) show.hidden = isNone;
};

show.addEventListener("click", () => {
  const [first] = place.querySelectorAll(".poll--late");
  for (const poll of place.querySelectorAll(".poll--late")) shown.add(poll.id);
  place.querySelectorAll(".poll").forEach(fold);
  offer();
  first?.querySelector("input")?.focus();
});

let height = 0;
new ResizeObserver(() => {
  const polls = place.firstElementChild.offsetHeight;
  const isTheirs = Date.now() - caused < CAUSED_MS;
  if (polls < height && !isTheirs) place.style.minBlockSize = `${Math.max(height, place.offsetHeight)}px`;
  height = polls;
}).observe(place.firstElementChild);

const release = () => {
  place.style.minBlockSize = "";
};

for (const name of ["click", "keydown"]) {
  document.addEventListener(name, ({ target }) => {
    caused = Date.now();
    if (!target.closest?.("#questions, #polls-panel")) release();
  });
}
document.addEventListener("visibilitychange", release);

onRendered(".polls__place .poll", fold, ["class"]);
new MutationObserver(offer).observe(place, { subtree: true, childList: true, attributeFilter: ["class"] });
isLoading = false;
