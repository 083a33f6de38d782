// The stage's tabs work by :target, and the panels take the focus by themselves; this only tells
// assistive technology which tab is current. The first one is while no panel is the target.

const mark = () => {
  const here = document.getElementById(location.hash.slice(1))?.closest(".panel");
  const isOpened = (link) => {
    const panel = document.querySelector(link.hash);
    return panel === here || (panel.matches(".panel--more") && here?.matches(".panel--more"));
  };
  for (const tabs of document.querySelectorAll(".tabs")) {
    const links = [...tabs.querySelectorAll("a")];
    const current = links.find(isOpened) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
};

addEventListener("hashchange", mark);
mark();
