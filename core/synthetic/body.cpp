#include "core/synthetic/body.h"

#include <algorithm>

#include "core/base/error.h"

namespace descry::synthetic {
namespace {

void addTarget(std::vector<Vec3>& base,
               const Character& character,
               const std::string& name,
               float share) {
    if (share == 0) return;
    const auto found = character.targets.find(name);
    if (found == character.targets.end()) {
        fail(ErrorCode::NotFound, "the pack has no body target \"{}\"", name);
    }
    for (const TargetOffset& entry : found->second) base[entry.vertex] += entry.offset * share;
}

/// Shares of "min", "average" and "max" at a value of -1 .. 1.
std::array<float, 3> amounts(float value) noexcept {
    return {std::max(0.0F, -value), 1 - std::abs(value), std::max(0.0F, value)};
}

void addAge(std::vector<Vec3>& base,
            const Character& character,
            const BodyShape& shape,
            std::string_view age) {
    constexpr std::array<std::string_view, 3> kPeoples = {"african", "asian", "caucasian"};
    constexpr std::array<std::string_view, 3> kAmounts = {"min", "average", "max"};
    const std::string_view gender = shape.isFemale ? "female" : "male";
    const float share = age == "old" ? shape.age : 1 - shape.age;
    for (std::size_t i = 0; i < 3; ++i) {
        addTarget(base,
                  character,
                  fmt::format("{}-{}-{}", kPeoples[i], gender, age),
                  share * shape.peoples[i]);
    }
    const auto muscle = amounts(shape.muscle);
    const auto weight = amounts(shape.weight);
    for (std::size_t m = 0; m < 3; ++m) {
        for (std::size_t w = 0; w < 3; ++w) {
            addTarget(
                base,
                character,
                fmt::format(
                    "universal-{}-{}-{}muscle-{}weight", gender, age, kAmounts[m], kAmounts[w]),
                share * muscle[m] * weight[w]);
        }
    }
}

}  // namespace

Body buildBody(const Character& character, const BodyShape& shape) {
    Body body{character.basePositions, {}};
    addAge(body.base, character, shape, "young");
    addAge(body.base, character, shape, "old");
    addTarget(body.base,
              character,
              fmt::format("height/{}-young-averagemuscle-averageweight-{}height",
                          shape.isFemale ? "female" : "male",
                          shape.height < 0 ? "min" : "max"),
              std::abs(shape.height));
    for (const BoneFile& bone : character.bones) {
        Vec3 sum;
        for (const std::uint32_t vertex : bone.headVertices) sum += body.base[vertex];
        body.joints.push_back(sum * (1 / static_cast<float>(bone.headVertices.size())));
    }
    return body;
}

std::vector<Vec3> moveVertices(const std::vector<Vec3>& vertices,
                               const std::vector<SkinWeights>& skin,
                               const std::vector<BoneMove>& moves) {
    std::vector<Vec3> moved;
    moved.reserve(vertices.size());
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        Vec3 place;
        for (std::size_t k = 0; k < skin[i].bones.size(); ++k) {
            if (skin[i].weights[k] == 0) break;
            place += moves[skin[i].bones[k]](vertices[i]) * skin[i].weights[k];
        }
        moved.push_back(place);
    }
    return moved;
}

}  // namespace descry::synthetic
