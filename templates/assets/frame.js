/* What the frame does more with a script: light and dark, the drawer of a narrow screen, and where in the page the reader is.
   It stands in place of the theme's own script, which took two thirds of a telephone's work at the start of a long page for
   what no page here uses. Everything works without it but the choice of light or dark, which the system then makes. */
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const HEADER = 64; // pixels that the header covers, and a little more
  const EDGE = 40; // pixels that an entry of a list needs to be read

  // --- light and dark: a kept choice stays, without one the system's changes are followed ------------------------
  const schemes = [...document.querySelectorAll("[data-md-component=palette] input")];
  const PARTS = ["media", "scheme", "primary", "accent"];

  function kept() {
    try { return __md_get("__palette"); } catch { return null; } // a browser that keeps nothing
  }

  function wear(index) {
    schemes.forEach((input, at) => {
      input.checked = at === index;
      input.nextElementSibling.hidden = at !== index;
    });
    const color = Object.fromEntries(PARTS.map((part) => [part, schemes[index].getAttribute(`data-md-color-${part}`)]));
    for (const part of PARTS.slice(1)) document.body.setAttribute(`data-md-color-${part}`, color[part]);
    return { index, color };
  }

  function ofSystem() {
    return Math.max(0, schemes.findIndex((input) => matchMedia(input.dataset.mdColorMedia).matches));
  }

  if (schemes.length) {
    const before = kept();
    wear(before && before.index in schemes ? before.index : ofSystem());
    const form = schemes[0].form;
    form.addEventListener("change", (event) => __md_set("__palette", wear(schemes.indexOf(event.target))));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      const next = schemes[(schemes.findIndex((input) => input.checked) + 1) % schemes.length];
      next.click();
      next.focus();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!kept()) wear(ofSystem()); });
  }

  // --- the drawer: its label becomes a button, which the keyboard reaches too ---------------------------------------
  const drawer = one("#__drawer");
  const label = one(".md-header label[for=__drawer]");
  if (drawer && label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} mb-drawer`;
    button.setAttribute("aria-label", "打开导航");
    button.append(...label.childNodes);
    label.replaceWith(button);
    const turn = (open) => {
      drawer.checked = open;
      button.setAttribute("aria-expanded", String(open));
    };
    turn(drawer.checked);
    button.addEventListener("click", () => { turn(true); one(".md-nav--primary a").focus({ preventScroll: true }); });
    drawer.addEventListener("change", () => turn(drawer.checked)); // a tap beside it closes it
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drawer.checked) { turn(false); button.focus(); }
      if (event.key === "Enter" && event.target.matches("label[tabindex]")) event.target.click();
    });
    one(".md-sidebar--primary").addEventListener("click", (event) => { if (event.target.closest("a")) turn(false); });
  }

  // --- where the reader is: the title in the header, the place in the list of contents ---------------------------------
  const heading = one(".md-content h1");
  const title = one(".md-header__title");
  if (heading && title) {
    new IntersectionObserver(([seen]) => {
      title.classList.toggle("md-header__title--active", !seen.isIntersecting && seen.boundingClientRect.top < HEADER);
    }, { rootMargin: `-${HEADER}px 0px 0px 0px` }).observe(heading);
  }

  const contents = [...document.querySelectorAll(".md-nav--secondary a[href^='#']")]
    .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, target]) => target);
  const list = contents.length && one(".md-sidebar--secondary .md-sidebar__scrollwrap");
  let asked = false;
  let shown = null;

  function follow() {
    asked = false;
    if (!list.offsetParent) return; // a screen without room for the list
    const reached = parseFloat(getComputedStyle(contents[0][1]).scrollMarginTop) + 8; // where a link leads to, and a little more
    const passed = contents.filter(([, target]) => target.getBoundingClientRect().top <= reached);
    const now = passed.length ? passed.at(-1)[0] : null;
    if (now === shown) return;
    shown = now;
    contents.forEach(([link], at) => {
      link.classList.toggle("md-nav__link--passed", at < passed.length - 1);
      link.classList.toggle("md-nav__link--active", link === now);
    });
    const top = now && now !== contents[0][0] ? now.offsetTop : 0; // the list's own heading stays over its first lines
    if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - EDGE) list.scrollTop = top && top - list.clientHeight / 2;
  }

  if (list) {
    const ask = () => { if (!asked) { asked = true; requestAnimationFrame(follow); } };
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask, { passive: true });
    ask();
  }
})();
