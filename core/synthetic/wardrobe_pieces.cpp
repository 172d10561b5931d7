// The table of pieces: what there is to wear.

#include "core/synthetic/wardrobe.h"

namespace descry::synthetic {
namespace {

constexpr auto F = Wearers::Women;
constexpr auto M = Wearers::Men;
constexpr auto A = Wearers::Anyone;

constexpr Cut kWhole{};
constexpr Cut kSleeveless{-100, 100, 0.45F, 0};
/// Heights on the base mesh: waist 1.3, crotch -0.9, knee -3.7, ankle -7.4.
constexpr Cut kAboveWaist{0.9F, 100, 1, 0};
constexpr Cut kBelowWaist{-100, 1.3F, 1, 0};
constexpr Cut kToKnee{-3.4F, 100, 1, 0};
constexpr Cut kToCalf{-5.6F, 100, 1, 0};

constexpr unsigned kFirst = 1;
constexpr unsigned kSecond = 2;
constexpr unsigned kCoat = 1 | 8;  ///< The coat and its collar, without the shirt inside.

constexpr Piece kPieces[] = {
    {Slot::Top, "t-shirt", F, 1.6, {"female_casualsuit01", kFirst, kWhole}},
    {Slot::Top, "t-shirt", F, 1.6, {"female_casualsuit02", kSecond, kWhole}},
    {Slot::Top, "t-shirt", M, 2.4, {"male_casualsuit04", kSecond, kWhole}},
    {Slot::Top, "t-shirt", M, 2.4, {"male_casualsuit06", kFirst, kWhole}},
    {Slot::Top, "tank top", F, 0.8, {"female_casualsuit01", kFirst, kSleeveless}},
    {Slot::Top, "tank top", M, 0.4, {"male_casualsuit04", kSecond, kSleeveless}},
    {Slot::Top, "crop top", F, 0.25, {"female_sportsuit01", kFirst, kWhole}},
    {Slot::Top, "long-sleeve shirt", F, 1.6, {"female_elegantsuit01", kFirst, kWhole}},
    {Slot::Top, "long-sleeve shirt", M, 1.8, {"male_casualsuit03", kFirst, kWhole}},
    {Slot::Top, "sweater", A, 1.7, {"male_casualsuit02", kFirst, kWhole, 0.06F}},
    {Slot::Top, "hoodie", A, 1.0, {"male_casualsuit01", 0, kAboveWaist, 0.04F}, {}, "hood"},
    {Slot::Dress,
     "dress",
     F,
     1,
     {"female_casualsuit01", kFirst, {1.4F, 100, 1, 0}},
     {"skirt", 0, {-3.6F, 100, 1, 0}, 0.05F}},
    {Slot::Dress,
     "dress",
     F,
     0.7,
     {"female_casualsuit02", kSecond, {1.4F, 100, 0.45F, 0}},
     {"skirt", 0, {-2.4F, 100, 1, 0}, 0.05F}},
    {Slot::Dress,
     "dress",
     F,
     0.5,
     {"female_elegantsuit01", kFirst, {1.4F, 100, 1, 0}},
     {"skirt", 0, {-6.4F, 100, 1, 0}, 0.05F}},
    {Slot::Outer, "jacket", A, 1.5, {"male_casualsuit01", 0, kAboveWaist, 0.12F}, {}, "closed"},
    {Slot::Outer,
     "jacket",
     A,
     1.5,
     {"male_casualsuit01", 0, {0.9F, 100, 1, 0.42F}, 0.14F},
     {},
     "open"},
    {Slot::Outer, "jacket", A, 0.9, {"male_casualsuit05", kCoat, kWhole, 0.12F}, {}, "open"},
    {Slot::Outer, "blazer", A, 1.2, {"male_elegantsuit01", kFirst, kWhole, 0.06F}, {}, "closed"},
    {Slot::Outer,
     "blazer",
     A,
     0.8,
     {"male_elegantsuit01", kFirst, {-100, 100, 1, 0.5F}, 0.1F},
     {},
     "open"},
    {Slot::Outer,
     "coat",
     A,
     1.2,
     {"male_casualsuit05", kCoat, kWhole, 0.14F},
     {"skirt", 0, {-3.3F, 0.9F, 1, 0.2F}, 0.36F},
     "open"},
    {Slot::Outer,
     "coat",
     A,
     1.0,
     {"male_elegantsuit01", kFirst, kWhole, 0.12F},
     {"skirt", 0, {-4.2F, 0.9F, 1, 0}, 0.36F},
     "closed"},
    {Slot::Outer,
     "vest",
     A,
     0.8,
     {"male_casualsuit01", 0, {0.9F, 100, 0.35F, 0.34F}, 0.2F},
     {},
     "open"},
    {Slot::Bottom, "jeans", F, 2.2, {"female_casualsuit01", kSecond, kWhole}},
    {Slot::Bottom, "jeans", M, 2.6, {"male_casualsuit02", kSecond, kWhole}},
    {Slot::Bottom, "trousers", F, 1.0, {"male_casualsuit03", kSecond, kWhole}},
    {Slot::Bottom, "trousers", A, 1.4, {"male_elegantsuit01", kSecond, kWhole}},
    {Slot::Bottom, "leggings", F, 1.0, {"female_sportsuit01", kSecond, kWhole}},
    {Slot::Bottom, "sweatpants", A, 0.8, {"male_casualsuit01", 0, kBelowWaist}},
    {Slot::Bottom, "shorts", F, 0.7, {"female_casualsuit02", kFirst, kWhole}},
    {Slot::Bottom, "shorts", M, 1.2, {"male_casualsuit04", kFirst, kToKnee, 0.1F}},
    {Slot::Bottom, "capri pants", F, 0.4, {"female_casualsuit01", kSecond, kToCalf}},
    {Slot::Bottom, "skirt", F, 0.8, {"female_elegantsuit01", kSecond, kWhole}},
    {Slot::Bottom, "short skirt", F, 0.5, {"skirt", 0, {-2.2F, 1.9F, 1, 0}, 0.04F}},
    {Slot::Bottom, "long skirt", F, 0.5, {"skirt", 0, {-6.8F, 1.9F, 1, 0}, 0.04F}},
    {Slot::Bottom, "overalls", A, 0.25, {"male_worksuit01", kFirst, kWhole, 0.05F}},
    {Slot::Shoes, "sneakers", A, 2.2, {"shoes02", 3, kWhole}},
    {Slot::Shoes, "sneakers", A, 1.2, {"shoes01", 3, kWhole}},
    {Slot::Shoes, "leather shoes", A, 1.5, {"shoes03", 0, {-100, -7.1F, 1, 0}}},
    {Slot::Shoes, "boots", A, 0.9, {"shoes03", 0, kWhole, 0.04F}, {}, "shaft"},
    {Slot::Hair, "long", F, 3.2, {"long01", 0, kWhole}},
    {Slot::Hair, "ponytail", F, 2.4, {"ponytail01", 0, kWhole}},
    {Slot::Hair, "ponytail", M, 0.3, {"ponytail01", 0, kWhole}},
    {Slot::Hair, "bob", F, 1.2, {"bob01", 0, kWhole}},
    {Slot::Hair, "bob", F, 1.2, {"bob02", 0, kWhole}},
    {Slot::Hair, "braid", F, 0.8, {"braid01", 0, kWhole}},
    {Slot::Hair, "afro", A, 0.4, {"afro01", 0, kWhole}},
    {Slot::Hair, "short", A, 1.0, {"short01", 0, kWhole}},
    {Slot::Hair, "short", M, 2.6, {"short02", 0, kWhole}},
    {Slot::Hair, "short", A, 0.8, {"short03", 0, kWhole}},
    {Slot::Hair, "short", M, 2.6, {"short04", 0, kWhole}},
    {Slot::Hair, "bald", M, 0.7, {}},
    {Slot::Hat, "cap", A, 2.2, {"scalp", 0, {7.55F, 100, 1, 0}, 0.24F}, {}, "brim"},
    {Slot::Hat, "beanie", A, 1.4, {"scalp", 0, {7.5F, 100, 1, 0}, 0.3F}},
    {Slot::Hat, "hat", A, 0.7, {"fedora", 0, kWhole, 0.05F}},
    {Slot::Hat, "hat", A, 0.5, {"fedora_cocked", 0, kWhole, 0.05F}},
};

}  // namespace

std::span<const Piece> pieces() noexcept {
    return kPieces;
}

}  // namespace descry::synthetic
