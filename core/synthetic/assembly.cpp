#include "core/synthetic/assembly.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace descry::synthetic {
namespace {

/// Layers: how far a surface wins over those beneath, dm.
constexpr float kSkinLayer = 0;
constexpr float kBottomLayer = 0.08F;
constexpr float kTopLayer = 0.17F;
constexpr float kInnerLayer = 0.11F;  ///< A top under an outer piece.
constexpr float kOuterLayer = 0.48F;
constexpr float kHairLayer = 0.12F;
constexpr float kHatLayer = 0.3F;
constexpr float kScarfLayer = 0.55F;

/// Paint on the face, by place on the unchanged base mesh: eyes, brows, lips.
Rgb faceTint(Vec3 place) noexcept {
    if (place.z < 0.95F || place.y < 6.3F) return {1, 1, 1};
    const float side = std::abs(place.x);
    if (std::abs(place.y - 7.27F) < 0.1F && std::abs(side - 0.32F) < 0.17F)
        return {0.4F, 0.36F, 0.34F};
    if (std::abs(place.y - 7.52F) < 0.06F && std::abs(side - 0.34F) < 0.24F)
        return {0.42F, 0.36F, 0.33F};
    if (std::abs(place.y - 6.68F) < 0.1F && side < 0.26F && place.z > 1.3F)
        return {0.86F, 0.56F, 0.56F};
    return {1, 1, 1};
}

Material clothMaterial(const Cloth& cloth, std::string_view type) {
    Material material;
    material.colour = cloth.colour;
    material.second = cloth.second;
    material.pattern = cloth.pattern;
    material.period = cloth.period;
    material.folds = 0.3F;
    if (type == "jeans" || type == "overalls") {
        material.fade = 1;
        material.mottle = 0.1F;
    }
    if (type == "leather shoes" || type == "boots") material.shine = 0.35F, material.folds = 0;
    if (type == "leggings") material.folds = 0.1F;
    return material;
}

class Dresser {
  public:
    Dresser(const Studio& studio, const Person& person, DressedBody& dressed)
        : m_studio(studio), m_person(person), m_dressed(dressed) {
        m_isHidden.resize(dressed.body.base.size(), false);
    }

    void wear(const Cloth& cloth, Label label, float layer) {
        wear(cloth.piece, clothMaterial(cloth, cloth.type()), label, layer);
    }

    void wear(std::size_t piece, const Material& material, Label label, float layer) {
        for (const Shape& shape : m_studio.wardrobe.shapes(piece)) {
            for (const std::uint32_t vertex : shape.hiddenBase) m_isHidden[vertex] = true;
            addSurface(label,
                       material,
                       layer,
                       fitShape(shape, m_dressed.body.base),
                       shape.faces,
                       shape.skin);
        }
    }

    /// A solid that follows one bone.
    void addSolid(
        Label label, const Material& material, float layer, Mesh mesh, std::string_view bone) {
        SkinWeights rigid;
        rigid.bones[0] = m_studio.character.bone(bone);
        rigid.weights[0] = 1;
        std::vector<SkinWeights> skin(mesh.places.size(), rigid);
        addSurface(
            label, material, layer, std::move(mesh.places), std::move(mesh.faces), std::move(skin));
    }

    void addShoes() {
        const Cloth& shoes = m_person.shoes;
        Material material = clothMaterial(shoes, shoes.type());
        material.pattern = Pattern::Plain;
        const std::size_t first = m_dressed.surfaces.size();
        wear(shoes.piece, material, Label::Shoes, kBottomLayer - 0.05F);
        float lowest = std::numeric_limits<float>::max();
        for (const Vec3 place : m_dressed.surfaces[first].rest) lowest = std::min(lowest, place.y);
        m_dressed.surfaces[first].material.soleHeight = lowest + 0.22F;
    }

    void addHead() {
        const Piece& hair = pieces()[m_person.hairPiece];
        Material material;
        material.colour = m_person.hairColour;
        material.mottle = 0.12F;
        material.shine = 0.25F;
        material.isStranded = true;
        if (hair.type != "bald") wear(m_person.hairPiece, material, Label::Hair, kHairLayer);
        if (!m_person.hat) return;
        wear(*m_person.hat, Label::Hat, kHatLayer);
        if (pieces()[m_person.hat->piece].variant == "brim") addBrim();
    }

    void addBody() {
        const Character& character = m_studio.character;
        Surface body;
        body.label = Label::Skin;
        body.material.colour = m_person.skin;
        body.material.mottle = 0.03F;
        body.layer = kSkinLayer;
        body.rest = m_dressed.body.base;
        body.tints.reserve(body.rest.size());
        for (const Vec3 place : character.basePositions) body.tints.push_back(faceTint(place));
        for (const std::string_view group : {"body", "helper-l-eye", "helper-r-eye"}) {
            const auto faces = character.base.groups.find(group);
            if (faces == character.base.groups.end()) continue;
            for (const std::uint32_t index : faces->second) {
                const Quad& face = character.base.faces[index];
                const bool isHidden = std::all_of(
                    face.begin(), face.end(), [this](auto corner) { return m_isHidden[corner]; });
                if (!isHidden) body.faces.push_back(face);
            }
        }
        m_dressed.surfaces.push_back(std::move(body));
        m_dressed.skin.push_back(character.baseSkin);
    }

