// Small charts of a few figures: a line and its words. The words say all that the line does.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 100;
const HEIGHT = 30;

/** A line through figures, the oldest first, on the scale from zero to the largest. */
export function line(label, figures) {
  const svg = shape("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label });
  svg.append(shape("line", { x1: 0, x2: WIDTH, y1: HEIGHT - 1, y2: HEIGHT - 1 }));
  if (figures.length > 1) {
    svg.append(shape("polyline", { points: points(figures) }));
  }
  return svg;
}

function points(figures) {
  const largest = Math.max(...figures, 1);
  const step = WIDTH / (figures.length - 1);
  return figures.map((figure, index) => `${(index * step).toFixed(1)},${(HEIGHT - 2 - (figure / largest) * (HEIGHT - 4)).toFixed(1)}`).join(" ");
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, String(value)));
  return element;
}
