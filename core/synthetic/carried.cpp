// Bags, their straps and handles: part of assembly.h.

#include <algorithm>
#include <array>
#include <limits>

#include "core/synthetic/assembly.h"

namespace descry::synthetic {
namespace {

constexpr float kBagLayer = 0.55F;
constexpr float kOverCloth = 0.32F;  ///< A strap's distance from the skin, dm.
constexpr float kStrap = 0.42F;      ///< Its width, dm.

/// The trunk's surface, to lay straps on.
class Trunk {
  public:
    Trunk(const Character& character, const Body& body) {
        const auto group = character.base.groups.find("body");
        if (group == character.base.groups.end()) return;
        for (const std::uint32_t index : group->second) {
            const std::uint32_t vertex = character.base.faces[index][0];
            const Vec3 neutral = character.basePositions[vertex];
            // Without arms and head.
            if (neutral.y > -1.5F && neutral.y < 6.0F && std::abs(neutral.x) < 2.1F) {
                m_places.push_back(body.base[vertex]);
            }
        }
    }

    /// The surface's z at (x, y), in front (1) or behind (-1).
    float depth(float x, float y, float side) const {
        constexpr float kNone = -100;
        float best = kNone;
        float closest = 0;
        float smallest = std::numeric_limits<float>::max();
        for (const Vec3 place : m_places) {
            const float dx = place.x - x;
            const float dy = place.y - y;
            const float distance = dx * dx + dy * dy;
            if (distance < 0.2F) best = std::max(best, place.z * side);
            if (distance >= smallest) continue;
            smallest = distance;
            closest = place.z * side;
        }
        return side * ((best > kNone ? best : closest) + kOverCloth);
    }

    /// The shoulder's height at x.
    float top(float x) const {
        float highest = -100;
        for (const Vec3 place : m_places) {
            if (std::abs(place.x - x) < 0.3F) highest = std::max(highest, place.y);
        }
        return highest + kOverCloth * 0.7F;
    }

