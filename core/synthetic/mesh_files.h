#pragma once
/// The text files of a character pack: meshes (.obj), fittings of clothes to the base mesh
/// (.mhclo), body targets (.target), skeleton (.mhskel), skin weights (.mhw) and motion (.bvh).
/// Thread rule: pure. Errors: CorruptFile with `name` and the line; every index is checked against
/// the count given, every number is finite.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/synthetic/geometry.h"

namespace descry::synthetic {

/// Corners of a face; a triangle repeats its last.
using Quad = std::array<std::uint32_t, 4>;

struct ObjMesh {
    std::vector<Vec3> positions;
    std::vector<Quad> faces;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> groups;  ///< Faces by group.
};

ObjMesh parseObj(std::string_view text, std::string_view name);

/// How a vertex of a garment hangs on the base mesh: a weighted sum of three vertices, plus an
/// offset that is scaled with the body.
struct FittedVertex {
    std::array<std::uint32_t, 3> base{};
    std::array<float, 3> weights{};
    Vec3 offset;
};

/// Along an axis, an offset counts as many units as |a - b| of the base mesh has `divisor`s.
struct FittingScale {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    float divisor = 0;  ///< 0: the axis is not scaled.
};

struct Fitting {
    std::array<FittingScale, 3> scale;
    std::vector<FittedVertex> vertices;
    std::vector<std::uint32_t> hiddenBase;  ///< Base vertices that the garment covers.
};

Fitting parseFitting(std::string_view text, std::string_view name, std::size_t numBase);

struct TargetOffset {
    std::uint32_t vertex = 0;
    Vec3 offset;
};

std::vector<TargetOffset> parseTarget(std::string_view text,
                                      std::string_view name,
                                      std::size_t numBase);

struct BoneFile {
    std::string name;
    int parent = -1;                          ///< Index of a bone before it; -1 for the root.
    std::vector<std::uint32_t> headVertices;  ///< The joint is their mean.
};

/// Bones, parents before children.
std::vector<BoneFile> parseSkeleton(std::string_view text,
                                    std::string_view name,
                                    std::size_t numBase);

struct BoneWeight {
    std::uint32_t vertex = 0;
    float weight = 0;
};

/// Weights by bone name.
std::map<std::string, std::vector<BoneWeight>, std::less<>> parseWeights(std::string_view text,
                                                                         std::string_view name,
                                                                         std::size_t numBase);

/// A motion as where each joint is in each frame, in axes of this module (y up, z front).
struct Motion {
    std::map<std::string, std::size_t, std::less<>> joints;
    std::vector<std::vector<Vec3>> frames;  ///< [frame][joint].
};

Motion parseMotion(std::string_view text, std::string_view name);

}  // namespace descry::synthetic
