"""The map: outlines of countries, a bubble for each place, drawn as SVG without tiles or foreign requests."""
