#include "core/synthetic/wardrobe.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"

namespace descry::synthetic {
namespace {

/// Of a garment that ends at a hem: covered skin is kept that far from it, dm.
constexpr float kHem = 0.35F;

bool isArmBone(std::string_view name) noexcept {
    return name.starts_with("upperarm") || name.starts_with("lowerarm") ||
           name.starts_with("wrist");
}

/// Share of each vertex's skin weight on the arms.
std::vector<float> armShares(const Character& character, const std::vector<SkinWeights>& skin) {
    std::vector<float> shares;
    shares.reserve(skin.size());
    for (const SkinWeights& weights : skin) {
        float share = 0;
        for (std::size_t i = 0; i < weights.bones.size(); ++i) {
            if (isArmBone(character.bones[weights.bones[i]].name)) share += weights.weights[i];
        }
        shares.push_back(share);
    }
    return shares;
}

Shape uncutShape(const Character& character, const Ingredient& ingredient) {
    if (ingredient.shape != "skirt" && ingredient.shape != "scalp") {
        return character.shape(ingredient.shape);
    }
    const std::string_view group = ingredient.shape == "skirt" ? "helper-skirt" : "body";
    const auto found = character.base.groups.find(group);
    if (found == character.base.groups.end()) {
        fail(ErrorCode::CorruptFile, "the pack's base mesh has no group \"{}\"", group);
    }
    return shapeOfBase(character, found->second);
}

/// A cap reaches down to the neck behind and to the forehead in front.
bool isInside(const Ingredient& ingredient, Vec3 centre) noexcept {
    const Cut& cut = ingredient.cut;
    const float lowest =
        ingredient.shape == "scalp" ? cut.minY + 0.28F * (centre.z - 0.4F) : cut.minY;
    if (centre.y < lowest || centre.y > cut.maxY) return false;
    const bool isFront = centre.z > 0.2F && centre.y < 5.6F;
    return cut.openFront == 0 || !isFront || std::abs(centre.x) > cut.openFront;
}

std::vector<bool> insideFaces(const Character& character,
                              const Ingredient& ingredient,
                              const Shape& shape) {
    const std::vector<std::uint32_t> parts = connectedParts(shape.faces, shape.fitting.size());
    const std::vector<float> arms = armShares(character, shape.skin);
    std::vector<bool> keeps;
    keeps.reserve(shape.faces.size());
    for (std::size_t i = 0; i < shape.faces.size(); ++i) {
        Vec3 centre;
        float arm = 0;
        for (const std::uint32_t corner : shape.faces[i]) {
            centre += shape.neutral[corner] * 0.25F;
            arm += arms[corner] * 0.25F;
        }
        const bool isPart =
            ingredient.parts == 0 || (parts[i] < 32 && (ingredient.parts >> parts[i] & 1U) != 0);
        keeps.push_back(isPart && arm <= ingredient.cut.maxArm && isInside(ingredient, centre));
    }
    return keeps;
}

/// Of the skin that the whole suit covers, what lies under this piece of it.
void keepCoveredSkin(const Character& character, const Cut& cut, Shape& shape) {
    float low = shape.neutral.front().y;
    float high = low;
    for (const Vec3 place : shape.neutral) {
        low = std::min(low, place.y);
        high = std::max(high, place.y);
    }
    const std::vector<float> arms = armShares(character, character.baseSkin);
    std::erase_if(shape.hiddenBase, [&](std::uint32_t vertex) {
        const Vec3 place = character.basePositions[vertex];
        const bool isBare = arms[vertex] > std::min(cut.maxArm, 1.0F) - 0.2F && cut.maxArm < 1;
        return isBare || cut.openFront > 0 || place.y < low + kHem || place.y > high - 0.1F;
    });
}

Shape cutShape(const Character& character, const Piece& piece, const Ingredient& ingredient) {
    const Shape whole = uncutShape(character, ingredient);
    Shape shape = keepFaces(whole, insideFaces(character, ingredient, whole));
    if (shape.faces.empty()) {
        fail(ErrorCode::CorruptFile,
             "the pack's shape \"{}\" has nothing for a piece \"{}\"",
             ingredient.shape,
             piece.type);
    }
    shape.outward = ingredient.outward;
    keepCoveredSkin(character, ingredient.cut, shape);
    return shape;
}

}  // namespace

Wardrobe::Wardrobe(const Character& character) {
    for (const Piece& piece : pieces()) {
        std::vector<Shape>& shapes = m_shapes.emplace_back();
        for (const Ingredient* ingredient : {&piece.first, &piece.second}) {
            if (!ingredient->shape.empty()) {
                shapes.push_back(cutShape(character, piece, *ingredient));
            }
        }
    }
}

}  // namespace descry::synthetic
