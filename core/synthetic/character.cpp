#include "core/synthetic/character.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace descry::synthetic {
namespace {

constexpr std::string_view kData = "makehuman/makehuman/data/";
constexpr std::string_view kAssets = "makehuman-assets/base/";
constexpr std::array<std::string_view, 27> kShapes = {
    "clothes/fedora01/fedora",
    "clothes/fedora01/fedora_cocked",
    "clothes/female_casualsuit01/female_casualsuit01",
    "clothes/female_casualsuit02/female_casualsuit02",
    "clothes/female_elegantsuit01/female_elegantsuit01",
    "clothes/female_sportsuit01/female_sportsuit01",
    "clothes/male_casualsuit01/male_casualsuit01",
    "clothes/male_casualsuit02/male_casualsuit02",
    "clothes/male_casualsuit03/male_casualsuit03",
    "clothes/male_casualsuit04/male_casualsuit04",
    "clothes/male_casualsuit05/male_casualsuit05",
    "clothes/male_casualsuit06/male_casualsuit06",
    "clothes/male_elegantsuit01/male_elegantsuit01",
    "clothes/male_worksuit01/male_worksuit01",
    "clothes/shoes01/shoes01",
    "clothes/shoes02/shoes02",
    "clothes/shoes03/shoes03",
    "hair/afro01/afro01",
    "hair/bob01/bob01",
    "hair/bob02/bob02",
    "hair/braid01/braid01",
    "hair/long01/long01",
    "hair/ponytail01/ponytail01",
    "hair/short01/short01",
    "hair/short02/short02",
    "hair/short03/short03",
    "hair/short04/short04",
};
constexpr std::array<std::string_view, 3> kPeoples = {"african", "asian", "caucasian"};
constexpr std::array<std::string_view, 2> kGenders = {"female", "male"};
constexpr std::array<std::string_view, 2> kAges = {"young", "old"};
constexpr std::array<std::string_view, 3> kAmounts = {"min", "average", "max"};

std::vector<std::string> targetNames() {
    std::vector<std::string> names;
    for (const auto gender : kGenders) {
        for (const auto age : kAges) {
            for (const auto people : kPeoples) {
                names.push_back(fmt::format("{}-{}-{}", people, gender, age));
            }
            for (const auto muscle : kAmounts) {
                for (const auto weight : kAmounts) {
                    names.push_back(fmt::format(
                        "universal-{}-{}-{}muscle-{}weight", gender, age, muscle, weight));
                }
            }
        }
        for (const std::string_view height : {"min", "max"}) {
            names.push_back(fmt::format(
                "height/{}-young-averagemuscle-averageweight-{}height", gender, height));
        }
    }
    return names;
}

/// Bones and weights of one vertex, any number, any order.
using LooseWeights = std::vector<std::pair<std::uint16_t, float>>;

SkinWeights strongest(LooseWeights weights) {
    std::sort(weights.begin(), weights.end());
    LooseWeights sums;
    for (const auto& [bone, weight] : weights) {
        if (sums.empty() || sums.back().first != bone) sums.emplace_back(bone, 0.0F);
        sums.back().second += weight;
    }
    std::stable_sort(
        sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    SkinWeights skin;
    float total = 0;
    for (std::size_t i = 0; i < std::min(sums.size(), skin.bones.size()); ++i) {
        skin.bones[i] = sums[i].first;
        skin.weights[i] = std::max(0.0F, sums[i].second);
        total += skin.weights[i];
    }
    if (total <= 0) skin.weights[0] = total = 1;
    for (float& weight : skin.weights) weight /= total;
    return skin;
}

std::vector<SkinWeights> baseSkin(
    const std::map<std::string, std::vector<BoneWeight>, std::less<>>& weights,
    const Character& character) {
    std::vector<LooseWeights> loose(character.basePositions.size());
    for (const auto& [name, list] : weights) {
        const std::uint16_t bone = character.bone(name);
        for (const BoneWeight& entry : list) loose[entry.vertex].emplace_back(bone, entry.weight);
    }
    std::vector<SkinWeights> skin;
    skin.reserve(loose.size());
    for (LooseWeights& entry : loose) skin.push_back(strongest(std::move(entry)));
    return skin;
}

Shape loadShape(const PackFiles& files, const Character& character, std::string_view path) {
    const std::string fitting = fmt::format("{}{}.mhclo", kAssets, path);
    const std::string mesh = fmt::format("{}{}.obj", kAssets, path);
    const std::size_t numBase = character.basePositions.size();
    Fitting fitted = parseFitting(files.file(fitting), files.nameOf(fitting), numBase);
    ObjMesh object = parseObj(files.file(mesh), files.nameOf(mesh));
    if (object.positions.size() != fitted.vertices.size()) {
        fail(ErrorCode::CorruptFile,
             "{}: fits {} vertices, but the mesh has {}",
             files.nameOf(fitting),
             fitted.vertices.size(),
             object.positions.size());
    }
    Shape shape;
    shape.faces = std::move(object.faces);
    shape.fitting = std::move(fitted.vertices);
    shape.scale = fitted.scale;
    shape.skin = inheritSkin(shape.fitting, character.baseSkin);
    shape.neutral = fitVertices(shape.fitting, shape.scale, character.basePositions);
    shape.hiddenBase = std::move(fitted.hiddenBase);
    return shape;
}

}  // namespace

std::uint16_t Character::bone(std::string_view name) const {
    const auto found = std::find_if(
        bones.begin(), bones.end(), [name](const BoneFile& entry) { return entry.name == name; });
    if (found == bones.end()) {
        fail(ErrorCode::NotFound, "the pack's skeleton has no bone \"{}\"", name);
    }
    return static_cast<std::uint16_t>(found - bones.begin());
}

const Shape& Character::shape(std::string_view name) const {
    const auto found = shapes.find(name);
    if (found == shapes.end()) fail(ErrorCode::NotFound, "the pack has no shape \"{}\"", name);
    return found->second;
}

Character loadCharacter(const PackFiles& files) {
    const auto path = [](std::string_view name) { return fmt::format("{}{}", kData, name); };
    Character character;
    const std::string mesh = path("3dobjs/base.obj");
    character.base = parseObj(files.file(mesh), files.nameOf(mesh));
    character.basePositions = character.base.positions;
    const std::size_t numBase = character.basePositions.size();
    const std::string rig = path("rigs/default.mhskel");
    character.bones = parseSkeleton(files.file(rig), files.nameOf(rig), numBase);
    const std::string weights = path("rigs/default_weights.mhw");
    character.baseSkin =
        baseSkin(parseWeights(files.file(weights), files.nameOf(weights), numBase), character);
    const std::string walk = path("animations/walks/walk1.bvh");
    character.walk = parseMotion(files.file(walk), files.nameOf(walk));
    for (const std::string& name : targetNames()) {
        const std::string target = path(fmt::format("targets/macrodetails/{}.target", name));
        character.targets.emplace(name,
                                  parseTarget(files.file(target), files.nameOf(target), numBase));
    }
    for (const std::string_view shape : kShapes) {
        character.shapes.emplace(shape.substr(shape.rfind('/') + 1),
                                 loadShape(files, character, shape));
    }
    return character;
}

std::vector<SkinWeights> inheritSkin(const std::vector<FittedVertex>& fitting,
                                     const std::vector<SkinWeights>& baseSkin) {
    std::vector<SkinWeights> skin;
    skin.reserve(fitting.size());
    for (const FittedVertex& vertex : fitting) {
        LooseWeights loose;
        for (std::size_t corner = 0; corner < vertex.base.size(); ++corner) {
            const SkinWeights& from = baseSkin[vertex.base[corner]];
            const float share = std::max(0.0F, vertex.weights[corner]);
            for (std::size_t i = 0; i < from.bones.size(); ++i) {
                loose.emplace_back(from.bones[i], from.weights[i] * share);
            }
        }
        skin.push_back(strongest(std::move(loose)));
    }
    return skin;
}

std::vector<Vec3> fitVertices(const std::vector<FittedVertex>& fitting,
                              const std::array<FittingScale, 3>& scale,
                              const std::vector<Vec3>& base) {
    std::array<float, 3> units{1, 1, 1};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        if (scale[axis].divisor <= 0) continue;
        const Vec3 span = base[scale[axis].a] - base[scale[axis].b];
        const std::array<float, 3> parts{span.x, span.y, span.z};
        units[axis] = std::abs(parts[axis]) / scale[axis].divisor;
    }
    const Vec3 unit{units[0], units[1], units[2]};
    std::vector<Vec3> places;
    places.reserve(fitting.size());
    for (const FittedVertex& vertex : fitting) {
        Vec3 place = vertex.offset * unit;
        for (std::size_t i = 0; i < vertex.base.size(); ++i) {
            place += base[vertex.base[i]] * vertex.weights[i];
        }
        places.push_back(place);
    }
    return places;
}

}  // namespace descry::synthetic
