// What nobody could read: text that is cut off, text that lies on other text, and what stands beyond the window.
() => {
  const found = [];
  const say = (element) => {
    const text = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60);
    const of = element.className && typeof element.className === "string" ? "." + element.className.split(" ")[0] : "";
    return `<${element.tagName.toLowerCase()}${of}> "${text}"`;
  };
  const isShown = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.visibility === "hidden" || style.opacity === "0" || style.display === "none") return false;
      // For screen readers only.
      if (style.clipPath !== "none" || (style.clip !== "auto" && style.position === "absolute") || (style.position === "absolute" && at.offsetWidth <= 1 && at.offsetHeight <= 1)) return false;
      if (at.tagName === "DETAILS" && !at.open && element !== at && !element.closest("summary")) return false;
      if (at.getAttribute("aria-hidden") === "true" && at.tagName.toLowerCase() === "svg") return false;
    }
    return true;
  };
  // What scrolls in itself may be wider than it shows, and hides what is scrolled away.
  const visiblePart = (element, rect) => {
    let part = { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
    let isFixed = false;
    for (let at = element; at && !isFixed; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        const box = at.getBoundingClientRect();
        part = { left: Math.max(part.left, box.left), top: Math.max(part.top, box.top), right: Math.min(part.right, box.right), bottom: Math.min(part.bottom, box.bottom) };
      }
      isFixed = style.position === "fixed" || style.position === "sticky";
    }
    return { ...part, isFixed };
  };
  const scrollsItself = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if ((style.overflowX === "auto" || style.overflowX === "scroll") && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  };

  // An ellipsis says that there is more, and a title tells it.
  const endsWithDots = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).textOverflow === "ellipsis" && at.closest("[title]")) return true;
    }
    return false;
  };

  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element || ["SCRIPT", "STYLE", "OPTION", "TEXTAREA", "NOSCRIPT"].includes(element.tagName) || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.height < 2) continue;
      const part = visiblePart(element, rect);
      if (part.right - part.left < 1 || part.bottom - part.top < 1) continue;
      if (rect.right - part.right > 2 && !scrollsItself(element) && !endsWithDots(element)) found.push(`cut off: ${say(element)}`);
      // A line's box is taller than its letters.
      const letters = (part.bottom - part.top) * 0.22;
      pieces.push({ element, ...part, top: part.top + letters, bottom: part.bottom - letters });
      if (part.right > document.documentElement.clientWidth + 1 && !scrollsItself(element)) found.push(`beyond the window: ${say(element)}`);
    }
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const cutsX = (style.overflowX === "hidden" || style.overflowX === "clip") && at.scrollWidth > at.clientWidth + 1;
      const cutsY = (style.overflowY === "hidden" || style.overflowY === "clip") && at.scrollHeight > at.clientHeight + 2;
      // An ellipsis says that there is more, and where the whole stands is a matter of its title or name.
      const says = style.textOverflow === "ellipsis" && (at.title || at.getAttribute("aria-label") || at.closest("[title]"));
      if ((cutsX || cutsY) && at.clientWidth > 1 && !says && at === element) found.push(`cut off: ${say(at)}`);
    }
  }
  pieces.sort((a, b) => a.top - b.top);
  for (let i = 0; i < pieces.length; i++) {
    const a = pieces[i];
    for (let j = i + 1; j < pieces.length && pieces[j].top < a.bottom - 2; j++) {
      const b = pieces[j];
      if (a.element === b.element || a.isFixed !== b.isFixed || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > 3 && height > 4) found.push(`on each other: ${say(a.element)} and ${say(b.element)}`);
    }
  }
  const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (beyond > 0) found.push(`the page is ${beyond} px wider than the window`);
  return [...new Set(found)].slice(0, 12);
}
