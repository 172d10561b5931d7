#pragma once
/// Puts a person together for one sighting: the posed surfaces of body, clothes, hair and what is
/// carried. Thread rule: immutable Studio, any thread. Errors: NotFound where the pack lacks a
/// bone.

#include <vector>

#include "core/synthetic/body.h"
#include "core/synthetic/person.h"
#include "core/synthetic/solid.h"

namespace descry::synthetic {

/// What all people share.
struct Studio {
    Character character;
    Wardrobe wardrobe;

    explicit Studio(Character loaded) : character(std::move(loaded)), wardrobe(character) {}
};

/// A person's body with the clothes fitted to it, kept over the sightings.
struct DressedBody {
    Body body;
    std::vector<Surface> surfaces;               ///< At rest: places are empty, rest is set.
    std::vector<std::vector<SkinWeights>> skin;  ///< Of each surface.
};

DressedBody dress(const Studio& studio, const Person& person, bool wearsOuter);

/// The surfaces in their pose, feet at height 0.
std::vector<Surface> assemble(const Studio& studio,
                              const DressedBody& dressed,
                              const Person& person,
                              const Sighting& sighting);

/// The bag and its straps or handle; `moves` are the pose's. Part of assemble().
std::vector<Surface> assembleBag(const Studio& studio,
                                 const DressedBody& dressed,
                                 const Bag& bag,
                                 const std::vector<BoneMove>& moves);

}  // namespace descry::synthetic
