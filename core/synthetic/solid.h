#pragma once
/// Surfaces ready to be drawn and the small solids made by formula: bags, straps, brims, hoods,
/// scarves. Thread rule: values; functions are pure. Failure rule: never fails.

#include <span>
#include <vector>

#include "core/synthetic/attributes.h"
#include "core/synthetic/colour.h"
#include "core/synthetic/mesh_files.h"
#include "core/synthetic/person.h"

namespace descry::synthetic {

/// How a surface looks.
struct Material {
    Rgb colour;  ///< sRGB.
    Rgb second;  ///< Of the pattern, sRGB.
    Pattern pattern = Pattern::Plain;
    float period = 1.2F;      ///< Of the pattern, dm.
    float mottle = 0.06F;     ///< How much the brightness varies over the cloth.
    float folds = 0;          ///< How much folds turn the normal, 0 .. 0.5.
    float shine = 0;          ///< 0 dull .. 1.
    float soleHeight = -100;  ///< Below this height at rest the second colour shows.
    float fade = 0;           ///< Worn, lighter thighs as of jeans, 0 .. 1.
    bool isStranded = false;  ///< Hair: fine vertical streaks.
};

/// A surface in its pose.
struct Surface {
    Label label = Label::Background;
    Material material;
    float layer = 0;           ///< How far it wins over what lies under it, dm.
    std::vector<Vec3> places;  ///< In the pose.
    std::vector<Vec3> rest;    ///< Where patterns are looked up.
    std::vector<Rgb> tints;    ///< Factor of the colour per vertex; empty: none.
    std::vector<Quad> faces;
};

struct Mesh {
    std::vector<Vec3> places;
    std::vector<Quad> faces;
};

/// A box with round edges about the origin; `size` is width, height, depth.
Mesh roundedBox(Vec3 size);
Mesh ellipsoid(Vec3 centre, Vec3 radii);
/// A band of `width` along points, its broad side turned to `facing[i]`.
Mesh band(std::span<const Vec3> points, std::span<const Vec3> facing, float width);
/// A ring about the y axis through `centre`.
Mesh ring(Vec3 centre, float radiusX, float radiusZ, float thickness);
/// The brim of a cap: half an ellipse in front of `root`.
Mesh brim(Vec3 root, float halfWidth, float length);

void append(Mesh& mesh, const Mesh& other);
void shift(Mesh& mesh, Vec3 by);

}  // namespace descry::synthetic
