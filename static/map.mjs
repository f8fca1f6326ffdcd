// Cuts the maps that the chart "map" draws on out of Natural Earth's countries,
// which world-atlas packs: the fifteen states, and those too small to be read
// there once more, larger. Borders stay as Natural Earth draws them, and
// neighbours share every point of theirs.

import { readFileSync } from "node:fs";
import { geoConicEqualArea, geoIdentity, geoPath } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature } from "topojson-client";
import { filter, filterAttachedWeight, planarRingArea, presimplify, simplify } from "topojson-simplify";

// The fifteen, from the numbers of ISO 3166-1, which Natural Earth has, to its
// letters.
const codes = new Map(Object.entries({
  "031": "AZE", "051": "ARM", 112: "BLR", 233: "EST", 268: "GEO", 398: "KAZ", 417: "KGZ", 428: "LVA",
  440: "LTU", 498: "MDA", 643: "RUS", 762: "TJK", 795: "TKM", 804: "UKR", 860: "UZB",
}));

// What is cut. The parallels and the meridian of a projection are those that the
// countries lie about; the width is in units that points are rounded to. A map
// of some countries has a margin around them, and shows what lies there too.
const cuts = {
  states: { countries: [...codes.values()], parallels: [38, 60], meridian: 75, width: 900 },
  europe: { countries: ["BLR", "EST", "LTU", "LVA", "MDA", "UKR"], parallels: [47, 57], meridian: 30, width: 300, margin: [9, 24] },
  caucasus: { countries: ["ARM", "AZE", "GEO"], parallels: [39.5, 42.5], meridian: 45, width: 300, margin: [9, 9] },
};

// Where labels stand better than in the middle of a country, in degrees.
const labels = { UZB: [62.6, 42.6] };

// The region that a frame is. It lies below the others and is the sea.
const frame = "frame";

// The smallest island and the smallest bend of a border that are kept, in square
// units of a map.
const island = 7;
const bend = 4;

/**
 * Returns maps by their names, as GeoJSON: regions named by the codes of the
 * countries, in points of a plane of which y grows upwards.
 */
export function maps() {
  const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8"));
  const geometries = world.objects.countries.geometries
    .filter(({ id }) => codes.has(id))
    .map(({ id, type, arcs }) => ({ type, arcs, properties: { name: codes.get(id) } }));
  const states = { ...world, objects: { states: { type: "GeometryCollection", geometries } } };
  return Object.fromEntries(Object.entries(cuts).map(([name, cut]) => [name, made(states, cut)]));
}

function made(states, { countries, parallels, meridian, width, margin }) {
  // Equal areas: none of the countries looks larger than it is beside another.
  const projection = geoConicEqualArea().parallels(parallels).rotate([-meridian, 0]);
  projection.fitWidth(width, among(feature(states, states.objects.states), countries));
  const planar = presimplify(projected(filter(states), projection));
  const simple = filter(simplify(planar, bend), filterAttachedWeight(planar, island, planarRingArea));
  const drawn = feature(simple, simple.objects.states);
  for (const { properties } of drawn.features) {
    if (labels[properties.name]) properties.cp = up(projection(labels[properties.name]));
  }
  if (!margin) return rounded(drawn);

  const [[left, bottom], [right, top]] = geoPath().bounds(among(drawn, countries));
  const [beside, above] = margin;
  const edges = [[left - beside, bottom - above], [right + beside, top + above]];
  // The line of the frame stays free.
  const [low, high] = edges.map(([x, y], i) => [x + 1 - 2 * i, y + 1 - 2 * i]);
  const { features } = geoProject(drawn, geoIdentity().clipExtent([low, high]));
  return rounded({ ...drawn, features: [box(edges), ...features.filter(({ geometry }) => geometry)] });
}

function among({ features }, countries) {
  return { type: "FeatureCollection", features: features.filter(({ properties }) => countries.includes(properties.name)) };
}

// projected moves the points of a topology. It has each border once, so that
// neighbours keep sharing it.
function projected({ transform, arcs, ...topology }, projection) {
  const [[kx, ky], [dx, dy]] = [transform.scale, transform.translate];
  return {
    ...topology,
    arcs: arcs.map((arc) => {
      let [x, y] = [0, 0];
      return arc.map(([east, north]) => {
        [x, y] = [x + east, y + north];
        return up(projection([x * kx + dx, y * ky + dy]));
      });
    }),
  };
}

// up turns a point of a projection, of which y grows downwards.
const up = ([x, y]) => [x, -y];

// box is a frame, whose name stands above its middle.
function box([[left, bottom], [right, top]]) {
  const ring = [[left, bottom], [left, top], [right, top], [right, bottom], [left, bottom]];
  return {
    type: "Feature",
    properties: { name: frame, cp: [(left + right) / 2, top + 19] },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
}

// rounded moves points to whole units and leaves out what then lies on the same
// one: equal points of a line, and lines around nothing.
function rounded(collection) {
  const line = (points) => points.map((at) => at.map(Math.round)).filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);
  const polygon = (rings) => rings.map(line).filter(({ length }) => length > 3);
  return {
    ...collection,
    features: collection.features.map(({ geometry: { type, coordinates }, properties, ...rest }) => {
      const polygons = (type === "Polygon" ? [coordinates] : coordinates).map(polygon).filter(({ length }) => length > 0);
      const { cp } = properties;
      return { ...rest, properties: { ...properties, cp: cp?.map(Math.round) }, geometry: { type: "MultiPolygon", coordinates: polygons } };
    }),
  };
}
