// Cutting shapes into smaller ones: the lower half of character.h.

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/synthetic/character.h"

namespace descry::synthetic {
namespace {

constexpr std::uint32_t kUnused = std::numeric_limits<std::uint32_t>::max();

std::uint32_t rootOf(std::vector<std::uint32_t>& parents, std::uint32_t vertex) {
    while (parents[vertex] != vertex) {
        parents[vertex] = parents[parents[vertex]];
        vertex = parents[vertex];
    }
    return vertex;
}

}  // namespace

Shape keepFaces(const Shape& shape, const std::vector<bool>& keeps) {
    Shape kept;
    kept.scale = shape.scale;
    kept.hiddenBase = shape.hiddenBase;
    kept.outward = shape.outward;
    std::vector<std::uint32_t> renamed(shape.fitting.size(), kUnused);
    for (std::size_t i = 0; i < shape.faces.size(); ++i) {
        if (!keeps[i]) continue;
        Quad face = shape.faces[i];
        for (std::uint32_t& corner : face) {
            if (renamed[corner] == kUnused) {
                renamed[corner] = static_cast<std::uint32_t>(kept.fitting.size());
                kept.fitting.push_back(shape.fitting[corner]);
                kept.skin.push_back(shape.skin[corner]);
                kept.neutral.push_back(shape.neutral[corner]);
            }
            corner = renamed[corner];
        }
        kept.faces.push_back(face);
    }
    return kept;
}

std::vector<std::uint32_t> connectedParts(const std::vector<Quad>& faces, std::size_t numVertices) {
    std::vector<std::uint32_t> parents(numVertices);
    std::iota(parents.begin(), parents.end(), 0U);
    for (const Quad& face : faces) {
        for (const std::uint32_t corner : face) {
            parents[rootOf(parents, corner)] = rootOf(parents, face[0]);
        }
    }
    std::vector<std::uint32_t> sizes(numVertices, 0);
    std::vector<std::uint32_t> roots;
    for (const Quad& face : faces) {
        const std::uint32_t root = rootOf(parents, face[0]);
        if (sizes[root]++ == 0) roots.push_back(root);
    }
    // Equal sizes keep the order in which the file names them.
    std::stable_sort(
        roots.begin(), roots.end(), [&](auto a, auto b) { return sizes[a] > sizes[b]; });
    std::vector<std::uint32_t> rank(numVertices, 0);
    for (std::size_t i = 0; i < roots.size(); ++i) rank[roots[i]] = static_cast<std::uint32_t>(i);
    std::vector<std::uint32_t> parts;
    parts.reserve(faces.size());
    for (const Quad& face : faces) parts.push_back(rank[rootOf(parents, face[0])]);
    return parts;
}

std::vector<Vec3> vertexNormals(const std::vector<Quad>& faces, const std::vector<Vec3>& places) {
    std::vector<Vec3> normals(places.size());
    for (const Quad& face : faces) {
        const Vec3 normal =
            cross(places[face[2]] - places[face[0]], places[face[3]] - places[face[1]]);
        for (const std::uint32_t corner : face) normals[corner] += normal;
    }
    for (Vec3& normal : normals) normal = normalised(normal);
    return normals;
}

std::vector<Vec3> fitShape(const Shape& shape, const std::vector<Vec3>& base) {
    std::vector<Vec3> places = fitVertices(shape.fitting, shape.scale, base);
    if (shape.outward == 0) return places;
    const std::vector<Vec3> normals = vertexNormals(shape.faces, places);
    for (std::size_t i = 0; i < places.size(); ++i) places[i] += normals[i] * shape.outward;
    return places;
}

Shape shapeOfBase(const Character& character, const std::vector<std::uint32_t>& faces) {
    Shape whole;
    whole.skin = character.baseSkin;
    whole.neutral = character.basePositions;
    for (std::uint32_t v = 0; v < character.basePositions.size(); ++v) {
        whole.fitting.push_back({{v, v, v}, {1, 0, 0}, {}});
    }
    whole.faces = character.base.faces;
    std::vector<bool> keeps(whole.faces.size(), false);
    for (const std::uint32_t face : faces) keeps[face] = true;
    return keepFaces(whole, keeps);
}

}  // namespace descry::synthetic
