// The stage's tabs work by :target; this only tells assistive technology which one is current.
// The first tab is current while none is the target.

const mark = () => {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const links = [...tabs.querySelectorAll("a")];
    const here = links.find((link) => link.hash === location.hash) ?? links[0];
    for (const link of links) {
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
};

addEventListener("hashchange", mark);
mark();
