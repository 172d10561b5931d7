#pragma once
/// One person's body: the base mesh moved by body targets, the joints of the skeleton in it, and
/// its poses. Thread rule: values; functions are pure. Errors: NotFound where the pack lacks a
/// target or a joint.

#include <vector>

#include "core/base/random_stream.h"
#include "core/synthetic/character.h"

namespace descry::synthetic {

struct BodyShape {
    bool isFemale = false;
    float age = 0;                                   ///< 0 young .. 1 old.
    std::array<float, 3> peoples{0.3F, 0.3F, 0.4F};  ///< African, Asian, Caucasian; sum 1.
    float muscle = 0;                                ///< -1 weak .. 1 strong.
    float weight = 0;                                ///< -1 thin .. 1 heavy.
    float height = 0;                                ///< -1 small .. 1 tall.
};

struct Body {
    std::vector<Vec3> base;    ///< Vertices of the base mesh.
    std::vector<Vec3> joints;  ///< Head of each bone.
};

Body buildBody(const Character& character, const BodyShape& shape);

/// How a person stands or walks in one picture.
struct Pose {
    float phase = 0;        ///< Of the walk, 0 .. 1.
    float stride = 1;       ///< 0 stands .. 1 walks as the pack's motion does.
    float elbow = 0.4F;     ///< Share of the motion's bend of the elbows.
    float spread = 0;       ///< Arms away from the body, radians.
    float lean = 0;         ///< Of the upper body forwards, radians.
    float twist = 0;        ///< Of the upper body to the left, radians.
    float headTurn = 0;     ///< To the left, radians.
    float headBow = 0;      ///< Forwards, radians.
    float raisedLeft = 0;   ///< Left forearm bent up as with a phone, 0 .. 1.
    float raisedRight = 0;  ///< Likewise.
};

/// Where a bone has gone: v -> turn * v + shift.
struct BoneMove {
    Mat3 turn;
    Vec3 shift;

    Vec3 operator()(Vec3 v) const noexcept { return turn * v + shift; }
};

std::vector<BoneMove> moveBones(const Character& character, const Body& body, const Pose& pose);

/// Vertices of a body carried along by its bones.
std::vector<Vec3> moveVertices(const std::vector<Vec3>& vertices,
                               const std::vector<SkinWeights>& skin,
                               const std::vector<BoneMove>& moves);

}  // namespace descry::synthetic
