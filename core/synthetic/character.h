#pragma once
/// The parts that people are made of, read from a character pack: base mesh, skeleton, skin
/// weights, body targets, a walk, and shapes (clothes, shoes, hats, hair) that are fitted to the
/// base mesh. Thread rule: immutable once loaded, any thread. Errors: NotFound, CorruptFile, naming
/// the file.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/synthetic/mesh_files.h"
#include "core/synthetic/pack_files.h"

namespace descry::synthetic {

/// The strongest four bones of a vertex; weights sum to 1.
struct SkinWeights {
    std::array<std::uint16_t, 4> bones{};
    std::array<float, 4> weights{};
};

/// A mesh that hangs on the base mesh and follows any body and pose.
struct Shape {
    std::vector<Quad> faces;
    std::vector<FittedVertex> fitting;
    std::array<FittingScale, 3> scale;
    std::vector<SkinWeights> skin;
    std::vector<Vec3> neutral;              ///< Where its vertices lie on the unchanged base mesh.
    std::vector<std::uint32_t> hiddenBase;  ///< Base vertices that it covers.
    float outward = 0;                      ///< Pushed out along its normals when fitted, dm.
};

struct Character {
    std::vector<Vec3> basePositions;
    ObjMesh base;
    std::vector<BoneFile> bones;
    std::vector<SkinWeights> baseSkin;
    std::map<std::string, std::vector<TargetOffset>, std::less<>> targets;
    Motion walk;
    std::map<std::string, Shape, std::less<>> shapes;  ///< By file name, "male_casualsuit01".

    /// Index of a bone; NotFound if the skeleton lacks it.
    std::uint16_t bone(std::string_view name) const;
    const Shape& shape(std::string_view name) const;
};

Character loadCharacter(const PackFiles& files);

/// Skin weights of vertices that hang on base vertices.
std::vector<SkinWeights> inheritSkin(const std::vector<FittedVertex>& fitting,
                                     const std::vector<SkinWeights>& baseSkin);

/// Places of fitted vertices on a body given by its base vertices.
std::vector<Vec3> fitVertices(const std::vector<FittedVertex>& fitting,
                              const std::array<FittingScale, 3>& scale,
                              const std::vector<Vec3>& base);

/// Places of a shape's vertices on a body, pushed out.
std::vector<Vec3> fitShape(const Shape& shape, const std::vector<Vec3>& base);

/// Normals of vertices, of length 1.
std::vector<Vec3> vertexNormals(const std::vector<Quad>& faces, const std::vector<Vec3>& places);

/// A shape of faces of the base mesh itself.
Shape shapeOfBase(const Character& character, const std::vector<std::uint32_t>& faces);

/// The shape with only the faces for which `keeps[face]`; unused vertices are dropped.
Shape keepFaces(const Shape& shape, const std::vector<bool>& keeps);

/// Which connected part each face belongs to; parts are numbered by falling size.
std::vector<std::uint32_t> connectedParts(const std::vector<Quad>& faces, std::size_t numVertices);

}  // namespace descry::synthetic
