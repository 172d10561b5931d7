#include "core/synthetic/mesh_files.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/synthetic/token_reader.h"

namespace descry::synthetic {
namespace {

constexpr std::size_t kMaxVertices = 200'000;

bool isDigit(std::string_view text) noexcept {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// A face of 3 or 4 corners "vertex[/texture[/normal]]", counted from 1.
Quad readFace(TokenReader& reader, std::size_t numVertices) {
    Quad face{};
    std::size_t corners = 0;
    for (std::string_view field = reader.field(); !field.empty(); field = reader.field()) {
        if (corners == face.size()) reader.refuse("a face of more than four corners");
        const std::uint32_t corner =
            reader.index(field.substr(0, field.find('/')), numVertices + 1);
        if (corner == 0) reader.refuse("a corner 0: corners count from 1");
        face[corners++] = corner - 1;
    }
    if (corners < 3) reader.refuse("a face of less than three corners");
    if (corners == 3) face[3] = face[2];
    return face;
}

FittingScale readScale(TokenReader& reader, std::size_t numBase) {
    FittingScale scale;
    scale.a = reader.index(reader.field(), numBase);
    scale.b = reader.index(reader.field(), numBase);
    scale.divisor = reader.number();
    if (scale.divisor <= 0) reader.refuse("a scale must be above 0");
    return scale;
}

FittedVertex readFittedVertex(TokenReader& reader, std::string_view first, std::size_t numBase) {
    FittedVertex vertex;
    vertex.base.fill(reader.index(first, numBase));
    vertex.weights = {1, 0, 0};
    const std::string_view second = reader.field();
    if (second.empty()) return vertex;
    vertex.base[1] = reader.index(second, numBase);
    vertex.base[2] = reader.index(reader.field(), numBase);
    for (float& weight : vertex.weights) weight = reader.number();
    vertex.offset = reader.vector();
    return vertex;
}

/// "3 7 - 9 12": numbers and ranges of the lines behind delete_verts.
void readHidden(TokenReader& reader, std::size_t numBase, std::vector<std::uint32_t>& hidden) {
    bool isRange = false;
    for (std::string_view field = reader.field(); !field.empty(); field = reader.field()) {
        if (field == "-") {
            isRange = true;
            continue;
        }
        const std::uint32_t vertex = reader.index(field, numBase);
        if (isRange && hidden.empty()) reader.refuse("a range without a begin");
        const std::uint32_t begin = isRange ? hidden.back() + 1 : vertex;
        for (std::uint32_t v = begin; v <= vertex; ++v) hidden.push_back(v);
        isRange = false;
    }
}

}  // namespace

ObjMesh parseObj(std::string_view text, std::string_view name) {
    ObjMesh mesh;
    std::string group;
    TokenReader reader(text, name);
    while (reader.nextLine()) {
        const std::string_view keyword = reader.field();
        if (keyword == "v") {
            mesh.positions.push_back(reader.vector());
            if (mesh.positions.size() > kMaxVertices) reader.refuse("too many vertices");
        } else if (keyword == "g") {
            group = std::string(reader.field());
        } else if (keyword == "f") {
            mesh.groups[group].push_back(static_cast<std::uint32_t>(mesh.faces.size()));
            mesh.faces.push_back(readFace(reader, mesh.positions.size()));
            if (mesh.faces.size() > kMaxVertices) reader.refuse("too many faces");
        }
    }
    if (mesh.faces.empty()) fail(ErrorCode::CorruptFile, "{}: a mesh without a face", name);
    return mesh;
}

Fitting parseFitting(std::string_view text, std::string_view name, std::size_t numBase) {
    enum class Section { Head, Vertices, Hidden };
    Fitting fitting;
    Section section = Section::Head;
    TokenReader reader(text, name);
    while (reader.nextLine()) {
        const std::string_view first = reader.field();
        if (first.empty() || first.front() == '#') continue;
        if (first == "verts") {
            section = Section::Vertices;
        } else if (first == "delete_verts") {
            section = Section::Hidden;
        } else if (first == "x_scale" || first == "y_scale" || first == "z_scale") {
            fitting.scale.at(static_cast<std::size_t>(first.front() - 'x')) =
                readScale(reader, numBase);
        } else if (section == Section::Vertices && isDigit(first)) {
            fitting.vertices.push_back(readFittedVertex(reader, first, numBase));
            if (fitting.vertices.size() > kMaxVertices) reader.refuse("too many vertices");
        } else if (section == Section::Hidden && isDigit(first)) {
            fitting.hiddenBase.push_back(reader.index(first, numBase));
            readHidden(reader, numBase, fitting.hiddenBase);
        }
    }
    if (fitting.vertices.empty()) fail(ErrorCode::CorruptFile, "{}: nothing is fitted", name);
    return fitting;
}

std::vector<TargetOffset> parseTarget(std::string_view text,
                                      std::string_view name,
                                      std::size_t numBase) {
    std::vector<TargetOffset> offsets;
    TokenReader reader(text, name);
    while (reader.nextLine()) {
        const std::string_view first = reader.field();
        if (first.empty() || first.front() == '#') continue;
        const std::uint32_t vertex = reader.index(first, numBase);
        offsets.push_back({vertex, reader.vector()});
        if (offsets.size() > kMaxVertices) reader.refuse("too many offsets");
    }
    return offsets;
}

}  // namespace descry::synthetic
