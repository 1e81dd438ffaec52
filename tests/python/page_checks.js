// What is wrong with the visible part of the page: called with the name of a check.
const width = document.documentElement.clientWidth;
// What is clipped away is there for those who listen to the page.
const clipped = (element) => element && (getComputedStyle(element).clipPath !== 'none'
  || clipped(element.parentElement));
const shown = (element) => element.checkVisibility() && !clipped(element);

// The places of texts that are shown, with the text.
function texts() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, data } = walker.currentNode;
    if (!data.trim() || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const place of range.getClientRects()) {
      if (place.width > 1) found.push({ element, place, text: data.trim() });
    }
  }
  return found;
}

const checks = {
  wider() {
    const wide = [...document.querySelectorAll('body *')].filter(shown)
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
    return document.documentElement.scrollWidth > width ? ['page', ...wide] : wide;
  },

  // Letters have room above and below them in their line: two pixels into each other are none.
  overlapping() {
    const all = texts().sort((one, other) => one.place.top - other.place.top);
    const found = [];
    all.forEach((one, index) => {
      for (let next = index + 1; next < all.length; next += 1) {
        const other = all[next];
        if (other.place.top > one.place.bottom - 4) break;
        if (Math.min(one.place.right, other.place.right) - Math.max(one.place.left, other.place.left) > 2) {
          found.push(`${one.text} / ${other.text}`);
        }
      }
    });
    return found;
  },

  // WCAG 2.2, 1.4.3: text is at least 4.5 times as light or dark as what is behind it.
  pale() {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const light = (colour) => {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const root = getComputedStyle(document.documentElement);
    const behind = (element) => {
      // On a bar of a chart: what is behind is drawn, not styled.
      if (element.getAttribute('fill') === 'var(--on-line)') return root.getPropertyValue('--line');
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (!/, 0\)$|transparent/.test(colour)) return colour;
      }
      return 'white';
    };
    const found = new Set();
    for (const { element, text } of texts()) {
      const style = getComputedStyle(element);
      const both = [element.closest('svg') ? style.fill : style.color, behind(element)].map(light);
      const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
      if (contrast < 4.5) found.add(`${text.slice(0, 30)}: ${contrast.toFixed(2)}`);
    }
    return [...found];
  },

  cut() {
    return [...document.querySelectorAll('svg text')].filter(shown).filter((text) => {
      const [own, chart] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
      return own.left < chart.left - 1 || own.right > chart.right + 1 || own.bottom > chart.bottom + 1;
    }).map((text) => text.textContent);
  },
};
return checks[arguments[0]]();
