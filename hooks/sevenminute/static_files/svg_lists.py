"""What a drawing may hold: elements, attributes and functions of styles. All else is left out or refused."""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    # parts and words
    "svg g defs symbol use switch style title desc "
    # shapes and texts
    "path rect circle ellipse line polyline polygon text tspan textPath "
    # what shapes are filled, cut and ended with
    "linearGradient radialGradient stop pattern clipPath mask marker "
    # shadows and the like; feImage loads
    "filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap "
    "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology "
    "feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
LEFT_OUT_ELEMENTS = frozenset({"metadata"})
REFUSED_NAMESPACES = frozenset(
    {
        "",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/2001/XInclude",
        "http://www.w3.org/1999/XSL/Transform",
        "http://www.w3.org/2001/xml-events",
    }
)
"""Of elements that browsers or readers of XML act upon; those of others are notes of drawing programs, and left out."""

STYLED_ATTRIBUTES = _words(
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters "
    "color-profile color-rendering cursor direction display dominant-baseline fill fill-opacity fill-rule filter flood-color "
    "flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style "
    "font-variant font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical "
    "gradientTransform image-rendering isolation kerning letter-spacing lighting-color line-height marker marker-end "
    "marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order patternTransform pointer-events "
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity stroke-width style text-align text-anchor text-decoration text-overflow "
    "text-rendering transform transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing "
    "writing-mode"
)
"""Attributes whose values are read as styles are."""
ATTRIBUTES = _words(
    # of every element
    "id class lang role version "
    # geometry
    "cx cy d dx dy fx fy fr height path pathLength points preserveAspectRatio r rotate rx ry viewBox width x x1 x2 y y1 y2 "
    # texts
    "lengthAdjust method side spacing startOffset textLength "
    # gradients, patterns, cuts, ends
    "clipPathUnits gradientUnits markerHeight markerUnits markerWidth maskContentUnits maskUnits offset orient "
    "patternContentUnits patternUnits primitiveUnits refX refY spreadMethod "
    # filters
    "amplitude azimuth baseFrequency bias diffuseConstant divisor edgeMode elevation exponent filterRes filterUnits in in2 "
    "intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength limitingConeAngle mode numOctaves operator order pointsAtX "
    "pointsAtY pointsAtZ preserveAlpha radius result scale seed slope specularConstant specularExponent stdDeviation "
    "stitchTiles surfaceScale tableValues targetX targetY type values xChannelSelector yChannelSelector z "
    # which part of a switch is shown; style elements
    "media requiredExtensions requiredFeatures systemLanguage"
)
LEFT_OUT_ATTRIBUTES = _words(
    "agent author baseProfile content contentScriptType contentStyleType enable-background etag external focusable host "
    "modified tabindex zoomAndPan"
)
"""Notes of drawing programs, and what nobody sees; so is whatever begins with `data-`."""

FUNCTIONS = _words(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp "
    "matrix matrix3d translate translatex translatey scale scalex scaley rotate skew skewx skewy "
    "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia "
    "circle ellipse inset polygon"
)
"""Functions of styles, in small letters; none of them loads."""
