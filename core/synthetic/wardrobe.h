#pragma once
/// The clothes that people can wear: a table of pieces, each cut out of the pack's suits or of the
/// base mesh's skirt, and their shapes. Thread rule: immutable once built, any thread. Errors:
/// NotFound or CorruptFile where the pack lacks a shape or a part.

#include <span>
#include <string_view>
#include <vector>

#include "core/synthetic/character.h"

namespace descry::synthetic {

enum class Slot { Top, Dress, Outer, Bottom, Shoes, Hair, Hat };
enum class Wearers { Anyone, Women, Men };

/// Which faces of a shape belong to a piece; heights are those of the unchanged base mesh, dm.
struct Cut {
    float minY = -100;
    float maxY = 100;
    float maxArm = 1;     ///< Faces with more skin weight on the arms are left out.
    float openFront = 0;  ///< Half the width of a gap down the front.
};

struct Ingredient {
    std::string_view shape;  ///< A shape of the pack; "skirt" is the base mesh's; "scalp" likewise.
    unsigned parts = 0;      ///< Bit i: the i-th largest connected part; 0: all parts.
    Cut cut;
    float outward = 0;  ///< dm.
};

struct Piece {
    Slot slot = Slot::Top;
    std::string_view type;  ///< The value in records: "t-shirt", "jeans", ...
    Wearers wearers = Wearers::Anyone;
    double weight = 1;  ///< How often, among those of its slot.
    Ingredient first;
    Ingredient second = {};         ///< An empty shape: none.
    std::string_view variant = {};  ///< "open", "closed", "shaft", ...
};

std::span<const Piece> pieces() noexcept;

class Wardrobe {
  public:
    explicit Wardrobe(const Character& character);

    /// Shapes of a piece, in the order of its ingredients.
    const std::vector<Shape>& shapes(std::size_t piece) const { return m_shapes[piece]; }

  private:
    std::vector<std::vector<Shape>> m_shapes;
};

}  // namespace descry::synthetic
