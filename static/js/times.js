// Times in the viewer's zone and the page's language; without this they stand in the event's zone.
//   <time datetime="2026-09-17T07:30:00Z" data-time="clock">09:30</time>
//     data-time: clock, day, date, day-clock or full. A clock on another date gets its weekday.
//     Where it differs, what the server wrote stays as the tooltip.
//   <p data-zone="Europe/Berlin" data-here="Times in {zone}, where you are.">Times in Berlin.</p>
//     names the event's zone, once a page; data-here replaces the text for viewers elsewhere.

import { onRendered } from "./rendered.js";

// Days before months, as the server writes English, too.
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const eventZone = document.querySelector("[data-zone]")?.dataset.zone;
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const format = (style, timeZone) => new Intl.DateTimeFormat(language, { ...style, timeZone });
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const date = { day: "numeric", month: "long" };
const formats = {
  clock: format(clock),
  day: format({ ...date, weekday: "long" }),
  date: format({ ...date, year: "numeric" }),
  "day-clock": format({ ...clock, weekday: "long" }),
  full: format({ ...clock, ...date, weekday: "long", year: "numeric" }),
};
const clockElsewhere = format({ ...clock, weekday: "short" });
const dayHere = format({ dateStyle: "short" });
const dayThere = format({ dateStyle: "short" }, eventZone);
const written = new WeakMap();

const words = (instant, style) => {
  const isSameDay = dayHere.format(instant) === dayThere.format(instant);
  return (style === "clock" && !isSameDay ? clockElsewhere : formats[style]).format(instant);
};

const localise = (element) => {
  const instant = new Date(element.dateTime);
  if (!formats[element.dataset.time] || Number.isNaN(instant.getTime())) return;
  const local = words(instant, element.dataset.time);
  const shown = element.textContent.trim();
  if (shown === local) return;
  if (shown !== written.get(element)) element.title = eventZone ? `${shown} (${eventZone})` : shown;
  written.set(element, local);
  element.textContent = local;
};

const nameZone = (element) => {
  if (!element.dataset.here || !ownZone || ownZone === element.dataset.zone) return;
  const sentence = element.dataset.here.replace("{zone}", ownZone.replaceAll("_", " "));
  if (element.textContent !== sentence) element.textContent = sentence;
};

onRendered("[data-zone]", nameZone);
onRendered("time[data-time]", localise, ["datetime"]);
