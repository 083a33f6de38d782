// The agenda as time passes: the line of the present, sessions that begin and end, and the list
// itself when the programme has changed: #agenda-now is pushed, and its data-version then differs
// from the list's. Without it the page is right as of when it was fetched.

import { onRendered } from "./rendered.js";

const EVERY_MS = 20_000;
const SPREAD_MS = 5_000;
// Days before months, as the server writes English, too.
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const iso = new Intl.DateTimeFormat("sv", { year: "numeric", month: "2-digit", day: "2-digit" });

const startOf = (slot) => new Date(slot.querySelector("time").dateTime);

// Only between two slots of one day, where the server would put it, too.
const moveLine = (now) => {
  const line = document.querySelector(".now");
  if (!line) return;
  const slots = [...document.querySelectorAll(".slot")];
  const next = slots.findIndex((slot) => startOf(slot) > now);
  const isWithin = next > 0 && slots[next - 1].dataset.day === slots[next].dataset.day;
  line.hidden = !isWithin;
  if (isWithin && slots[next].previousElementSibling !== line) slots[next].before(line);
  line.querySelector(".now__clock").textContent = clock.format(now);
};

const setPhases = (now) => {
  for (const session of document.querySelectorAll("article[data-from]")) {
    const isOver = new Date(session.dataset.until) <= now;
    const isOn = !isOver && new Date(session.dataset.from) <= now;
    session.classList.toggle("session--past", isOver);
    session.classList.toggle("session--live", isOn);
    session.querySelector(".tag--live").hidden = !isOn;
  }
};

// What begins after midnight names its weekday; elsewhere it may be of its heading's date again.
const nameDay = (name) => {
  const slot = name.closest(".slot");
  const isThatDay = iso.format(startOf(slot)) === slot.dataset.day;
  if (name.hidden !== isThatDay) name.hidden = isThatDay;
};

const refresh = () => {
  const now = new Date();
  moveLine(now);
  setPhases(now);
};

const follow = () => {
  const list = document.getElementById("agenda-days");
  const version = document.getElementById("agenda-now").dataset.version;
  if (list.dataset.version === version || list.dataset.fetching === version) return;
  list.dataset.fetching = version;
  const fetchList = async () => {
    const url = document.querySelector("[data-days]").dataset.days;
    await htmx.ajax("GET", url, { target: "#agenda-days", swap: "outerMorph" });
    delete list.dataset.fetching;
    refresh();
  };
  setTimeout(fetchList, Math.random() * SPREAD_MS);
};

new MutationObserver(follow).observe(document.querySelector(".agenda"), {
  subtree: true,
  childList: true,
  attributeFilter: ["data-version"],
});
onRendered(".slot__day", nameDay, ["hidden"]);
refresh();
setInterval(refresh, EVERY_MS);
