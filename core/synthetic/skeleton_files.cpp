// The JSON files of skeleton and skin weights: the other half of mesh_files.h.

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/synthetic/mesh_files.h"

namespace descry::synthetic {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBones = 1000;

const Json& member(const Json& object, std::string_view key, std::string_view name) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end()) {
        fail(ErrorCode::CorruptFile, "{}: no \"{}\" where one is needed", name, key);
    }
    return *found;
}

std::uint32_t vertexIndex(const Json& value, std::string_view name, std::size_t numBase) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= numBase) {
        fail(ErrorCode::CorruptFile, "{}: a vertex outside the base mesh", name);
    }
    return value.get<std::uint32_t>();
}

std::vector<std::uint32_t> jointVertices(const Json& joints,
                                         const Json& bone,
                                         std::string_view name,
                                         std::size_t numBase) {
    const Json& head = member(bone, "head", name);
    if (!head.is_string()) fail(ErrorCode::CorruptFile, "{}: a joint without a name", name);
    std::vector<std::uint32_t> vertices;
    for (const Json& vertex : member(joints, head.get_ref<const std::string&>(), name)) {
        vertices.push_back(vertexIndex(vertex, name, numBase));
    }
    if (vertices.empty()) fail(ErrorCode::CorruptFile, "{}: a joint of no vertices", name);
    return vertices;
}

}  // namespace

std::vector<BoneFile> parseSkeleton(std::string_view text,
                                    std::string_view name,
                                    std::size_t numBase) {
    const Json document = parseJson(text, name);
    const Json& bones = member(document, "bones", name);
    const Json& joints = member(document, "joints", name);
    if (!bones.is_object() || bones.size() > kMaxBones) {
        fail(ErrorCode::CorruptFile, "{}: the bones are no list of at most {}", name, kMaxBones);
    }
    std::vector<BoneFile> sorted;
    std::map<std::string, int, std::less<>> placed;
    // Each round places the bones whose parents stand; a cycle leaves some that never do.
    for (bool goesOn = true; goesOn && sorted.size() < bones.size();) {
        goesOn = false;
        for (const auto& [boneName, bone] : bones.items()) {
            if (placed.contains(boneName)) continue;
            const Json& parent = member(bone, "parent", name);
            const auto above = parent.is_string()
                                   ? placed.find(parent.get_ref<const std::string&>())
                                   : placed.end();
            if (!parent.is_null() && above == placed.end()) continue;
            placed.emplace(boneName, static_cast<int>(sorted.size()));
            sorted.push_back({boneName,
                              above == placed.end() ? -1 : above->second,
                              jointVertices(joints, bone, name, numBase)});
            goesOn = true;
        }
    }
    if (sorted.empty() || sorted.size() < bones.size()) {
        fail(ErrorCode::CorruptFile, "{}: bones without a parent, or in a circle", name);
    }
    return sorted;
}

std::map<std::string, std::vector<BoneWeight>, std::less<>> parseWeights(std::string_view text,
                                                                         std::string_view name,
                                                                         std::size_t numBase) {
    const Json document = parseJson(text, name);
    std::map<std::string, std::vector<BoneWeight>, std::less<>> weights;
    const Json& bones = member(document, "weights", name);
    if (!bones.is_object()) fail(ErrorCode::CorruptFile, "{}: the weights are no object", name);
    for (const auto& [bone, pairs] : bones.items()) {
        std::vector<BoneWeight>& list = weights[bone];
        for (const Json& pair : pairs) {
            const bool isPair = pair.is_array() && pair.size() == 2 && pair[1].is_number();
            if (!isPair) fail(ErrorCode::CorruptFile, "{}: {}: not a weight", name, bone);
            const float weight = pair[1].get<float>();
            if (!std::isfinite(weight) || weight < 0) {
                fail(ErrorCode::CorruptFile, "{}: {}: a weight below 0", name, bone);
            }
            list.push_back({vertexIndex(pair[0], name, numBase), weight});
        }
    }
    return weights;
}

}  // namespace descry::synthetic