  private:
    std::vector<Vec3> m_places;
};

/// A strap from `low` on one side of the trunk up over the shoulder at x = `over`: in front if side
/// is 1, behind if -1.
Mesh strap(const Trunk& trunk, Vec3 low, float over, float side) {
    constexpr int kSteps = 9;
    const float shoulder = trunk.top(over);
    std::vector<Vec3> points{{over, shoulder, 0.1F}};
    std::vector<Vec3> facing{{0, 1, 0}};
    for (int i = 1; i <= kSteps; ++i) {
        const float share = static_cast<float>(i) / kSteps;
        const float x = over + (low.x - over) * share;
        const float y = shoulder - 0.35F + (low.y - shoulder + 0.35F) * share;
        points.push_back({x, y, trunk.depth(x, y, side)});
        facing.push_back({0, 0, side});
    }
    return band(points, facing, kStrap);
}

Surface surfaceOf(const Bag& bag, Mesh mesh, const BoneMove& move) {
    Surface surface;
    surface.label = Label::Bag;
    surface.material.colour = bag.colour;
    surface.material.shine = 0.15F;
    surface.material.mottle = 0.08F;
    surface.layer = kBagLayer;
    surface.rest = mesh.places;
    surface.faces = std::move(mesh.faces);
    surface.places.reserve(mesh.places.size());
    for (const Vec3 place : mesh.places) surface.places.push_back(move(place));
    return surface;
}

Mesh backpack(const Trunk& trunk, const Bag& bag, Vec3 chest) {
    Mesh mesh = roundedBox(bag.size);
    const float y = chest.y - 0.3F;
    const float back = trunk.depth(0, y, -1);
    shift(mesh, {0, y, back - bag.size.z * 0.45F});
    Mesh pocket = roundedBox(bag.size * Vec3{0.75F, 0.42F, 0.4F});
    shift(pocket, {0, y - bag.size.y * 0.2F, back - bag.size.z});
    append(mesh, pocket);
    for (const float side : {-1.0F, 1.0F}) {
        append(mesh, strap(trunk, {1.35F * side, chest.y - 1.9F, 0}, 0.95F * side, 1));
        append(mesh, strap(trunk, {0.9F * side, chest.y, 0}, 0.95F * side, -1));
    }
    return mesh;
}

/// On the hip at the end of a strap; a messenger bag's strap crosses the trunk.
Mesh hipBag(const Trunk& trunk, const Bag& bag, Vec3 hip) {
    const float side = bag.isLeft ? 1.0F : -1.0F;
    const bool crosses = bag.kind == BagKind::MessengerBag;
    const float over = crosses ? -0.95F * side : 1.25F * side;
    const float x = (std::abs(hip.x) + 0.85F) * side;
    const float y = hip.y + (crosses ? 0.5F : 1.3F);
    // Turned by a quarter, its broad side against the hip.
    Mesh mesh = roundedBox({bag.size.z, bag.size.y, bag.size.x});
    shift(mesh, {x + 0.4F * side, y, 0});
    const Vec3 low{x, y + bag.size.y * 0.4F, 0};
    append(mesh, strap(trunk, low, over, 1));
    append(mesh, strap(trunk, low, over, -1));
    return mesh;
}

/// Hanging from the hand, whatever the arm's turn.
Mesh handBag(const Bag& bag, Vec3 hand) {
    const float drop = bag.kind == BagKind::Handbag ? 1.0F : 0.8F;
    Mesh mesh = roundedBox({bag.size.z, bag.size.y, bag.size.x});
    const Vec3 centre = hand + Vec3{0, -drop - bag.size.y / 2, 0};
    shift(mesh, centre);
    for (const float side : {-0.5F, 0.5F}) {
        const std::array<Vec3, 3> points{
            centre + Vec3{0, bag.size.y * 0.45F, bag.size.x * side * 0.7F},
            hand + Vec3{0, -0.35F, 0.35F * side},
            hand + Vec3{0, -0.25F, 0}};
        const std::array<Vec3, 3> facing{Vec3{1, 0, 0}, Vec3{1, 0, 0}, Vec3{1, 0, 0}};
        append(mesh, band(points, facing, 0.25F));
    }
    return mesh;
}

/// Standing on the ground behind the hand.
Mesh suitcase(const Bag& bag, Vec3 hand, float ground) {
    Mesh mesh = roundedBox(bag.size);
    const float side = bag.isLeft ? 1.0F : -1.0F;
    const Vec3 centre{hand.x + 0.8F * side, ground + 0.25F + bag.size.y / 2, hand.z - 1.6F};
    shift(mesh, centre);
    for (const float rail : {-0.6F, 0.6F}) {
        const std::array<Vec3, 2> points{centre + Vec3{rail, bag.size.y * 0.45F, -0.3F},
                                         hand + Vec3{rail * 0.6F, -0.4F, 0}};
        const std::array<Vec3, 2> facing{Vec3{0, 0, 1}, Vec3{0, 0, 1}};
        append(mesh, band(points, facing, 0.16F));
    }
    for (const float wheel : {-1.0F, 1.0F}) {
        append(mesh,
               ellipsoid({centre.x + wheel * bag.size.x * 0.38F, ground + 0.25F, centre.z},
                         {0.2F, 0.28F, 0.28F}));
    }
    return mesh;
}

}  // namespace

std::vector<Surface> assembleBag(const Studio& studio,
                                 const DressedBody& dressed,
                                 const Bag& bag,
                                 const std::vector<BoneMove>& moves) {
    const Character& character = studio.character;
    const Trunk trunk(character, dressed.body);
    const std::string side = bag.isLeft ? ".L" : ".R";
    const std::uint16_t chest = character.bone("spine01");
    const std::uint16_t root = character.bone("spine05");
    const Vec3 hand = [&] {
        const std::uint16_t bone = character.bone("finger3-1" + side);
        return moves[bone](dressed.body.joints[bone]);
    }();
    switch (bag.kind) {
        case BagKind::Backpack:
            return {surfaceOf(bag,
                              backpack(trunk, bag, dressed.body.joints[chest] + Vec3{0, -0.4F, 0}),
                              moves[chest])};
        case BagKind::ShoulderBag:
        case BagKind::MessengerBag: {
            const Vec3 hip = dressed.body.joints[character.bone("upperleg01" + side)];
            return {surfaceOf(bag, hipBag(trunk, bag, hip), moves[root])};
        }
        case BagKind::Handbag:
        case BagKind::ShoppingBag:
            return {surfaceOf(bag, handBag(bag, hand), BoneMove{})};
        case BagKind::Suitcase:
            break;
    }
    const std::uint16_t toe = character.bone("foot.L");
    const std::uint16_t otherToe = character.bone("foot.R");
    const float ground = std::min(moves[toe](dressed.body.joints[toe]).y,
                                  moves[otherToe](dressed.body.joints[otherToe]).y) -
                         0.85F;
    return {surfaceOf(bag, suitcase(bag, hand, ground), BoneMove{})};
}

}  // namespace descry::synthetic