    void addHood(const Cloth& cloth, Label label, float layer) {
        const Vec3 neck = joint("neck01");
        addSolid(label,
                 clothMaterial(cloth, cloth.type()),
                 layer,
                 ellipsoid(neck + Vec3{0, -0.1F, -0.62F}, {1.05F, 0.75F, 0.5F}),
                 "spine01");
    }

    void addScarf(const Cloth& scarf) {
        Material material;
        material.colour = scarf.colour;
        material.mottle = 0.14F;
        const Vec3 neck = joint("neck01");
        Mesh mesh = ring(neck + Vec3{0, 0.12F, 0.18F}, 0.72F, 0.8F, 0.27F);
        Mesh end = roundedBox({0.5F, 1.9F, 0.22F});
        shift(end, neck + Vec3{0.3F, -0.95F, 1.32F});
        append(mesh, end);
        addSolid(Label::Scarf, material, kScarfLayer, std::move(mesh), "spine01");
    }

  private:
    Vec3 joint(std::string_view bone) const {
        return m_dressed.body.joints[m_studio.character.bone(bone)];
    }

    void addSurface(Label label,
                    const Material& material,
                    float layer,
                    std::vector<Vec3> rest,
                    std::vector<Quad> faces,
                    std::vector<SkinWeights> skin) {
        m_dressed.surfaces.push_back(
            {label, material, layer, {}, std::move(rest), {}, std::move(faces)});
        m_dressed.skin.push_back(std::move(skin));
    }

    /// At the lowest front edge of the cap.
    void addBrim() {
        const Surface& cap = m_dressed.surfaces.back();
        Vec3 root{0, std::numeric_limits<float>::max(), -100};
        float halfWidth = 0;
        for (const Vec3 place : cap.rest) {
            halfWidth = std::max(halfWidth, place.x);
            root.z = std::max(root.z, place.z);
        }
        for (const Vec3 place : cap.rest) {
            if (place.z > root.z - 0.25F) root.y = std::min(root.y, place.y);
        }
        const Material material = cap.material;
        root.z -= 0.08F;
        addSolid(Label::Hat, material, kHatLayer, brim(root, halfWidth * 0.82F, 0.75F), "head");
    }

    const Studio& m_studio;
    const Person& m_person;
    DressedBody& m_dressed;
    std::vector<bool> m_isHidden;
};

}  // namespace

DressedBody dress(const Studio& studio, const Person& person, bool wearsOuter) {
    DressedBody dressed;
    dressed.body = buildBody(studio.character, person.body);
    Dresser dresser(studio, person, dressed);
    dresser.addShoes();
    if (person.bottom) dresser.wear(*person.bottom, Label::Bottom, kBottomLayer);
    const Label upper = person.isDressed ? Label::Dress : Label::Top;
    // Overalls are worn over the shirt.
    const bool isUnder = person.bottom && person.bottom->type() == "overalls";
    const float openLayer = wearsOuter && person.outer ? kInnerLayer : kTopLayer;
    const float topLayer = isUnder ? kBottomLayer - 0.06F : openLayer;
    dresser.wear(person.top, upper, topLayer);
    if (pieces()[person.top.piece].variant == "hood") dresser.addHood(person.top, upper, topLayer);
    if (wearsOuter && person.outer) {
        dresser.wear(*person.outer, Label::Outer, kOuterLayer);
    }
    if (person.scarf) dresser.addScarf(*person.scarf);
    dresser.addHead();
    dresser.addBody();
    return dressed;
}

std::vector<Surface> assemble(const Studio& studio,
                              const DressedBody& dressed,
                              const Person& person,
                              const Sighting& sighting) {
    const std::vector<BoneMove> moves = moveBones(studio.character, dressed.body, sighting.pose);
    std::vector<Surface> surfaces = dressed.surfaces;
    float lowest = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        surfaces[i].places = moveVertices(surfaces[i].rest, dressed.skin[i], moves);
        if (surfaces[i].label != Label::Shoes) continue;
        for (const Vec3 place : surfaces[i].places) lowest = std::min(lowest, place.y);
    }
    if (sighting.carriesBag && person.bag) {
        for (Surface& surface : assembleBag(studio, dressed, *person.bag, moves)) {
            surfaces.push_back(std::move(surface));
        }
    }
    for (Surface& surface : surfaces) {
        for (Vec3& place : surface.places) place.y -= lowest;
    }
    return surfaces;
}

}  // namespace descry::synthetic
