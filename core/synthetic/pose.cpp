// Poses: the lower half of body.h. Limbs take the directions that the pack's motion has, whatever
// the rest pose of its own skeleton; the rest of the body follows its parents.

#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/synthetic/body.h"

namespace descry::synthetic {
namespace {

/// A limb: the bone that turns, the joint at its far end, and the motion's joints.
struct Limb {
    std::string_view bone;
    std::string_view endBone;
    std::string_view from;
    std::string_view to;
    Vec3 standing;  ///< Direction of the left limb at rest; the right one is its mirror image.
    bool isForearm = false;
    bool isArm = false;
};

constexpr std::array<Limb, 5> kLimbs = {{
    {"upperleg01", "lowerleg01", "UpLeg", "LoLeg", {0.09F, -0.99F, 0.02F}, false, false},
    {"lowerleg01", "foot", "LoLeg", "Foot", {0.02F, -0.99F, -0.08F}, false, false},
    {"foot", "toe2-1", "Foot", "Toe", {0.10F, -0.40F, 0.90F}, false, false},
    {"upperarm01", "lowerarm01", "UpArm", "LoArm", {0.20F, -0.97F, -0.08F}, false, true},
    {"lowerarm01", "wrist", "LoArm", "Hand", {0.07F, -0.98F, 0.16F}, true, true},
}};

Vec3 motionDirection(const Motion& motion, const Limb& limb, char side, float phase) {
    const auto joint = [&](std::string_view name) {
        const auto found = motion.joints.find(fmt::format("{}_{}", name, side));
        if (found == motion.joints.end()) {
            fail(ErrorCode::NotFound, "the pack's walk has no joint \"{}_{}\"", name, side);
        }
        return found->second;
    };
    const std::size_t from = joint(limb.from);
    const std::size_t to = joint(limb.to);
    const auto numFrames = static_cast<float>(motion.frames.size());
    const float place = (phase - std::floor(phase)) * numFrames;
    const auto first = static_cast<std::size_t>(place) % motion.frames.size();
    const std::size_t second = (first + 1) % motion.frames.size();
    const Vec3 before = motion.frames[first][to] - motion.frames[first][from];
    const Vec3 after = motion.frames[second][to] - motion.frames[second][from];
    return normalised(mixed(before, after, place - std::floor(place)));
}

Vec3 limbDirection(const Character& character, const Limb& limb, char side, const Pose& pose) {
    const float mirror = side == 'L' ? 1.0F : -1.0F;
    const Vec3 standing = normalised(limb.standing * Vec3{mirror, 1, 1});
    Vec3 walking = motionDirection(character.walk, limb, side, pose.phase);
    if (limb.isForearm) walking = normalised(mixed(standing, walking, pose.elbow));
    Vec3 direction = normalised(mixed(standing, walking, pose.stride));
    if (limb.isArm) {
        direction = rotationAbout({0, 0, 1}, mirror * pose.spread) * direction;
    }
    const float raised = side == 'L' ? pose.raisedLeft : pose.raisedRight;
    if (limb.isForearm && raised > 0) {
        direction =
            normalised(mixed(direction, normalised({-0.45F * mirror, 0.35F, 0.9F}), raised));
    }
    return direction;
}

/// Turns of single bones, by bone index; bones without one follow their parent.
std::map<std::size_t, Mat3> ownTurns(const Character& character,
                                     const Body& body,
                                     const Pose& pose) {
    std::map<std::size_t, Mat3> turns;
    for (const char side : {'L', 'R'}) {
        for (const Limb& limb : kLimbs) {
            const std::size_t bone = character.bone(fmt::format("{}.{}", limb.bone, side));
            const std::size_t end = character.bone(fmt::format("{}.{}", limb.endBone, side));
            const Vec3 rest = normalised(body.joints[end] - body.joints[bone]);
            turns[bone] = rotationBetween(rest, limbDirection(character, limb, side, pose));
        }
    }
    const float sway = 0.06F * pose.stride * std::sin(2 * kPi * pose.phase);
    const Mat3 upper =
        rotationAbout({0, 1, 0}, pose.twist + sway) * rotationAbout({1, 0, 0}, pose.lean);
    const Mat3 half =
        rotationAbout({0, 1, 0}, (pose.twist + sway) / 2) * rotationAbout({1, 0, 0}, pose.lean / 2);
    turns[character.bone("spine04")] = half;
    turns[character.bone("spine02")] = upper;
    turns[character.bone("neck02")] =
        rotationAbout({0, 1, 0}, pose.headTurn / 2) * rotationAbout({1, 0, 0}, pose.headBow / 2);
    turns[character.bone("head")] =
        rotationAbout({0, 1, 0}, pose.headTurn) * rotationAbout({1, 0, 0}, pose.headBow);
    return turns;
}

}  // namespace

std::vector<BoneMove> moveBones(const Character& character, const Body& body, const Pose& pose) {
    const std::map<std::size_t, Mat3> turns = ownTurns(character, body, pose);
    std::vector<BoneMove> moves;
    moves.reserve(character.bones.size());
    for (std::size_t i = 0; i < character.bones.size(); ++i) {
        const int parent = character.bones[i].parent;
        const BoneMove above = parent < 0 ? BoneMove{} : moves[static_cast<std::size_t>(parent)];
        const Vec3 joint = above(body.joints[i]);
        const auto own = turns.find(i);
        const Mat3 turn = own == turns.end() ? above.turn : own->second;
        moves.push_back({turn, joint - turn * body.joints[i]});
    }
    return moves;
}

}  // namespace descry::synthetic
